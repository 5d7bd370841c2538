"""Filing a case (立案): the conditions of law, duplicates and related cases, the docket number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field

from duixian.contexts.cases import engine, queries
from duixian.contexts.cases.facts import (
    TITLE_KINDS,
    CreditorFacts,
    DebtorFacts,
    TitleFacts,
    interest_terms_as_stored,
)
from duixian.contexts.cases.models import Case, CaseParty, Obligation, Title
from duixian.contexts.courts import queries as courts
from duixian.contexts.parties import engine as names
from duixian.contexts.parties import registry
from duixian.contexts.parties.models import Party
from duixian.contexts.record import serials
from duixian.contexts.record.acts import Act, Doing, catalogue
from duixian.contexts.record.facts import Prose
from duixian.contexts.record.turns import wait_for_turn
from duixian.kernel import identifiers
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Branch, Role

ENFORCEMENT = "执"
FLAGS = ("涉民生", "涉党政机关", "涉企业", "涉金融", "集团案件", "涉未成年人")
COMPETENCE = {
    "first_instance": "第一审法院或同级财产所在地",
    "debtor_home": "被执行人住所地",
    "property_place": "被执行财产所在地",
    "designated": "上级法院指定",
}


@catalogue.add
class FileCase(Act):
    """立案: accept an application for enforcement and number it."""

    code, title, title_en = "cases.file_case", "执行立案", "File a case"
    branch = Branch.ADMINISTRATION
    done_by = (Role.FILING_HALL,)
    under = ("filing-conditions", "docket-number-format")
    opens_case = True

    applied_on: date = Field(title="收到申请日期")
    source: Literal["申请执行人申请", "移送执行", "委托执行", "提级执行", "指定执行"] = Field(
        default="申请执行人申请", title="案件来源"
    )
    cause: str = Field(min_length=1, max_length=80, title="案由")
    competence: Literal["first_instance", "debtor_home", "property_place", "designated"] = Field(
        default="first_instance", title="管辖依据"
    )
    creditors: tuple[CreditorFacts, ...] = Field(min_length=1, title="申请执行人")
    debtors: tuple[DebtorFacts, ...] = Field(min_length=1, title="被执行人")
    titles: tuple[TitleFacts, ...] = Field(min_length=1, title="执行依据")
    flags: tuple[str, ...] = Field(default=(), title="标记")
    series: str = Field(default="", max_length=80, title="系列案名称")
    docket_number: str = Field(default="", title="原有案号（已编号的旧案）")
    fingerprint: str = Field(default="", max_length=64, title="导入行标识")
    known_duplicate: bool = Field(default=False, title="已核对，不是重复立案")
    remarks: Prose = Field(default="", title="备注")

    def check(self, at: Doing) -> None:
        self._check_titles(at)
        self._check_parties()
        self._check_not_filed_before(at)
        if self.docket_number:
            self._check_number_free(at)

    def _check_titles(self, at: Doing) -> None:
        for place, title in enumerate(self.titles):
            where = f"titles.{place}"
            if title.kind not in TITLE_KINDS:
                raise Refusal(
                    "cases.title_kind_unknown",
                    f"不认识执行依据种类“{title.kind}”",
                    cure="从列表中选择",
                    field=f"{where}.kind",
                )
            if title.effective_on > at.on:
                raise Refusal(
                    "cases.title_not_effective",
                    f"{title.number}在{at.on}尚未生效",
                    cure="待文书生效后再立案",
                    field=f"{where}.effective_on",
                    provisions=("filing-conditions",),
                    transient=True,
                )
            if title.performance_due_on >= at.on:
                raise Refusal(
                    "cases.performance_not_due",
                    f"{title.number}的履行期限{title.performance_due_on}尚未届满",
                    cure="待履行期限届满后再立案",
                    field=f"{where}.performance_due_on",
                    provisions=("filing-conditions",),
                    transient=True,
                )
        if self.applied_on > at.on:
            raise Refusal(
                "cases.applied_in_future",
                "收到申请日期晚于立案日期",
                cure="更正收到申请日期",
                field="applied_on",
            )

    def _check_parties(self) -> None:
        creditor_ids = {each.identity_number for each in self.creditors if each.identity_number}
        for place, debtor in enumerate(self.debtors):
            if debtor.identity_number and debtor.identity_number in creditor_ids:
                raise Refusal(
                    "cases.party_on_both_sides",
                    f"{debtor.name}同时列为申请执行人和被执行人",
                    cure="更正当事人",
                    field=f"debtors.{place}.identity_number",
                )
        if len(self.debtors) > 1 and all(each.liability == "sole" for each in self.debtors):
            raise Refusal(
                "cases.liability_not_stated",
                "有数名被执行人，未写明各自的责任形式",
                cure="对每名被执行人写明连带、按份或补充责任",
                field="debtors",
                provisions=("filing-conditions",),
            )

    def _check_not_filed_before(self, at: Doing) -> None:
        if self.fingerprint and queries.with_fingerprint(at.court_id, self.fingerprint):
            raise Refusal(
                "cases.imported_before",
                "此行已导入过",
                cure="无需重复导入",
                field="fingerprint",
                status=409,
            )
        if self.known_duplicate:
            return
        for number in sorted({title.number for title in self.titles}):
            # two clerks with the same title at once: the second sees the first one's case
            wait_for_turn(f"title:{at.court_id}:{number}")
        duplicates = queries.open_cases_on_title(
            at.court_id,
            [title.number for title in self.titles],
            [each.identity_number for each in self.creditors if each.identity_number],
        )
        if duplicates:
            raise Refusal(
                "cases.duplicate",
                f"同一执行依据已有在办案件 {duplicates[0].docket_number}",
                cure="在原案中办理；确属可分别立案的，勾选“已核对，不是重复立案”",
                field="titles",
                provisions=("no-splitting",),
                details={"cases": [each.docket_number for each in duplicates]},
            )

    def _check_number_free(self, at: Doing) -> None:
        number = self._own_number(at).canonical
        if queries.has_docket(at.court_id, number):
            raise Refusal(
                "cases.docket_taken",
                f"本院已有案号 {number}",
                cure="核对案号；同一案件不必再立",
                field="docket_number",
                provisions=("docket-number-format",),
                status=409,
            )

    def _own_number(self, at: Doing) -> identifiers.DocketNumber:
        number = identifiers.parse_docket_number(self.docket_number)
        if number.legacy:
            return number
        code = number.court_code
        court = at.once(("court of code", code), lambda: courts.court_of_code(code))
        if court is None or court.pk != at.court_id:
            raise Refusal(
                "cases.docket_of_another_court",
                f"案号{self.docket_number}不是本院案号",
                cure="核对案号中的法院代字，或到该院立案",
                field="docket_number",
                provisions=("docket-number-format",),
            )
        return number

    def perform(self, at: Doing) -> dict[str, Any]:
        everyone = registry.register_all((*self.creditors, *self.debtors), at)
        creditors, debtors = everyone[: len(self.creditors)], everyone[len(self.creditors) :]
        related = queries.related_open_cases(at.court_id, [each.pk for each in debtors])
        case = self._make_case(at, creditors, debtors)
        at.opens_case(case.pk)
        appearances = self._make_parties(case, creditors, debtors)
        self._make_titles(case)
        return {
            "case": case.pk,
            "docket_number": case.docket_number,
            "applied_on": self.applied_on,
            "claim_amount": case.claim_amount,
            "debtors": [each.pk for each in appearances if each.role == CaseParty.Role.DEBTOR],
            "related": [each.docket_number for each in related],
        }

    def _make_case(self, at: Doing, creditors: list[Party], debtors: list[Party]) -> Case:
        year, kind, serial, text = self._number(at)
        claim = engine.claim_of([each for title in self.titles for each in title.obligations])
        flags = sorted(
            {*self.flags, *(["涉党政机关"] if any(d.public_body for d in debtors) else [])}
        )
        everyone = [*creditors, *debtors]
        return Case.objects.create(
            court_id=at.court_id,
            docket_number=text,
            docket_year=year,
            docket_type=kind,
            docket_serial=serial,
            source=self.source,
            cause=self.cause,
            applied_on=self.applied_on,
            filed_on=at.on,
            flags=flags,
            series=self.series,
            creditor_names="、".join(each.name for each in creditors)[:400],
            debtor_names="、".join(each.name for each in debtors)[:400],
            names_key=" ".join(names.name_key(each.name) for each in everyone)[:800],
            claim_amount=claim,
            owed_amount=claim,
            owed_on=at.on,
            fingerprint=self.fingerprint,
            remarks=self.remarks,
        )

    def _number(self, at: Doing) -> tuple[int, str, int, str]:
        """Year, type, serial and text: the next of the court, or the number it already has."""
        if self.docket_number:
            number = self._own_number(at)
            serial = 0 if number.legacy else number.serial
            if not number.legacy:
                scope = engine.docket_scope(at.court_id, number.type_code, number.year)
                serials.raise_serial_to(scope, at.court_id, number.serial)
            return number.year, number.type_code, serial, number.canonical
        year = self.applied_on.year
        serial = serials.next_serial(
            engine.docket_scope(at.court_id, ENFORCEMENT, year), at.court_id
        )
        code = courts.code_of(at.court_id, at.on)
        return year, ENFORCEMENT, serial, f"({year}){code}{ENFORCEMENT}{serial}号"

    def _make_parties(
        self, case: Case, creditors: list[Party], debtors: list[Party]
    ) -> list[CaseParty]:
        """The appearances of everyone, creditors first, each side in order."""
        return CaseParty.objects.bulk_create(
            [
                CaseParty(
                    court_id=case.court_id,
                    case=case,
                    party=party,
                    role=CaseParty.Role.CREDITOR,
                    seq=seq,
                    liability="",
                    agent=facts.agent,
                )
                for seq, (party, facts) in enumerate(zip(creditors, self.creditors, strict=True), 1)
            ]
            + [
                CaseParty(
                    court_id=case.court_id,
                    case=case,
                    party=party,
                    role=CaseParty.Role.DEBTOR,
                    seq=seq,
                    liability=facts.liability,
                    share=facts.share,
                )
                for seq, (party, facts) in enumerate(zip(debtors, self.debtors, strict=True), 1)
            ]
        )

    def _make_titles(self, case: Case) -> None:
        for facts in self.titles:
            title = Title.objects.create(
                court_id=case.court_id,
                case=case,
                kind=facts.kind,
                number=facts.number,
                issuer=facts.issuer,
                effective_on=facts.effective_on,
                performance_due_on=facts.performance_due_on,
                operative_text=facts.operative_text,
            )
            Obligation.objects.bulk_create(
                Obligation(
                    court_id=case.court_id,
                    title=title,
                    case=case,
                    seq=seq,
                    kind=item.kind,
                    text=item.text,
                    principal=item.principal,
                    interest_fixed=item.interest_fixed,
                    costs=item.costs,
                    interest_terms=interest_terms_as_stored(item.interest),
                    due_on=item.due_on or facts.performance_due_on,
                )
                for seq, item in enumerate(facts.obligations, 1)
            )

    def journal_line(self, result: Mapping[str, Any]) -> str:
        first = self.titles[0]
        return f"立案 {result['docket_number']}，执行依据{first.number}。"
