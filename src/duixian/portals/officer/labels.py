"""Words for values that acts fix in code (可选值): Chinese, with English through the catalogue.

Values already written in Chinese name themselves; acts that offer `choices` have their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from duixian.contexts.assets.facts import KINDS
from duixian.contexts.assets.models import Asset, Institution
from duixian.contexts.cases.acts_filing import COMPETENCE, FLAGS
from duixian.contexts.cases.facts import TITLE_KINDS
from duixian.contexts.cases.models import CaseParty, Obligation
from duixian.contexts.distribution.models import PlanClaim
from duixian.contexts.ledger.models import Receipt
from duixian.contexts.parties.models import Party
from duixian.kernel.roles import Role

_LEVELS = {"high": "高级人民法院", "intermediate": "中级人民法院", "basic": "基层人民法院"}
# By owner and name of the fact, or by the name alone where it always means the same.
_WORDS: dict[str, dict[Any, str]] = {
    "cases.file_case.competence": COMPETENCE,
    "cases.file_case.creditors.kind": dict(Party.Kind.choices),
    "cases.file_case.debtors.kind": dict(Party.Kind.choices),
    "cases.file_case.debtors.liability": dict(CaseParty.Liability.choices),
    "cases.file_case.titles.obligations.kind": dict(Obligation.Kind.choices),
    "assets.file_declaration.kind": {"first": "首次报告", "supplement": "补充报告"},
    "distribution.draw_up_plan.claims.rank": dict(PlanClaim.Rank.choices),
    "distribution.pay_out.purpose": {"claim": "执行款", "surplus": "退还余款"},
    "documents.issue_document.kind": {"general_notice": "通知书", "general_ruling": "执行裁定书"},
    "measures.confirm_measure.outcome": {"effective": "已生效", "queued": "轮候"},
    "how": dict(Receipt.How.choices),
    "found_by": dict(Asset.FoundBy.choices),
    "channel": dict(Institution.Channel.choices),
    "level": _LEVELS,
    "series": {"": "按固定年利率", "lpr": "贷款市场报价利率", "benchmark": "人民银行贷款基准利率"},
    "role": {role.value: role.title for role in Role if role is not Role.SYSTEM},
    "items.kind": dict(KINDS),
    "changes.kind": dict(KINDS),
}
# Facts that are free text in the schema but chosen from a list all the same.
_LISTS: dict[str, tuple[str, ...]] = {
    "cases.file_case.flags": FLAGS,
    "cases.file_case.titles.kind": TITLE_KINDS,
}


def options(owner: str, name: str, values: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    """Pairs of value and label of a fact that is chosen; empty when it is not."""
    full = f"{owner}.{name}"
    if full in _LISTS:
        return tuple((each, each) for each in _LISTS[full])
    last = f"{owner.rsplit('.', 1)[-1]}.{name}"
    words = _WORDS.get(full) or _WORDS.get(last) or _WORDS.get(name, {})
    return tuple((str(value), words.get(value, str(value))) for value in values)
