"""Reading a docket number (案号) with the court it names, by the code of its year."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.identifiers import DocketNumber, parse_docket_number
from duixian.law.rules.case_types import CaseType, case_type
from duixian.law.texts import citations, parameter, provisions
from duixian.law.versions import rule


@dataclass(frozen=True, slots=True)
class CourtCode:
    """A court's code (法院代字) and the days it may be used on; None is open."""

    code: str
    name: str
    start: date | None
    end: date | None

    def used_in(self, year: int) -> bool:
        begins = self.start is None or self.start.year <= year
        return begins and (self.end is None or year <= self.end.year)


@dataclass(frozen=True, slots=True)
class DocketReading:
    """A docket number and the name of its court; empty where the court is not in the table.

    court_level: 最高, 高级, 中级, 基层 or a kind of special court (专门法院); type_number: the
    national number of the case type; case_class: implementation, review and so on. All three are
    empty for legacy numbers and where the table says nothing.
    """

    number: DocketNumber
    court_name: str
    court_level: str = ""
    type_number: str = ""
    case_class: str = ""


@cache
def court_codes() -> tuple[CourtCode, ...]:
    """The court codes the house knows, with their dates."""
    path = resources.files("duixian.law") / "courts.toml"
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        CourtCode(row["code"], row["name"], row.get("from"), row.get("to")) for row in raw["courts"]
    )


@rule
def docket_number(*, text: str) -> Finding[DocketReading]:
    """Read a docket number by the 2016 rule, or as a legacy number.

    Refuses with `docket_number.not_readable`, `.serial_is_zero`, `.before_the_rule` (a new-style
    number of a year before the rule) or `.court_code_not_in_use` (a known code outside its years).
    """
    number = parse_docket_number(text)
    if number.legacy:
        step = Step("旧式案号", "2016年以前，法院简称加字第号", {"案号": text}, number.canonical)
        return Finding(DocketReading(number, ""), (step,))
    rule = provisions()["docket-number"]
    first = rule.versions[0][0].in_force_from.year
    if number.year < first:
        raise Refusal(
            code="docket_number.before_the_rule",
            message=f"{number.year}年还没有这种案号，新式案号自{first}年起使用。",
            cure=f"请核对年份；{first}年以前的案号写成 (2015)镜执字第00123号。",
            field="text",
            provisions=("docket-number",),
        )
    year_end = date(number.year, 12, 31)
    if number.special and not provisions()["special-trial-code"].on(year_end):
        raise Refusal(
            code="docket_number.special_code_too_early",
            message=f"{number.year}年还没有专门审判代字“{number.special}”。",
            cure="专门审判代字自2019年起使用，请核对年份。",
            field="text",
            provisions=("special-trial-code",),
        )
    name = _court_name(number)
    level = court_level(number.court_code, on=year_end)
    kind = _kind(number.type_code, year_end)
    step = Step(
        "案号的组成：收案年度、法院代字、类型代字、案件编号",
        "",
        {
            "年度": str(number.year),
            "法院代字": f"{number.court_code}（{level}）",
            "类型代字": number.special + number.type_code,
            "编号": str(number.serial),
        },
        number.canonical,
        ("docket-number", "court-codes"),
    )
    questions = () if name else (f"法院代字“{number.court_code}”不在本系统的法院表中。",)
    cited = citations("docket-number", "court-codes", on=year_end)
    reading = DocketReading(
        number, name, level, kind.number if kind else "", kind.case_class if kind else ""
    )
    return Finding(reading, (step,), cited, questions)


def court_level(code: str, *, on: date) -> str:
    """The level of court a code names, or the kind of special court, by its digits.

    Intermediate courts have two digits, basic ones four; the numbers from 71 of the first two are
    kept for special courts and courts across districts.
    """
    digits = "".join(each for each in code if each.isdigit())
    if not digits:
        return "最高人民法院" if code == "最高法" else "高级人民法院"
    first = int(digits[:2])
    for row in parameter("special-court-codes", on=on).value:
        if row["first"] <= first <= row["last"]:
            return str(row["title"])
    return "中级人民法院" if len(digits) == len("02") else "基层人民法院"


def _kind(code: str, on: date) -> CaseType | None:
    """The type in the national table, None for types of trial, which it does not list."""
    known = {row["code"] for row in parameter("case-types", on=on).value}
    return case_type(code=code, on=on).value if code in known else None


def _court_name(number: DocketNumber) -> str:
    rows = [row for row in court_codes() if row.code == number.court_code]
    usable = [row for row in rows if row.used_in(number.year)]
    if rows and not usable:
        row = rows[0]
        words = f"{row.start or '2016-01-01'} 至 {row.end or '今'}"
        raise Refusal(
            code="docket_number.court_code_not_in_use",
            message=f"{number.year}年不使用法院代字“{row.code}”（{row.name}，{words}）。",
            cure="请核对年份和法院代字；区划调整后法院代字已经变更。",
            field="text",
            provisions=("court-codes",),
        )
    return usable[0].name if usable else ""
