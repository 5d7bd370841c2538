"""The calculators: anyone asks the law by an address, and leaves nothing behind."""

from __future__ import annotations

import io
import json
import logging
import re
from dataclasses import replace
from urllib.parse import urlencode

import docx
import pytest
from django.contrib.sessions.models import Session
from django.http import QueryDict
from django.test import Client
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from duixian.kernel.money import display, fen
from duixian.law import asking
from duixian.portals import slots
from duixian.portals.calculators import forms, questions, reading, views
from duixian.portals.calculators.layouts import calculators
from duixian.portals.calculators.layouts_of_interest import INTEREST
from duixian.portals.models import VisitSlot

pytestmark = pytest.mark.django_db
NEEDED = ("interest", "fee", "deadline", "reserve-price", "distribution", "termination")
SLUGS = sorted(calculators())
HAN = re.compile(r"[一-鿿]")


def address(slug: str, **more: str) -> str:
    pairs = [*calculators()[slug].example, *more.items()]
    return f"/calculators/{slug}/?{urlencode(pairs)}"


def asked(slug: str) -> tuple[str, dict[str, object]]:
    """The page of a calculator's example, and what the law itself answers to it."""
    answer = Client().get(address(slug), follow=True)
    assert answer.status_code == 200, answer.content.decode()
    found = views.ask(calculators()[slug], QueryDict(urlencode(calculators()[slug].example)))
    said = asking.ask(calculators()[slug].tool, json.dumps(found.question))
    return answer.content.decode(), said


def test_what_was_promised_is_offered() -> None:
    assert set(NEEDED) <= set(SLUGS)
    page = Client().get("/calculators/").content.decode()
    assert all(f"/calculators/{slug}/" in page for slug in SLUGS)
    assert "/calculators/" in Client().get("/accounts/login/").content.decode()


@pytest.mark.parametrize("slug", SLUGS)
def test_the_page_says_what_the_law_says(slug: str) -> None:
    page, said = asked(slug)
    for step in said["steps"]:  # type: ignore[attr-defined]
        assert step["label"].replace("'", "&#x27;") in page
    for each in said["provisions"]:  # type: ignore[attr-defined]
        assert each["document"] in page and each["article"] in page
        assert ("已对原文" if each["certainty"] == "text seen" else "条号待核对") in page
    for question in said["open_questions"]:  # type: ignore[attr-defined]
        assert str(question) in page


def test_interest_by_hand() -> None:
    """158 days at 100,000 and 513 at 80,000, at 0.0175 % a day; 456 days before, twice 6.15 %."""
    page, said = asked("interest")
    by_hand = 2_765_00 + 7_182_00 + 15_580_00 + 80_000_00
    assert fen(str(said["outstanding_total"])) == by_hand
    assert f'<b class="figure">{display(by_hand)}</b>' in page
    assert "25561.17" in page, "what the other way of counting days would give"


