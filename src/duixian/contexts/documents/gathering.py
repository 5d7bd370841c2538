"""What the record already knows for a paper (取值): nobody types it a second time.

Each value comes with the room and field it was read from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from duixian.contexts.cases import access
from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.case_act import case_of
from duixian.contexts.cases.models import Case, CaseParty, Obligation, Title
from duixian.contexts.courts import queries as courts
from duixian.contexts.courts.models import Court, CourtCode
from duixian.contexts.documents import wording
from duixian.contexts.parties.models import Party
from duixian.contexts.record import queries as record
from duixian.contexts.record.acts import Doing

Traced = dict[str, Any]  # {"value": ..., "source": "cases.Case#12.cause"}

_PROVINCES = {
    "京": "北京市",
    "津": "天津市",
    "冀": "河北省",
    "晋": "山西省",
    "内": "内蒙古自治区",
    "辽": "辽宁省",
    "吉": "吉林省",
    "黑": "黑龙江省",
    "沪": "上海市",
    "苏": "江苏省",
    "浙": "浙江省",
    "皖": "安徽省",
    "闽": "福建省",
    "赣": "江西省",
    "鲁": "山东省",
    "豫": "河南省",
    "鄂": "湖北省",
    "湘": "湖南省",
    "粤": "广东省",
    "桂": "广西壮族自治区",
    "琼": "海南省",
    "渝": "重庆市",
    "川": "四川省",
    "贵": "贵州省",
    "云": "云南省",
    "藏": "西藏自治区",
    "陕": "陕西省",
    "甘": "甘肃省",
    "青": "青海省",
    "宁": "宁夏回族自治区",
    "新": "新疆维吾尔自治区",
}


def traced(value: Any, source: str) -> Traced:
    """A value with where it comes from."""
    return {"value": value, "source": source}


@dataclass
class Ground:
    """The court and case a paper is about, on the day it is issued; reads each thing once."""

    court_id: int
    case_id: int | None
    on: date

    @classmethod
    def of(cls, at: Doing) -> Ground:
        """The ground of this doing, shared by its act and all its papers."""

        def make() -> Ground:
            ground = cls(at.court_id, at.case_id, at.on)
            if at.case_id is not None:
                ground.case = case_of(at)
            return ground

        return at.once("documents.ground", make)

    @cached_property
    def court(self) -> Court:
        return self.case.court if self.case_id is not None else courts.court(self.court_id)

    @cached_property
    def code(self) -> CourtCode | None:
        """The name and docket code the court had that day."""
        return courts.named_on(self.court_id, self.on)

    @cached_property
    def case(self) -> Case:
        return access.case_or_refuse(self.case_id)

    @cached_property
    def parties(self) -> list[CaseParty]:
        return cases.parties_of(self.case.pk)

    @cached_property
    def obligations(self) -> list[Obligation]:
        """What the titles order, title by title."""
        read = cases.obligations_of(self.case.pk)
        return sorted(read, key=lambda item: (item.title_id, item.pk))

    @property
    def titles(self) -> list[Title]:
        """The titles (执行依据): each orders something."""
        return list({item.title_id: item.title for item in self.obligations}.values())

    @property
    def debtors(self) -> list[CaseParty]:
        return [each for each in self.parties if each.role == CaseParty.Role.DEBTOR]

    @property
    def creditors(self) -> list[CaseParty]:
        return [each for each in self.parties if each.role == CaseParty.Role.CREDITOR]

    @property
    def court_name(self) -> str:
        """The court's name as it was that day, without the province where it has none."""
        return self.code.name if self.code is not None else self.court.name

    @property
    def full_court_name(self) -> str:
        """The court's name as papers head it (法院全称): with its province."""
        province = _PROVINCES.get(self.code.code[0], "") if self.code is not None else ""
        name = self.court_name
        return name if name.startswith(province) else province + name

    def values(self, wanted: Iterable[str]) -> dict[str, Traced]:
        """Those of the wanted fields the record knows; the others are left to the act."""
        found = {}
        for name in wanted:
            read = _READERS.get(name)
            if read is not None and (self.case_id is not None or name in _OF_THE_COURT):
                value = read(self)
                if value["value"] not in ("", None, []):
                    found[name] = value
        return found


def _court_name(ground: Ground) -> Traced:
    return traced(ground.full_court_name, f"courts.Court#{ground.court_id}.name")


def _of_case(name: str) -> Callable[[Ground], Traced]:
    def read(ground: Ground) -> Traced:
        value = getattr(ground.case, name)
        value = value.isoformat() if isinstance(value, date) else value
        return traced(value, f"cases.Case#{ground.case_id}.{name}")

    return read


def _officer(ground: Ground) -> Traced:
    officer = ground.case.officer
    name = officer.name if officer is not None else ""
    return traced(name, f"cases.Case#{ground.case_id}.officer")


