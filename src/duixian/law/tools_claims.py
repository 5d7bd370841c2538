"""The larger tools: delay interest and distribution; the check before termination is beside."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from duixian.kernel.money import Fen, yuan
from duixian.law.rules.distribution import Claim, distribution
from duixian.law.tool_fields import Input, Money, Output, Tool, reasons
from duixian.law.tools_interest import INTEREST_TOOLS
from duixian.law.tools_termination import TERMINATION_TOOL


class ClaimIn(Input):
    id: str = Field(title="债权编号")
    principal: Money = Field(title="本金")
    ordinary: Money = Field(default=Fen(0), title="一般债务利息")
    doubled: Money = Field(default=Fen(0), title="加倍部分")
    rank: Literal["secured", "priority", "ordinary"] = Field(default="ordinary", title="性质")
    charge_on_object: bool = Field(default=False, title="对标的物优先")
    charge_order: int = Field(default=1, ge=1, title="优先顺位")
    measure_order: int = Field(default=1, ge=1, title="查封顺位")
    wages: bool = Field(default=False, title="工资")


class DistributionQuestion(Input):
    proceeds: Money = Field(title="所得价款")
    costs: Money = Field(default=Fen(0), title="执行费用")
    debtor: Literal["person", "company"] = Field(title="被执行人")
    claims: list[ClaimIn] = Field(title="债权")
    on: date = Field(title="日期")


class ShareOut(Input):
    id: str = Field(title="债权编号")
    amount: str = Field(title="分得")
    principal: str = Field(title="本金")
    ordinary: str = Field(title="一般债务利息")
    doubled: str = Field(title="加倍部分")
    left: str = Field(title="未受偿")


class DistributionAnswer(Output):
    paid: list[ShareOut] = Field(title="分配")
    costs_paid: str = Field(title="已扣费用")
    rest_to_debtor: str = Field(title="退还被执行人")
    residue_fen_to: list[str] = Field(title="尾差归属")


def _distribution(asked: DistributionQuestion) -> DistributionAnswer:
    found = distribution(
        proceeds=asked.proceeds,
        costs=asked.costs,
        debtor=asked.debtor,
        claims=[Claim(**each.model_dump()) for each in asked.claims],
        on=asked.on,
    )
    return DistributionAnswer(
        paid=[
            ShareOut(
                id=each.id,
                amount=yuan(each.amount),
                principal=yuan(each.principal),
                ordinary=yuan(each.ordinary),
                doubled=yuan(each.doubled),
                left=yuan(each.left),
            )
            for each in found.value.paid
        ],
        costs_paid=yuan(found.value.costs_paid),
        rest_to_debtor=yuan(found.value.rest_to_debtor),
        residue_fen_to=list(found.value.residue_fen_to),
        **reasons(found),
    )


CLAIM_TOOLS: tuple[Tool[Any], ...] = (
    *INTEREST_TOOLS,
    Tool("distribution", "案款分配", DistributionQuestion, DistributionAnswer, _distribution),
    TERMINATION_TOOL,
)