@pytest.mark.parametrize("slug", SLUGS)
def test_the_first_page_asks_and_answers_nothing(slug: str) -> None:
    answer = Client().get(f"/calculators/{slug}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="answer"' not in page and 'role="alert"' not in page
    assert "noindex" not in answer.headers.get("X-Robots-Tag", "")


@pytest.mark.parametrize("slug", SLUGS)
def test_an_empty_question_names_every_field_it_needs(slug: str) -> None:
    found = calculators()[slug]
    answer = Client().get(f"/calculators/{slug}/?ask=1")
    page = answer.content.decode()
    assert answer.status_code == 422
    needed = {each.name for each in questions.spots(found.tool) if each.required}
    for name in needed | set(found.wanted):
        assert f'href="#f-{name}' in page, name
        assert re.search(rf'id="f-{name}(-error|-label|")', page), name


WRONG = [
    ("interest", "base", "很多", "看不懂这个金额"),
    ("interest", "base", "-5", "看不懂这个金额"),
    ("interest", "base", "1.234", "看不懂这个金额"),
    ("interest", "base", "9" * 16, "看不懂这个金额"),
    ("interest", "until", "昨天", "看不懂这个日期"),
    ("interest", "until", "2016-02-30", "看不懂这个日期"),
    ("interest", "until", "0001-01-01", "日期要在"),
    ("interest", "until", "9999-12-31", "日期要在"),
    ("interest", "until", "2012-01-01", ""),
    ("interest", "payments.0.amount", "1e5", "看不懂这个金额"),
    ("interest", "payments.0.how", "偷来的", ""),
    ("interest", "currency", "人民币", ""),
    ("interest", "ordinary.annual_rate", "百分之五", "看不懂这个数"),
    ("deadline", "length", "十", "请填整数"),
    ("deadline", "length", "10.5", "请填整数"),
    ("deadline", "unit", "week", "不是可选的项"),
    ("reserve-price", "round", "4", "不是可选的项"),
    ("distribution", "claims.1.charge_order", "0", ""),
    ("distribution", "claims.1.id", "甲" * 301, "最多 300 个字"),
    ("termination", "creditor_agrees", "maybe", "不是可选的项"),
]


@pytest.mark.parametrize(("slug", "name", "value", "words"), WRONG)
def test_what_is_wrong_is_said_at_its_field(slug: str, name: str, value: str, words: str) -> None:
    pairs = dict(calculators()[slug].example) | {name: value}
    answer = Client().get(f"/calculators/{slug}/?{urlencode(pairs)}", follow=True)
    page = answer.content.decode()
    assert answer.status_code == 422
    shown = re.search(rf'id="f-{re.escape(name)}-error">.*?</svg>(.*?)</p>', page, re.DOTALL)
    assert shown, f"no words at {name}"
    assert words in shown[1] and len(shown[1]) > 5
    assert not re.search(r"\b[a-z]+_[a-z_]+\b", shown[1]), "names of programs are not for people"
    assert 'class="calcanswer' not in page


def test_interest_without_a_rate_is_told_in_plain_words() -> None:
    pairs = dict(INTEREST.example) | {"ordinary.principal": "1000", "ordinary.from": "2013-01-01"}
    answer = Client().get(f"/calculators/interest/?{urlencode(pairs)}", follow=True)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "三种写法填一种" in page
    opened = page.index("判决写明的利息（一般债务利息）")
    assert "<details" not in page[page.rindex("<", 0, opened) :][:20], "the part stands open"


def test_a_number_past_the_calendar_is_no_breakdown() -> None:
    pairs = {"from": "2099-01-01", "length": "99999", "unit": "year"}
    answer = Client().get(f"/calculators/deadline/?{urlencode(pairs)}", follow=True)
    assert answer.status_code == 422


# --- the address ---------------------------------------------------------------------------------


def test_blanks_and_defaults_do_not_stand_in_the_address() -> None:
    given = {"ask": "1", "kind": "execution", "amount": "3万", "already_executed": "", "on": ""}
    answer = Client().get(f"/calculators/fee/?{urlencode(given | {'on': '2019-03-04'})}")
    assert answer.status_code == 302
    assert (
        answer["Location"]
        == f"/calculators/fee/?{urlencode({'amount': '3万', 'on': '2019-03-04'})}"
    )


_NAMES = st.sampled_from(
    ["base", "until", "costs", "currency", "lang", "nonsense", "ordinary.principal", "reversal"]
    + ["ordinary.lpr.multiple", "ordinary.lpr.tenor", "choices.agreed_order", "lines.2.amount"]
    + [f"payments.{row}.{name}" for row in (0, 3, 7) for name in ("on", "amount", "how")]
)
_TEXTS = st.sampled_from(["", " ", "CNY", "1", "0", "true", "paid", "2015-01-05", "1Y", "x\r\ny"])


@settings(max_examples=150)
@given(st.lists(st.tuples(_NAMES, _TEXTS), max_size=12))
def test_the_short_address_is_its_own_short_address(pairs: list[tuple[str, str]]) -> None:
    tree = questions.spots(INTEREST.tool)
    once = reading.canonical(tree, QueryDict(urlencode(pairs)))
    assert reading.canonical(tree, QueryDict(urlencode(once))) == once
    assert all(value.strip() for _name, value in once)


def test_rows_come_and_go_without_script() -> None:
    browser = Client()
    page = browser.get(address("interest", go="add:payments")).content.decode()
    assert 'name="payments.1.amount"' in page and 'value="20000"' in page
    page = browser.get(address("interest", go="remove:payments.0")).content.decode()
    assert 'name="payments.0.amount"' not in page and 'value="100000"' in page
    assert 'id="answer"' not in page, "nothing is computed while rows change"
    inner = {"claims.0.id": "甲", "claims.4.id": "丙", "go": "remove:claims.0"}
    page = browser.get(f"/calculators/distribution/?{urlencode(inner)}").content.decode()
    assert 'value="丙"' in page and 'value="甲"' not in page
    for unknown in ("add:base", "add:../etc", "remove:", "dance", "add:payments.0.on"):
        assert browser.get(address("interest", go=unknown)).status_code == 200


def test_a_place_no_layout_names_is_asked_all_the_same() -> None:
    bare = replace(INTEREST, parts=(), hidden=())
    parts = forms.Form(bare, QueryDict(), {}, fresh=True).parts()
    asked_for = {
        getattr(block, "name", "") or block.path for part in parts for block in part.blocks
    }
    assert {"base", "until", "payments", "ordinary.lpr.tenor", "reversal"} <= asked_for


# --- both languages ------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", SLUGS)
def test_everything_laid_out_has_english(slug: str) -> None:
    found = calculators()[slug]
    with translation.override("en"):
        parts = forms.Form(found, QueryDict(), {}, fresh=True).parts()
        named = [str(each) for each in (found.title, found.lead, found.short)]
        laid = parts[: len(found.parts)]
        for part in laid:
            named += [part.title, part.note]
            for block in part.loose:
                named += [block.label, block.help, *(label for _code, label in block.choices)]
        named += [str(word) for words in found.words.values() for word in words.values()]
    assert not [text for text in named if HAN.search(text)]


def test_the_language_goes_with_the_address() -> None:
    answer = Client().get(address("fee", lang="en"))
    page = answer.content.decode()
    assert '<html lang="en">' in page and "Enforcement fee" in page
    assert answer["Content-Language"] == "en"
    assert "/calculators/deadline/?lang=en" in page
    assert 'name="lang" value="en"' in page
    back = re.search(r'href="([^"]*lang=zh[^"]*)"', page)
    assert back and "amount=350000" in back[1]


# --- what is taken away --------------------------------------------------------------------------


@pytest.mark.parametrize("slug", SLUGS)
def test_the_worksheet_for_the_file(slug: str) -> None:
    found = calculators()[slug]
    query = urlencode(found.example)
    printed = Client().get(f"/calculators/{slug}/worksheet.pdf?{query}")
    assert printed.status_code == 200 and printed.content.startswith(b"%PDF")
    written = Client().get(f"/calculators/{slug}/worksheet.docx?{query}")
    paper = docx.Document(io.BytesIO(written.content))
    text = "\n".join(
        [each.text for each in paper.paragraphs]
        + [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    )
    _page, said = asked(slug)
    assert "一、已知" in text and "二、结果" in text and "四、依据" in text
    for each in said["provisions"]:  # type: ignore[attr-defined]
        assert f"{each['document']} {each['article']}".strip() in text
    for step in said["steps"]:  # type: ignore[attr-defined]
        assert step["label"] in text
    question = views.ask(found, QueryDict(query)).question
    for fact in (each for each in question.values() if isinstance(each, str)):
        amount = re.fullmatch(r"\d+\.\d\d", fact)
        known = display(fen(fact)) if amount else fact
        assert known in text or fact in str(found.words), "every fact is on it"


def test_no_worksheet_of_what_cannot_be_computed() -> None:
    answer = Client().get("/calculators/interest/worksheet.pdf?base=5")
    assert answer.status_code == 302 and "/calculators/interest/?base=5" in answer["Location"]
    assert Client().get("/calculators/interest/worksheet.exe").status_code == 404
    assert Client().get("/calculators/nothing/worksheet.pdf").status_code == 404
    letters = dict(calculators()["distribution"].example) | {"claims.0.id": "\U000f0000"}
    answer = Client().get(f"/calculators/distribution/worksheet.pdf?{urlencode(letters)}")
    assert answer.status_code == 422 and "字体" in answer.content.decode()


# --- nothing is left behind ----------------------------------------------------------------------


def test_no_cookie_no_session_no_query_in_the_logs(caplog: pytest.LogCaptureFixture) -> None:
    browser = Client()
    with caplog.at_level(logging.DEBUG):
        for more in ({}, {"base": "10472901"}, {"base": "10472901元整", "until": "x"}):
            pairs = dict(INTEREST.example) | more
            answer = browser.get(f"/calculators/interest/?{urlencode(pairs)}", follow=True)
            assert not answer.cookies
        browser.get(f"/calculators/interest/worksheet.pdf?{urlencode(INTEREST.example)}")
        browser.get(f"/calculators/none/?{urlencode({'base': '10472901'})}")
    written = [each for each in caplog.records if each.name != "django.db.backends"]
    assert written, "the refusals are logged"
    assert not [each for each in written if "10472901" in each.getMessage()]
    assert not browser.cookies
    assert not Session.objects.exists()
    kept = VisitSlot.objects.values_list("key", flat=True)
    assert kept and all(re.fullmatch(r"[0-9a-f]{64}", key) for key in kept)


def test_what_people_type_is_never_markup() -> None:
    nasty = '"><script>alert(1)</script>'
    pairs = dict(calculators()["distribution"].example) | {"claims.0.id": nasty, "lang": nasty}
    page = Client().get(f"/calculators/distribution/?{urlencode(pairs)}", follow=True)
    assert "<script>alert" not in page.content.decode()
    page = Client().get(f"/calculators/interest/?{urlencode({'base': nasty})}", follow=True)
    assert "<script>alert" not in page.content.decode()


# --- limits --------------------------------------------------------------------------------------


def test_an_address_has_an_end() -> None:
    long = urlencode({"base": "1" * views.MOST_QUERY})
    answer = Client().get(f"/calculators/interest/?{long}")
    assert answer.status_code == 414 and "命令行" in answer.content.decode()
    rows = {f"payments.{row}.amount": "1" for row in range(reading.MOST_ROWS + 1)}
    answer = Client().get(f"/calculators/interest/?{urlencode(rows)}", follow=True)
    assert answer.status_code == 422 and "最多 50 项" in answer.content.decode()


def test_one_visitor_does_not_take_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "MOST_ANSWERS", 2)
    monkeypatch.setattr(slots, "MOST_WORKSHEETS", 1)
    browser, print_it = Client(), address("fee").replace("/?", "/worksheet.docx?")
    codes = [browser.get(address("fee")).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert [browser.get(print_it).status_code for _ in range(2)] == [200, 429]
    assert Client(REMOTE_ADDR="10.0.0.9").get(address("fee")).status_code == 200
    assert browser.get("/calculators/fee/").status_code == 200, "the form itself is not counted"


def test_only_looking_is_allowed() -> None:
    assert Client().post("/calculators/interest/").status_code == 405
    assert Client().get("/calculators/nothing/").status_code == 404