def _side(role: str) -> Callable[[Ground], Traced]:
    def read(ground: Ground) -> Traced:
        side = [each for each in ground.parties if each.role == role]
        source = ", ".join(f"cases.CaseParty#{each.pk}" for each in side)
        return traced([party_record(each) for each in side], source)

    return read


def _addressee(ground: Ground) -> Traced:
    return names_of(ground.debtors)


def names_of(appearances: Iterable[CaseParty]) -> Traced:
    """The names of parties in a row, with the rows they come from."""
    listed = list(appearances)
    source = ", ".join(f"cases.CaseParty#{each.pk}" for each in listed)
    return traced(wording.joined(each.party.name for each in listed), source)


def party_record(appearance: CaseParty) -> dict[str, str]:
    """A party as papers introduce it; the identity number stays sealed."""
    party = appearance.party
    return {
        "name": party.name,
        "description": _description(party),
        "identity_label": _identity_label(party),
        "identity": party.identity_sealed,
        "agent": _agents(party, appearance),
    }


def _description(party: Party) -> str:
    if party.kind != Party.Kind.PERSON:
        return f"住所地{party.address}" if party.address else ""
    born = f"{wording.date_in_figures(party.born_on)}出生" if party.born_on else ""
    lives = f"住{party.address}" if party.address else ""
    return "，".join(part for part in (party.sex, born, lives) if part)


def _identity_label(party: Party) -> str:
    if not party.identity_sealed:
        return ""
    return "公民身份号码" if party.identity_kind == "居民身份证" else party.identity_kind


def _agents(party: Party, appearance: CaseParty) -> str:
    parts = []
    if party.legal_representative:
        parts.append(f"法定代表人：{party.legal_representative}")
    if appearance.agent:
        parts.append(f"委托诉讼代理人：{appearance.agent}")
    return "；".join(parts)


def _of_titles(name: str) -> Callable[[Ground], Traced]:
    def read(ground: Ground) -> Traced:
        values = list(dict.fromkeys(getattr(each, name) for each in ground.titles))
        source = ", ".join(f"cases.Title#{each.pk}.{name}" for each in ground.titles)
        return traced(wording.joined(values), source)

    return read


def _notified(ground: Ground) -> Traced:
    """Whether the enforcement notice went out: a ruling says so only where it is so."""
    told = record.has_entry(ground.case.pk, "documents.issue_enforcement_notice")
    return traced("是" if told else "", "record.Entry documents.issue_enforcement_notice")


def _panel(ground: Ground) -> Traced:
    """The panel of the case; a case without one is signed by its officer (执行员)."""
    seats = cases.panel_of(ground.case.pk)
    if seats:
        members = [
            {"office": "审判长" if seat.presiding else "审判员", "name": seat.person.name}
            for seat in seats
        ]
        return traced(members, f"cases.Case#{ground.case_id}.panel")
    officer = _officer(ground)
    if not officer["value"]:
        return traced([], officer["source"])
    return traced([{"office": "执行员", "name": officer["value"]}], officer["source"])


def _staff(ground: Ground) -> Traced:
    officer = ground.case.officer
    if officer is None:
        return traced([], "")
    record = {"name": officer.name, "credential": officer.credential_number}
    return traced([record], f"courts.Person#{officer.pk}")


def obligation_records(obligations: Iterable[Obligation]) -> list[dict[str, str]]:
    """Operative items as the notice lists them; sums first, then the words of the title."""
    return [{"text": _obligation(each)} for each in obligations]


def _obligation(item: Obligation) -> str:
    sums = (
        ("给付本金", item.principal),
        ("已确定的利息、违约金", item.interest_fixed),
        ("诉讼费用", item.costs),
    )
    parts = [f"{name}{wording.amount(value)}" for name, value in sums if value]
    if item.interest_terms:
        parts.append("以及执行依据确定的利息（计算至实际清偿之日）")
    money = "、".join(parts)
    words = item.text.strip().rstrip("。；;")
    return f"{words}（{money}）" if words and money else words or money


_OF_THE_COURT = frozenset({"court_name"})

_READERS: dict[str, Callable[[Ground], Traced]] = {
    "court_name": _court_name,
    "docket_number": _of_case("docket_number"),
    "cause": _of_case("cause"),
    "filed_on": _of_case("filed_on"),
    "claim_amount": _of_case("claim_amount"),
    "officer": _officer,
    "creditors": _side(CaseParty.Role.CREDITOR),
    "debtors": _side(CaseParty.Role.DEBTOR),
    "addressee": _addressee,
    "title_maker": _of_titles("issuer"),
    "title_number": _of_titles("number"),
    "title_kind": _of_titles("kind"),
    "panel": _panel,
    "notified": _notified,
    "staff": _staff,
}
