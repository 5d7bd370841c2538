"""Where a value of a paper came from (来源), in the reader's words instead of the code's names."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from duixian.contexts.record.acts import Act
from duixian.portals.officer.facts import facts_of

# A thing of the record and one of its facts: cases.Case#12.cause, law.provision, act.amount.
_NAMED = re.compile(r"\b([a-z]+)\.([A-Za-z]\w*)(?:\([^)]*\))?(?:#\d+)?(?:\.(\w+))?")


def _things() -> dict[str, str]:
    return {
        "cases.Case": _("案件"),
        "cases.Title": _("执行依据"),
        "cases.Obligation": _("判项"),
        "cases.CaseParty": _("当事人"),
        "parties.Party": _("当事人"),
        "parties.Account": _("收款账户"),
        "courts.Court": _("法院"),
        "courts.CourtCode": _("法院代字"),
        "courts.Person": _("本院人员"),
        "documents.Service": _("送达记录"),
        "documents.Document": _("文书"),
        "record.Doing": _("办理"),
        "record.Draft": _("签批"),
        "record.Entry": _("本案日志"),
        "assets.Asset": _("财产"),
        "measures.Measure": _("控制措施"),
        "disposal.Lot": _("处置"),
        "ledger.Receipt": _("到账"),
        "ledger.CaseAccount": _("执行款专户"),
        "sanctions.Restriction": _("限制消费"),
        "sanctions.Listing": _("失信名单"),
        "closing.TerminationTalk": _("终本约谈"),
        "closing.Closing": _("结案"),
    }


def _rooms() -> dict[str, str]:
    return {
        "law": _("按签发当日的法律"),
        "act": _("办理时填写"),
        "cases": _("案件"),
        "parties": _("当事人"),
        "assets": _("财产"),
        "measures": _("控制措施"),
        "disposal": _("处置"),
        "ledger": _("案款"),
        "distribution": _("案款"),
        "sanctions": _("惩戒"),
        "closing": _("结案"),
        "documents": _("文书"),
        "courts": _("法院"),
        "record": _("本案日志"),
    }


def _facts() -> dict[str, str]:
    return {
        "cause": _("案由"),
        "docket_number": _("案号"),
        "filed_on": _("立案日期"),
        "applied_on": _("收到申请日期"),
        "claim_amount": _("申请标的"),
        "officer": _("承办人"),
        "owner": _("所有人"),
        "panel": _("合议庭"),
        "name": _("姓名或名称"),
        "identity_sealed": _("证件号码"),
        "identity_kind": _("证件种类"),
        "number": _("文号"),
        "bank": _("开户银行"),
        "issuer": _("作出单位"),
        "effective_on": _("生效日期"),
        "performance_due_on": _("履行期限届满日"),
        "kind": _("种类"),
        "amount": _("金额"),
        "starts_on": _("起始日期"),
        "ends_on": _("届满日期"),
        "received_on": _("到账日期"),
        "closed_on": _("结案日期"),
        "held_on": _("约谈日期"),
        "opinion": _("约谈意见"),
        "ground": _("事由"),
        "lift_reason": _("解除事由"),
        "signatures": _("签发人"),
        "on": _("当日"),
    }


def words(source: str, act: type[Act] | None = None) -> str:
    """案件·案由 for cases.Case#12.cause; several sources are joined. act: whose facts were typed."""
    if source.startswith("law"):
        return _rooms()["law"]
    found = (_one(*each, act) for each in _NAMED.findall(source))
    return "、".join(dict.fromkeys(filter(None, found))) or (_rooms()["act"] if source else "")


def _one(room: str, name: str, fact: str, act: type[Act] | None) -> str:
    if room == "act":
        titles = {each.name: each.label for each in facts_of(act)} if act is not None else {}
        return f"{_rooms()['act']}·{titles[name]}" if name in titles else _rooms()["act"]
    thing = _things().get(f"{room}.{name}")
    if thing is None:
        return _rooms().get(room, "")
    known = _facts().get(fact)
    return f"{thing}·{known}" if known is not None else thing
