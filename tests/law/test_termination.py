"""May this case be terminated? A case that may, and each way in which it may not."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from duixian.kernel.findings import Refusal
from duixian.kernel.money import fen
from duixian.law import (
    DebtorFacts,
    InquiryFacts,
    PropertyFacts,
    SurveyFacts,
    TerminationFacts,
    termination_check,
)
from duixian.law.asking import ask
from duixian.law.texts import parameter

ON = date(2017, 5, 17)
KINDS = [row["kind"] for row in parameter("termination-inquiry-kinds", on=ON).value]
SURVEY = SurveyFacts(
    inquiries=tuple(
        InquiryFacts("方某平", kind, date(2017, 4, 1), date(2017, 4, 2), "查询反馈汇总表")
        for kind in KINDS
    )
)
DEBTOR = DebtorFacts(
    "方某平",
    declaration="filed",
    declaration_verified=True,
    consumption_restricted_on=date(2017, 1, 17),
)
READY = TerminationFacts(
    on=ON,
    filed_on=date(2016, 12, 12),
    outstanding=fen("731745.53"),
    debtors=(DEBTOR,),
    enforcement_notice_on=date(2016, 12, 14),
    declaration_ordered_on=date(2016, 12, 14),
    survey=SURVEY,
    talk_on=date(2017, 5, 10),
    panel_deliberated_on=date(2017, 5, 12),
    president_approved_on=date(2017, 5, 15),
)
CAR = PropertyFacts("2", "轿车1辆", "vehicle", controlled=True, physically_held=False)
HOME = PropertyFacts("1", "住宅1套", "immovable", fen("1286000.00"), controlled=True)


def _unmet(facts: TerminationFacts) -> set[str]:
    return {condition.key for condition in termination_check(facts).value.unmet}


def test_a_case_with_every_condition_may_be_terminated() -> None:
    found = termination_check(READY)
    assert found.value.may_terminate
    assert not found.value.unmet
    assert len(found.value.conditions) == 9
    assert {each.document for each in found.provisions} == {"法释〔2015〕5号", "法〔2016〕373号"}


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"outstanding": fen("0.00")}, "money_owed"),
        ({"conduct_only": True}, "money_owed"),
        ({"enforcement_notice_on": None}, "notice_and_declaration"),
        ({"declaration_ordered_on": None}, "notice_and_declaration"),
        ({"debtors": (replace(DEBTOR, declaration="waiting"),)}, "notice_and_declaration"),
        ({"debtors": (replace(DEBTOR, declaration="none"),)}, "notice_and_declaration"),
        ({"debtors": (replace(DEBTOR, declaration_verified=False),)}, "notice_and_declaration"),
        (
            {"debtors": (replace(DEBTOR, consumption_restricted_on=None),)},
            "restriction_and_listing",
        ),
        ({"debtors": (replace(DEBTOR, must_list=True),)}, "restriction_and_listing"),
        ({"survey": SurveyFacts()}, "survey_exhausted"),
        ({"survey": replace(SURVEY, unverified_leads=("租金",))}, "survey_exhausted"),
        ({"survey": replace(SURVEY, search_needed=True)}, "survey_exhausted"),
        ({"survey": replace(SURVEY, audit_applied=True)}, "survey_exhausted"),
        ({"survey": replace(SURVEY, reward_applied=True)}, "survey_exhausted"),
        ({"survey": replace(SURVEY, residence_inquiry_needed=True)}, "survey_exhausted"),
        ({"property": (HOME,)}, "no_disposable_property"),
        ({"filed_on": date(2017, 2, 17)}, "long_enough"),
        ({"debtors": (replace(DEBTOR, missing=True),)}, "missing_and_obstruction"),
        ({"unpunished_obstruction": ("撕毁封条",)}, "missing_and_obstruction"),
        ({"talk_on": None}, "talk"),
        ({"talk_on": date(2017, 5, 18)}, "talk"),
        ({"president_approved_on": None}, "confirmation"),
    ],
)
def test_one_thing_lacking_is_one_condition_unmet(changes: dict[str, object], key: str) -> None:
    facts = replace(READY, **changes)  # type: ignore[arg-type]
    assert _unmet(facts) == {key}
    condition = termination_check(facts).value.unmet[0]
    assert condition.why.endswith("。")
    assert condition.cure
    assert condition.provisions


def test_the_day_after_three_months_is_enough() -> None:
    assert _unmet(replace(READY, filed_on=date(2017, 2, 17))) == {"long_enough"}
    assert not _unmet(replace(READY, filed_on=date(2017, 2, 16)))


def test_old_answers_must_be_asked_again() -> None:
    # Three months and one day, as the checks of 2019 count.
    old = tuple(replace(each, answered_on=date(2017, 2, 15)) for each in SURVEY.inquiries)
    fresh = tuple(replace(each, answered_on=date(2017, 2, 16)) for each in SURVEY.inquiries)
    assert _unmet(replace(READY, survey=SurveyFacts(inquiries=old))) == {"survey_exhausted"}
    assert not _unmet(replace(READY, survey=SurveyFacts(inquiries=fresh)))


@pytest.mark.parametrize(
    "thing",
    [
        CAR,
        replace(HOME, first_ranked=False),
        replace(HOME, obstacle="unsold_not_taken_in_kind"),
        replace(HOME, obstacle="needed_home"),
        PropertyFacts("3", "徽商银行存款", "deposit", fen("999.99"), controlled=True),
    ],
)
def test_property_that_cannot_be_disposed_of_is_no_obstacle(thing: PropertyFacts) -> None:
    found = termination_check(replace(READY, property=(thing,)))
    assert found.value.may_terminate
    why = next(each.why for each in found.value.conditions if each.key == "no_disposable_property")
    assert thing.label in why


def test_a_small_balance_counts_when_little_is_owed() -> None:
    balance = PropertyFacts("3", "存款", "deposit", fen("999.99"), controlled=True)
    facts = replace(READY, outstanding=fen("10000.00"), property=(balance,))
    assert _unmet(facts) == {"no_disposable_property"}


def test_a_creditor_who_asks_needs_neither_talk_nor_panel() -> None:
    asked = replace(READY, creditor_applied=True, talk_on=None, panel_deliberated_on=None)
    assert termination_check(asked).value.may_terminate


EARLY = replace(
    READY,
    on=date(2016, 11, 30),
    filed_on=date(2016, 11, 1),
    talk_on=None,
    debtors=(DebtorFacts("方某平"),),
    survey=replace(
        SURVEY,
        inquiries=tuple(
            replace(each, sent_on=date(2016, 11, 3), answered_on=date(2016, 11, 4))
            for each in SURVEY.inquiries
        ),
        residence_inquired_on=date(2016, 11, 20),
    ),
    panel_deliberated_on=date(2016, 11, 28),
    president_approved_on=date(2016, 11, 29),
)


def test_before_december_2016_neither_talk_nor_three_months_were_asked_for() -> None:
    found = termination_check(EARLY)
    assert found.value.standard == "2015"
    assert [each.key for each in found.value.conditions] == [
        "money_owed",
        "survey_exhausted",
        "least_survey",
        "no_disposable_property",
        "situation",
        "objection",
        "confirmation",
    ]
    assert found.value.may_terminate
    assert {each.document for each in found.provisions} == {"法释〔2015〕5号", "法发〔2014〕26号"}
    assert all(each.evidence or each.key == "money_owed" for each in found.value.conditions[4:])


def test_where_president_and_panel_suffice_the_six_situations_are_an_open_question() -> None:
    alone = termination_check(EARLY)
    assert alone.open_questions[0].endswith("如以六种情形为限，则没有一种具备，不能终本。")
    agreed = termination_check(replace(EARLY, creditor_agrees=True))
    assert not agreed.open_questions
    aided = replace(EARLY, creditor_aided_on=date(2016, 11, 10))
    assert termination_check(aided).value.may_terminate
    assert "没有告知申请执行人可以提出异议" in termination_check(aided).open_questions[0]
    told = replace(aided, objection_until=date(2016, 11, 25))
    assert termination_check(told).open_questions[0].endswith("结果相同。")


def test_the_situation_without_a_time_for_objection_is_the_one_rested_on() -> None:
    agreed = replace(
        EARLY,
        creditor_agrees=True,
        creditor_aided_on=date(2016, 11, 10),
        president_approved_on=None,
    )
    found = termination_check(agreed)
    assert found.value.may_terminate, "agreement needs no notice of objection"
    why = {each.key: each.why for each in found.value.conditions}
    assert why["situation"] == "无财产可供执行，申请执行人书面同意。"
    assert why["objection"] == "所依据的情形不需要告知异议期限。"


def test_each_situation_says_what_is_lacking() -> None:
    found = termination_check(replace(EARLY, president_approved_on=None))
    situation = next(each for each in found.value.conditions if each.key == "situation")
    assert situation.why.count("：") == 6
    for lacking in (
        "申请执行人没有书面同意",
        "没有因无财产中止执行",
        "申请执行人没有表示提供不出财产线索",
        "没有流拍而申请执行人不接受抵债的财产",
        "没有达成分期履行的和解协议",
        "没有对特殊困难的申请执行人给予救助",
    ):
        assert lacking in situation.why
    stated = termination_check(
        replace(EARLY, president_approved_on=None, no_leads_stated=True)
    ).value
    why = next(each.why for each in stated.conditions if each.key == "situation")
    assert why.count("申请执行人没有书面同意") == 2


def test_before_the_opinion_there_was_no_rule_to_check() -> None:
    assert termination_check(replace(EARLY, on=date(2015, 1, 1))).value.standard == "2015"
    with pytest.raises(Refusal) as refused:
        termination_check(replace(EARLY, on=date(2014, 12, 31)))
    assert refused.value.code == "law.provision_not_in_force"


def test_the_open_questions_of_2016_say_what_the_other_reading_gives() -> None:
    def said(**changes: object) -> tuple[str, ...]:
        return termination_check(replace(READY, **changes)).open_questions  # type: ignore[arg-type]

    assert said() == ("条文未写明三个月是否扣除不计入执行期限的期间；此处不扣除。",)
    # Filed 2016-12-12, full on 2017-03-12; 65 days more are 2017-05-16, 66 days the very day.
    assert said(excluded_days=65)[0].endswith("2017-05-16 届满，2017-05-17 满足此项。")
    assert said(excluded_days=66)[0].endswith("2017-05-17 届满，2017-05-17 不满足此项。")
    assert said(resumed_case=True)[1].endswith("如不适用，则结果相同。")
    fresh = said(resumed_case=True, filed_on=date(2017, 2, 17))
    assert fresh[1].endswith("如不适用，则不受此项影响，结果会不同。")


def test_every_condition_of_2016_names_its_evidence_and_its_law() -> None:
    found = termination_check(READY)
    cited = {each.key for each in found.provisions}
    for each in found.value.conditions:
        assert set(each.provisions) <= cited
        assert each.provisions
        assert "termination-situations" not in each.provisions
    named = {each.key: each.evidence for each in found.value.conditions}
    assert named["survey_exhausted"].startswith("查询反馈汇总表")
    assert named["talk"] == "约谈笔录"
    why = {each.key: each.why for each in found.value.conditions}
    assert why["talk"] == "2017-05-10 已约谈并记录意见。"
    assert [step.inputs.get("证据", "") for step in found.steps] == list(named.values())


def test_the_tool_answers_the_same_question_in_json() -> None:
    question = {
        "on": "2017-05-17",
        "filed_on": "2016-12-12",
        "outstanding": "731745.53",
        "debtors": [
            {
                "name": "方某平",
                "declaration": "filed",
                "declaration_verified": True,
                "consumption_restricted_on": "2017-01-17",
            }
        ],
        "enforcement_notice_on": "2016-12-14",
        "declaration_ordered_on": "2016-12-14",
        "survey": {
            "inquiries": [
                {
                    "debtor": "方某平",
                    "kind": kind,
                    "sent_on": "2017-04-01",
                    "answered_on": "2017-04-02",
                }
                for kind in KINDS
            ]
        },
        "property": [{"id": "1", "label": "住宅1套", "kind": "immovable", "value": "1286000.00"}],
        "talk_on": "2017-05-10",
        "creditor_agrees": True,
    }
    answer = ask("termination-check", json.dumps(question))
    assert answer["may_terminate"] is False
    assert [each["key"] for each in answer["conditions"] if not each["met"]] == [
        "no_disposable_property"
    ]
    question["property"] = []
    assert ask("termination-check", json.dumps(question))["may_terminate"] is True
