"""What is wrong with the facts of a late debt (迟延债务事实的核对), told field by field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from duixian.kernel.findings import Refusal
from duixian.kernel.money import Fen
from duixian.law.rules.delay_account import LAW_ORDER, item_kinds
from duixian.law.rules.delay_facts import (
    CONVERSIONS,
    NEED_A_RULING,
    RUNNING_GROUNDS,
    STOPPING_GROUNDS,
    Claim,
    DebtLine,
    DelayPause,
    OrdinaryInterest,
    Payment,
    refuse,
)


def check(claim: Claim, *, with_base: bool) -> None:
    """`with_base`: the first line was given as `base`. Refuse with `delay_interest.*` the first fact that cannot be."""
    if claim.costs < 0:
        raise refuse("negative_amount", "costs", "金额不能是负数。", "请核对费用金额。")
    for index, line in enumerate(claim.lines):
        given = index - 1 if with_base else index
        _check_line(line, "base" if given < 0 else f"lines[{given}].amount")
    if claim.until < claim.first_due:
        raise refuse(
            "ends_before_due",
            "until",
            f"计算截止日 {claim.until} 早于履行期限届满日 {claim.first_due}，没有迟延。",
            "请核对两个日期。",
        )
    for index, payment in enumerate(claim.payments):
        _check_payment(index, payment, claim.until)
    for index, pause in enumerate(claim.pauses):
        _check_pause(index, pause)
    order = claim.choices.agreed_order
    if order is not None and sorted(order) != sorted(LAW_ORDER):
        raise refuse(
            "order_not_whole",
            "choices.agreed_order",
            "约定的抵充顺序应当把五项各写一次。",
            "五项为 " + "、".join(LAW_ORDER) + "。",
        )


def _check_line(line: DebtLine, field: str) -> None:
    if line.amount < 0:
        raise refuse("negative_amount", field, "金额不能是负数。", "请核对债务金额。")
    if line.kind not in item_kinds():
        raise refuse(
            "unknown_kind",
            field.replace("amount", "kind"),
            f"没有登记过判项种类“{line.kind}”。",
            "可用的种类：" + "、".join(f"{k}（{r['title']}）" for k, r in item_kinds().items()),
        )
    for term in line.ordinary:
        if term.principal < 0:
            raise refuse(
                "negative_amount", "ordinary.principal", "金额不能是负数。", "请核对计息本金。"
            )


def _check_payment(index: int, payment: Payment, until: date) -> None:
    field = f"payments[{index}]"
    if payment.amount <= 0:
        raise refuse(
            "payment_not_positive", f"{field}.amount", "付款金额应当大于零。", "请核对付款记录。"
        )
    if payment.how != "paid":
        _check_conversion(field, payment)
    if payment.ends_on > until:
        raise refuse(
            "payment_after_end",
            f"{field}.on",
            f"付款日 {payment.ends_on} 晚于计算截止日 {until}。",
            "请把截止日改为付款日或者以后，或者去掉这笔付款。",
        )


def _check_conversion(field: str, payment: Payment) -> None:
    if payment.how == "frozen":
        raise refuse(
            "freezing_is_no_payment",
            f"{field}.how",
            "冻结本身不停止计算利息，不是清偿。",
            "请写划拨、提取之日；尚未划拨的，去掉这一笔。",
            ("delay-end",),
        )
    if payment.how not in CONVERSIONS:
        raise refuse(
            "unknown_conversion",
            f"{field}.how",
            f"没有登记过清偿方式“{payment.how}”。",
            "可用的方式：" + "、".join(CONVERSIONS) + "。",
        )
    if payment.how in NEED_A_RULING and payment.effective_on is None:
        raise refuse(
            "no_effective_day",
            f"{field}.effective_on",
            f"{CONVERSIONS[payment.how]}，没有写明这一天。",
            "请填裁定生效之日或者变价完成之日。",
            ("delay-end",),
        )


def _check_pause(index: int, pause: DelayPause) -> None:
    if pause.end < pause.start:
        raise refuse(
            "pause_ends_before_start",
            f"pauses[{index}].to",
            "暂停的结束日早于开始日。",
            "请核对暂停的起止日期。",
        )
    if pause.ground not in STOPPING_GROUNDS and pause.ground not in RUNNING_GROUNDS:
        listed = "、".join((*STOPPING_GROUNDS, *RUNNING_GROUNDS))
        raise refuse(
            "unknown_ground",
            f"pauses[{index}].ground",
            f"没有登记过暂停事由“{pause.ground}”。",
            f"可用的事由：{listed}。",
        )


def check_lines_alone(
    base: Fen | None,
    performance_due: date | None,
    terms: Sequence[OrdinaryInterest],
    lines: Sequence[DebtLine],
) -> None:
    """Without `base` and its day there must be lines, and nothing that hangs on `base`."""
    if base is not None or (not lines and performance_due is not None) or not lines:
        field = "performance_due" if base is not None else "base"
        raise refuse(
            "nothing_owed",
            field,
            "没有写明债务金额和履行期限届满日。",
            "请填 base 和 performance_due，或者在 lines 中逐项写明。",
        )
    if terms:
        raise refuse(
            "ordinary_without_base",
            "ordinary",
            "一般债务利息没有所属的债务项目。",
            "请把一般债务利息写在 lines 的那一项里，或者填 base。",
        )


def conversion_of_yuan() -> Refusal:
    """A debt in yuan is not converted."""
    return refuse(
        "conversion_of_yuan",
        "conversion",
        "人民币债务不需要折算。",
        "请去掉 conversion，或者把 currency 写成外币。",
    )
