"""Foreign debts in delay (外币债务的迟延利息): in their currency, or by choice in yuan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from duixian.kernel.findings import Step
from duixian.kernel.money import Fen, half_up_to_fen, yuan
from duixian.law.rules.day_tables import old_rule_ends
from duixian.law.rules.delay_facts import Claim, Conversion, DebtLine, refuse

HOW = {
    "published": "公布的中间价",
    "bank": "境内银行当日中间价",
    "cross_usd": "通过美元套算的中间价",
}


def in_yuan(claim: Claim, currency: str, conversion: Conversion | None) -> Claim:
    """The claim to reckon: in its own currency, or with every item converted to yuan.

    Refuses with `delay_interest.currency_without_rate` where yuan rates would have to be applied
    to foreign money, and with `delay_interest.rate_of_another_day`.
    """
    if conversion is None:
        _check_own_currency(claim, currency)
        return claim
    first = rate_day(claim)
    if conversion.on not in (first, first + timedelta(days=1)):
        raise refuse(
            "rate_of_another_day",
            "conversion.on",
            f"中间价应当取加倍部分起算之日 {first} 的，所填为 {conversion.on}。",
            f"请填 {first} 公布的中间价。",
            ("foreign-currency-delay",),
        )
    if conversion.middle_rate <= 0 or conversion.per <= 0:
        raise refuse(
            "rate_not_positive",
            "conversion.middle_rate",
            "中间价应当大于零。",
            "写每一单位（或者每 per 单位）外币折合人民币多少元。",
        )
    return replace(claim, lines=tuple(_converted(line, conversion) for line in claim.lines))


def rate_day(claim: Claim) -> date:
    """The day whose middle rate is taken: the doubled part's first, not before it existed."""
    return max(claim.first_due, date.fromordinal(old_rule_ends()))


def _check_own_currency(claim: Claim, currency: str) -> None:
    crosses = claim.first_due.toordinal() < old_rule_ends() - 1
    yuan_rates = any(term.series for line in claim.lines for term in line.ordinary)
    if crosses or yuan_rates:
        raise refuse(
            "currency_without_rate",
            "currency",
            f"{currency} 债务没有人民币基准利率或者 LPR 可用。",
            "旧规定期间和按人民币利率计息的部分，请先按规定折算为人民币（conversion）。",
        )
    if claim.costs:
        raise refuse(
            "costs_in_yuan",
            "costs",
            f"诉讼费、保全费以人民币计，不能与 {currency} 债务相加。",
            "请把费用另行计算，或者选择折算人民币（conversion）。",
        )


def _fen(amount: int, conversion: Conversion) -> Fen:
    return half_up_to_fen(Fraction(conversion.middle_rate) * amount / conversion.per)


def _converted(line: DebtLine, conversion: Conversion) -> DebtLine:
    return replace(
        line,
        amount=_fen(line.amount, conversion),
        ordinary=tuple(
            replace(term, principal=_fen(term.principal, conversion)) for term in line.ordinary
        ),
    )


def step(awarded: Claim, claim: Claim, conversion: Conversion) -> Step:
    """The worksheet's line of the conversion."""
    per = f"÷{conversion.per}" if conversion.per != 1 else ""
    before = sum(line.amount for line in awarded.lines)
    after = sum(line.amount for line in claim.lines)
    return Step(
        "申请执行人选择折算人民币",
        f"{yuan(before)}×{conversion.middle_rate}{per}",
        {
            "中间价": str(conversion.middle_rate),
            "日期": conversion.on.isoformat(),
            "依据": HOW[conversion.how],
        },
        yuan(after),
        ("foreign-currency-delay",),
    )
