"""Closing a case whose duty is performed, or that can go no further."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from duixian.contexts.cases.case_act import CaseAct, case_of, forget_case
from duixian.contexts.cases.models import Case
from duixian.contexts.cases.owed import Owed, owed
from duixian.contexts.closing import gathering
from duixian.contexts.closing.models import Closing
from duixian.contexts.distribution import queries as distribution
from duixian.contexts.ledger import queries as ledger
from duixian.contexts.record.acts import Doing, Signature, catalogue
from duixian.contexts.record.facts import Prose
from duixian.contexts.sanctions import queries as sanctions
from duixian.kernel.findings import Refusal
from duixian.kernel.money import display
from duixian.kernel.roles import Role

FINAL_GROUNDS = {
    "withdrawn": "申请人撤销申请",
    "title_revoked": "据以执行的法律文书被撤销",
    "debtor_died": "作为被执行人的公民死亡，无遗产可供执行，又无义务承担人",
    "maintenance_creditor_died": "追索赡养费、扶养费、抚养费案件的权利人死亡",
    "debtor_destitute": "作为被执行人的公民因生活困难无力偿还借款，无收入来源，又丧失劳动能力",
    "settled": "当事人达成执行和解协议且执行标的全部履行或申请终结",
    "bankruptcy": "被执行人被裁定宣告破产",
    "other": "人民法院认为应当终结执行的其他情形",
}


def amounts(at: Doing) -> Owed:
    """What the case comes to today, read once."""
    return at.once("owed", lambda: owed(case_of(at).pk, at.on).value)


def close(at: Doing, way: Case.Closing, reason: str, check: list[dict[str, Any]]) -> Closing:
    """Close the case: its state, its closing row. The clocks end by the entry."""
    case = case_of(at)
    value = amounts(at)
    case.state = Case.State.CLOSED
    case.closed_on = at.on
    case.closing = way.value
    case.owed_amount = value.outstanding
    case.owed_on = at.on
    case.save(update_fields=["state", "closed_on", "closing", "owed_amount", "owed_on"])
    made = Closing.objects.create(
        court_id=case.court_id,
        case=case,
        way=way.value,
        closed_on=at.on,
        owed=value.total,
        collected=value.credited,
        outstanding=value.outstanding,
        reason=reason,
        check_result=check,
        entry_id=at.memo["entry_id"],
    )
    forget_case(at)
    return made


def refuse_unfinished_money(at: Doing) -> None:
    """A Refusal while money of the case lies on its account or is on its way to a payee."""
    case = case_of(at)
    left = ledger.available_in_case(case.pk)
    if left > 0:
        raise Refusal(
            "closing.money_not_paid_out",
            f"案款账上还有 {display(left)} 元未发放",
            cure="先收取执行申请费、发放案款或退还多余款项",
            transient=True,
        )
    if any(each.state == "ordered" for each in distribution.payouts_of(case.pk)):
        raise Refusal(
            "closing.payout_under_way",
            "有案款正在付款中",
            cure="待银行回复后再结案",
            transient=True,
        )
    on_the_way = gathering.levied_on_the_way(case.pk)
    if on_the_way > 0:
        raise Refusal(
            "closing.levied_money_on_the_way",
            f"已扣划的 {display(on_the_way)} 元还没有到账",
            cure="待扣划款到账并发放或退还后再结案",
            transient=True,
        )


def refuse_still_held(at: Doing) -> None:
    """Nobody stays frozen, restricted or listed in a case that is over."""
    in_force = gathering.measures_in_force(case_of(at).pk)
    if in_force:
        raise Refusal(
            "closing.measures_in_force",
            f"还有 {len(in_force)} 项查封、冻结未解除",
            cure="先解除全部措施",
            transient=True,
        )
    restricted = sanctions.restrictions_in_force(case_of(at).pk)
    listed = sanctions.listings_in_force(case_of(at).pk)
    if restricted or listed:
        raise Refusal(
            "closing.restrictions_in_force",
            "还有限制消费或失信信息未解除",
            cure="先解除限制消费、删除失信信息",
            transient=True,
        )


@catalogue.add
class CloseAsExecuted(CaseAct):
    """执行完毕结案: nothing is owed any more, the money is paid out, every hold is lifted."""

    code, title, title_en = "closing.close_as_executed", "执行完毕结案", "Close as fully executed"
    done_by = (Role.OFFICER,)
    signed_by = (Signature(Role.BUREAU_DIRECTOR),)
    under = ("full-execution", "closing-modes")
    document = "closing_notice"
    irreversible = True

    other_items_performed: bool = Field(default=False, title="行为、交付等其他判项已履行")
    note: Prose = Field(default="", title="说明")

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        left = amounts(at).outstanding
        if left > 0:
            raise Refusal(
                "closing.still_owed",
                f"尚欠 {display(left)} 元",
                cure="全部履行后再以执行完毕结案；符合条件的可终结本次执行程序",
                provisions=("full-execution",),
                transient=True,
            )
        to_come = amounts(at).to_come
        if to_come > 0:
            raise Refusal(
                "closing.not_yet_due",
                f"还有 {display(to_come)} 元尚未到期，义务没有全部履行",
                cure="到期并履行后再以执行完毕结案",
                provisions=("full-execution",),
                transient=True,
            )
        refuse_unfinished_money(at)
        refuse_still_held(at)

    def check(self, at: Doing) -> None:
        super().check(at)
        if gathering.has_other_items(case_of(at).pk) and not self.other_items_performed:
            raise Refusal(
                "closing.other_items_open",
                "本案还有行为或者交付的判项",
                cure="确认已履行后勾选",
                field="other_items_performed",
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        made = close(at, Case.Closing.EXECUTED, self.note, [])
        return {
            "closing": made.pk,
            "way": made.way,
            "collected": made.collected,
            "closed_on": at.on,
        }

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        case = case_of(at)
        return {
            "addressee": "、".join(filter(None, (case.creditor_names, case.debtor_names))),
            "outcome": "生效法律文书确定的义务已全部履行",
            "collected": result["collected"],
            "paid": distribution.ordered_or_paid(case.pk, "claim"),
            "fee": ledger.fee_taken(case.pk),
            "returned": distribution.ordered_or_paid(case.pk, "surplus"),
            "closing_mode": "执行完毕",
            "closed_on": at.on,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"执行完毕结案，到位 {display(result['collected'])} 元。"


@catalogue.add
class CloseAsFinallyTerminated(CaseAct):
    """终结执行: a ground of law ends the enforcement for good."""

    code, title, title_en = (
        "closing.close_as_finally_terminated",
        "终结执行",
        "Terminate enforcement finally",
    )
    done_by = (Role.OFFICER,)
    signed_by = (Signature(Role.PANEL_JUDGE, people=3), Signature(Role.PRESIDENT))
    under = ("final-termination",)
    document = "ruling_final_termination"
    irreversible = True

    ground: Literal[
        "withdrawn",
        "title_revoked",
        "debtor_died",
        "maintenance_creditor_died",
        "debtor_destitute",
        "settled",
        "bankruptcy",
        "other",
    ] = Field(title="终结事由")
    explanation: Prose = Field(min_length=1, title="情况说明")

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {"ground": list(FINAL_GROUNDS.items())}

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        refuse_unfinished_money(at)
        refuse_still_held(at)

    def perform(self, at: Doing) -> dict[str, Any]:
        made = close(at, Case.Closing.FINALLY_TERMINATED, FINAL_GROUNDS[self.ground], [])
        return {"closing": made.pk, "way": made.way, "closed_on": at.on}

    def document_values(self, at: Doing, result: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"ground": FINAL_GROUNDS[self.ground], "explanation": self.explanation}

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"终结执行：{FINAL_GROUNDS[self.ground]}。"
