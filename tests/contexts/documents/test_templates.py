"""Templates are data: every value they print is declared, labelled, traced and checked."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from duixian.contexts.documents import templates
from duixian.contexts.documents.blocks import Signature, Table, plain_text
from duixian.contexts.documents.citing import law_values
from duixian.kernel.findings import Refusal
from duixian.law import texts

from . import specimens

KINDS = templates.kinds()


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_template_prints_is_what_it_declares(kind: str) -> None:
    declared = {field.name for field in templates.template(kind).fields}
    frame = {"court_name", "docket_number", "issued_on"}
    assert templates.values_used(kind) - declared == set()
    assert declared - templates.values_used(kind) - frame == set()


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_says_what_it_is_and_where_it_comes_from(kind: str) -> None:
    for field in templates.template(kind).fields:
        assert field.label and field.source, (kind, field.name)
        assert (field.kind == "list") == bool(field.columns), (kind, field.name)
        assert all(key in texts.provisions() for key in field.provisions), (kind, field.name)
        if field.parameter:
            assert field.parameter in texts.parameters(), (kind, field.name)


def test_no_template_writes_an_article_number_by_itself() -> None:
    """The number of an article moves with the law; only the law's own data may say it."""
    for kind in KINDS:
        assert not re.search("第[一二三四五六七八九十百]+条", templates.template(kind).body), kind


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["court_name", "docket_number", "issued_on"])
def test_a_missing_value_is_refused_by_its_chinese_name(kind: str, name: str) -> None:
    values = specimens.values_of(kind)
    del values[name]
    with pytest.raises(Refusal) as refused:
        templates.expand(templates.template(kind), values, number="x")
    assert refused.value.code == "documents.value_missing"
    assert refused.value.field == name
    assert templates.template(kind).field(name).label in refused.value.message
    assert refused.value.cure


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("amount", 1234.5),
        ("amount", "1234.50"),
        ("amount", -1),
        ("amount", True),
        ("starts_on", "2017/05/17"),
        ("starts_on", "2017-02-30"),
        ("items", [{"sum": "1.00"}]),
        ("levy", "可以"),
    ],
)
def test_a_malformed_value_is_refused(name: str, value: object) -> None:
    with pytest.raises(Refusal) as refused:
        specimens.sheet_of("ruling_freeze", **{name: value})
    assert (refused.value.code, refused.value.field) == ("documents.value_malformed", name)


def test_a_value_no_template_asks_for_is_refused() -> None:
    with pytest.raises(Refusal, match=r"documents\.value_unknown"):
        specimens.sheet_of("ruling_freeze", mood="好")


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(Refusal, match=r"documents\.unknown_kind"):
        templates.template("../shared_fields")


def test_the_law_is_cited_as_it_stood_on_the_day_of_issue() -> None:
    """民事诉讼法 moved the same rule from article 240 to 247 and 251."""
    cited = {
        year: law_values("enforcement_notice", date(year, 6, 1))["basis"]["value"]
        for year in (2016, 2022, 2024)
    }
    assert cited[2016].startswith("《中华人民共和国民事诉讼法》第二百四十条、")
    assert cited[2022].startswith("《中华人民共和国民事诉讼法》第二百四十七条、")
    assert cited[2024].startswith("《中华人民共和国民事诉讼法》第二百五十一条、")


def test_every_kind_can_be_issued_on_any_day_of_the_decade() -> None:
    for kind in KINDS:
        for year in range(2016, 2027):
            for name, value in law_values(kind, date(year, 11, 1)).items():
                assert value["source"].startswith("law: ")
                assert value["value"] or not templates.template(kind).field(name).required


def test_a_day_before_the_rule_is_refused_with_the_provision() -> None:
    with pytest.raises(Refusal) as refused:
        law_values("consumption_restriction_order", date(2009, 1, 1))
    assert refused.value.code == "documents.no_basis"
    assert refused.value.provisions == ("consumption-restriction",)


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_survives_being_stored(kind: str) -> None:
    """A paper is printed again from the template it was issued with, not from today's."""
    paper = templates.template(kind)
    stored = json.loads(json.dumps(paper.as_json()))
    assert templates.Template.from_json(stored) == paper


def test_a_ruling_opens_with_the_parties_and_ends_with_who_made_it() -> None:
    text = plain_text(specimens.sheet_of("ruling_freeze"))
    assert "被执行人：方某平，男，1978年3月2日出生" in text
    assert "公民身份号码349900197803020017。" in text
    signed = [
        block.name
        for block in specimens.sheet_of("ruling_freeze").blocks
        if isinstance(block, Signature)
    ]
    assert signed == ["吴明远", "程立"], (
        "one officer freezes; a panel that did not sit is not named"
    )


def test_the_declaration_form_is_to_be_filled_item_by_item() -> None:
    tables = [
        block
        for block in specimens.sheet_of("declaration_order").blocks
        if isinstance(block, Table)
    ]
    items = [row[0] for row in tables[0].rows]
    assert len(items) > 20
    for wanted in ("现金", "机器设备（数量、存放处）", "转让、出租财产", "与他人共有的财产"):
        assert wanted in items


def test_amounts_are_written_in_figures_and_in_words() -> None:
    text = plain_text(specimens.sheet_of("notice_of_assistance_freeze"))
    assert "142,305.77元（人民币壹拾肆万贰仟叁佰零伍元柒角柒分）" in text
    assert "自2017年5月17日起至2018年5月17日止" in text
    assert "二〇一七年五月十七日" in text


def test_words_that_bring_their_own_stop_do_not_get_a_second_one() -> None:
    for kind in ("termination_talk_record", "ruling_terminate", "ruling_suspend"):
        values = {
            name: value + "。"
            for name, value in specimens.OWN[kind].items()
            if isinstance(value, str) and templates.template(kind).field(name).kind == "text"
        }
        text = plain_text(specimens.sheet_of(kind, **values))
        assert "。。" not in text and "。；" not in text and "。，" not in text, kind
