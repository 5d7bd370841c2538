"""Who decides and who signs which act of enforcement, as a table (审批与签发权限); no numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Power = Literal["implementation", "review", "trial", "supervision"]


@dataclass(frozen=True, slots=True)
class Signing:
    """One act: who approves, who signs, whether a panel decides, which power it belongs to.

    provision: what says so; without it in force the table does not answer for the day;
    open_question: what the texts leave to the court.
    """

    key: str
    title: str
    title_en: str
    approver: str
    power: Power
    provision: str
    panel: bool = False
    officers: str = ""
    provisions: tuple[str, ...] = ()
    open_question: str = ""


_PRESIDENT = "院长"
_NOBODY = "法律没有写明内部审批人"

_ROWS = (
    Signing("fine", "罚款", "Fine", _PRESIDENT, "implementation", "sanction-approval"),
    Signing("detention", "拘留", "Detention", _PRESIDENT, "implementation", "sanction-approval"),
    Signing(
        "summons", "拘传", "Summons by force", _PRESIDENT, "implementation", "sanction-approval"
    ),
    Signing(
        "early_release",
        "提前解除拘留",
        "Early release",
        _PRESIDENT,
        "implementation",
        "detention-steps",
    ),
    Signing("search", "搜查令", "Search warrant", _PRESIDENT, "implementation", "search-warrant"),
    Signing(
        "eviction",
        "强制迁出、退出土地的公告",
        "Eviction notice",
        _PRESIDENT,
        "implementation",
        "eviction-law",
    ),
    Signing(
        "restriction_order",
        "限制消费令",
        "Consumption restriction order",
        _PRESIDENT,
        "implementation",
        "restriction-order",
    ),
    Signing(
        "listing",
        "纳入失信名单决定书",
        "Dishonest-list decision",
        _PRESIDENT,
        "implementation",
        "listing-warning-and-decision",
        open_question="2013年的文本没有写明由院长签发。",
    ),
    Signing(
        "travel_relief",
        "暂时解除乘坐限制",
        "Temporary lift of travel limits",
        _PRESIDENT,
        "implementation",
        "restriction-relief",
    ),
    Signing(
        "termination",
        "终结本次执行程序（申请执行人不签字认可）",
        "Termination without the creditor's consent",
        _PRESIDENT,
        "implementation",
        "termination-basis",
        panel=True,
    ),
    Signing(
        "term_extension",
        "延长执行期限",
        "Extension of the execution term",
        "院长或者副院长",
        "implementation",
        "internal-execution-term",
        provisions=("execution-term-rules",),
        open_question="执行工作规定写明由本院院长批准，内部规定准许副院长批准；此处取后者。",
    ),
    Signing(
        "objection_extension",
        "延长异议复议审查期限",
        "Extension of a review",
        _PRESIDENT,
        "review",
        "objection-review-decision",
    ),
    Signing(
        "party_change_extension",
        "延长变更、追加审查期限",
        "Extension on changing parties",
        _PRESIDENT,
        "review",
        "party-change-term",
    ),
    Signing(
        "bankruptcy_transfer",
        "移送破产审查决定",
        "Transfer to bankruptcy",
        _PRESIDENT,
        "implementation",
        "transfer-decision",
        panel=True,
    ),
    Signing(
        "objection",
        "执行异议、复议裁定",
        "Ruling on an objection",
        "合议庭",
        "review",
        "objection-panel",
        panel=True,
        provisions=("separation-of-powers",),
    ),
    Signing(
        "party_change",
        "变更、追加当事人裁定（事实清楚的除外）",
        "Ruling on parties",
        "合议庭",
        "review",
        "party-change-term",
        panel=True,
    ),
    Signing(
        "award_refusal",
        "不予执行仲裁裁决裁定",
        "Ruling not to enforce an award",
        "合议庭",
        "review",
        "award-refusal",
        panel=True,
    ),
    Signing(
        "notarial_refusal",
        "不予执行公证债权文书裁定",
        "Ruling not to enforce a notarial instrument",
        "合议庭",
        "review",
        "notarial-instrument",
        panel=True,
    ),
    Signing(
        "preservation",
        "财产保全裁定",
        "Preservation ruling",
        "立案、审判机构",
        "trial",
        "preservation-split",
        provisions=("preservation-law",),
    ),
    Signing(
        "outsider_suit",
        "执行异议之诉的判决",
        "Judgment in a suit after an objection",
        "审判庭",
        "trial",
        "third-party-suit",
        panel=True,
    ),
    Signing(
        "exit_ban",
        "限制出境决定",
        "Exit ban",
        _NOBODY,
        "implementation",
        "exit-ban-start",
        open_question="法律只写明由执行法院决定；内部审批人由本院权限清单规定。",
    ),
    Signing(
        "procuratorial_extension",
        "延长回复检察建议的期限",
        "Extension of the answer to a recommendation",
        _PRESIDENT,
        "supervision",
        "procuratorial-suggestion-answer",
    ),
    Signing(
        "major_matter",
        "执行中的重大事项",
        "Major matter of enforcement",
        _PRESIDENT,
        "implementation",
        "panel",
        officers="major-matter-officers",
    ),
    Signing(
        "distribution_plan",
        "分配方案",
        "Distribution plan",
        _NOBODY,
        "implementation",
        "distribution-plan",
        open_question="没有全国规定；由执行法官、执行员或者本院权限清单规定。",
    ),
    Signing(
        "measure",
        "查封、扣押、冻结、划拨裁定",
        "Ruling on a measure",
        _NOBODY,
        "implementation",
        "seizure-and-sale",
        open_question="没有全国规定；由执行法官、执行员或者本院权限清单规定。",
    ),
)

SIGNINGS: Mapping[str, Signing] = {each.key: each for each in _ROWS}
