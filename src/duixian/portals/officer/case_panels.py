"""The tabs of a case: journal, property and measures, money, papers, people, related, clocks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from duixian.contexts.cases import queries as cases
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.distribution import queries as distribution
from duixian.contexts.ledger import queries as ledger
from duixian.contexts.record import queries as record
from duixian.contexts.record.acts import catalogue
from duixian.contexts.record.models import Entry
from duixian.contexts.sanctions import queries as sanctions
from duixian.kernel import clock
from duixian.kernel.findings import Refusal
from duixian.portals.components import contexts as show
from duixian.portals.officer import case_clocks, case_disposal, case_property, rows, waiting
from duixian.portals.officer.case_reading import Column, Reading, table
from duixian.portals.shell import named

JOURNAL = 30  # lines at first
MONEY_ACTS = ("ledger.", "distribution.")


# ---- journal


def journal(reading: Reading) -> show.JournalPanel:
    """The journal, newest first, by whom it was done."""
    here = f"{reverse('officer:case', args=[reading.case.pk])}?tab=journal"
    only = reading.request.GET.get("only", "")
    entries = record.journal_of(reading.case.pk)
    people, system = record.entry_counts(reading.case.pk)
    kinds = {
        "": (_("全部"), entries, people + system),
        "people": (_("本院行为"), entries.filter(person_id__isnull=False), people),
        "system": (_("系统自动"), entries.filter(person_id=None), system),
    }
    chosen = kinds.get(only, kinds[""])[1]
    whole = "all" in reading.request.GET
    found = list(chosen if whole else chosen[: JOURNAL + 1])
    older = None
    if not whole and len(found) > JOURNAL:
        found = found[:JOURNAL]
        older = show.Link(_("看更早的"), f"{here}&only={only}&all")
    papers = {each.entry_id: [] for each in reading.papers}
    for paper in reading.papers:
        link = show.Link(paper.title, reverse("officer:document", args=[paper.pk]))
        papers[paper.entry_id].append(link)
    last = found[0] if found and not only else entries.first()
    return show.JournalPanel(
        lines=[_line(each, papers.get(each.pk, [])) for each in found],
        filters=[
            show.Tab(title, f"{here}&only={key}", count, key == only)
            for key, (title, _rows, count) in kinds.items()
        ],
        chain_note=_("末项 %(hash)s") % {"hash": f"{last.hash[:4]}·{last.hash[-4:]}"}
        if last is not None
        else "",
        older=older,
        whole=whole,
    )


def _line(entry: Entry, papers: list[show.Link]) -> show.JournalLine:
    same_day = clock.civil_date(entry.recorded_at) == entry.occurred_on
    happened = (
        entry.recorded_at
        if same_day
        else datetime.combine(entry.occurred_on, time(0), tzinfo=clock.CHINA)
    )
    try:
        title = named(catalogue.find(entry.act))
    except Refusal:  # an act no longer in the catalogue
        title = entry.act
    by = entry.person_name
    if entry.signers:
        by += "；" + "、".join(each["name"] for each in entry.signers) + _(" 签发")
    return show.JournalLine(
        entry.seq,
        happened,
        title,
        entry.line,
        entry.recorded_at,
        papers,
        by,
        paid=entry.act == "distribution.confirm_payout",
        day_only=not same_day,
    )


# ---- money


def money(reading: Reading) -> show.TablesPanel:
    """The case account: receipts, payouts, every movement."""
    account = ledger.account_of_case(reading.case.pk)
    note = ""
    if account is not None:
        note = _("分户 %(number)s") % {"number": account.number}
    receipts = [
        show.Row(
            (
                each.number,
                _(each.get_how_display()),
                each.payer,
                each.received_on,
                each.amount,
                each.left,
            )
        )
        for each in ledger.receipts_of(reading.case.pk)
    ]
    came = table(
        [
            Column(_("编号"), width="name"),
            Column(_("方式"), width="name"),
            Column(_("付款人")),
            Column(_("到账"), "day", "day"),
            Column(_("金额（元）"), "money", "money"),
            Column(_("待发（元）"), "money", "money"),
        ],
        receipts,
        _("到账"),
        _("还没有案款到账。"),
    )
    payouts = [
        show.Row(
            (
                each.number,
                each.account_name,
                each.account_masked,
                each.ordered_on,
                each.amount,
                _payout_state(each),
                _settling(reading, each),
            )
        )
        for each in distribution.payouts_of(reading.case.pk)
    ]
    went = table(
        [
            Column(_("编号"), width="name"),
            Column(_("收款人")),
            Column(_("账户"), width="name"),
            Column(_("日期"), "day", "day"),
            Column(_("金额（元）"), "money", "money"),
            Column(_("状态")),
            Column(_("办理"), "act", "act"),
        ],
        payouts,
        _("发放"),
        _("还没有发放。"),
    )
    return show.TablesPanel(
        [
            show.PanelPart(_("到账"), came, note, reading.action("ledger.record_receipt")),
            show.PanelPart(_("发放"), went, actions=reading.action("distribution.pay_out")),
        ]
    )


def _payout_state(payout: Any) -> show.Term | str:
    """Where a payment is; one without an end says why, and who brings it further."""
    if payout.state == "paid":
        return show.Term(show.ClockState.PAID, _("已发放"))
    if payout.state == "ordered" and (payout.doubt or payout.trouble):
        return "；".join((waiting.state_of(payout), waiting.next_step_of(payout)))
    return f"{_(payout.get_state_display())} {payout.failure}".strip()


def _settling(reading: Reading, payout: Any) -> tuple[show.Action, ...] | None:
    """What finance may record of a payment by hand."""
    if payout.state != "ordered" or not reading.may(waiting.CONFIRM):
        return None
    return waiting.settling(payout)


# ---- papers


def papers(reading: Reading) -> show.TablesPanel:
    """Papers with their services, and the index of the file."""
    found = []
    for each in reading.papers:
        served = [service for service in each.services.all() if service.succeeded]
        serve = []
        if each.must_be_served and not served:
            serve = reading.action("documents.record_service", f"?documents={each.pk}", _("送达"))
        if served:
            words = _("已送达 %(count)d 人") % {"count": len(served)}
        else:
            words = _("未送达") if each.must_be_served else ""
        found.append(
            show.Row(
                (
                    show.Link(each.title, reverse("officer:document", args=[each.pk])),
                    each.number,
                    each.addressee[:40],
                    each.issued_on,
                    words,
                    serve[0] if serve else None,
                )
            )
        )
    columns = [
        Column(_("文书"), "link"),
        Column(_("文号"), "docket", "docket"),
        Column(_("主送")),
        Column(_("日期"), "day", "day"),
        Column(_("送达"), width="name"),
        Column(_("办理"), "act", "act"),
    ]
    index = reverse("officer:file_index", args=[reading.case.pk])
    listed = table(columns, found, _("文书"), _("还没有文书。"))
    more = [
        show.Action(_("卷内目录"), index),
        *reading.action("documents.record_service"),
        *reading.action("documents.issue_document"),
    ]
    return show.TablesPanel([show.PanelPart(_("文书"), listed, actions=more)])


# ---- people, related cases, clocks


def people(reading: Reading) -> show.TablesPanel:
    """Who is in the case, what stands against each, who handles it."""
    restricted = {each.debtor_id for each in sanctions.restrictions_in_force(reading.case.pk)}
    listed = {each.debtor_id for each in sanctions.listings_in_force(reading.case.pk)}
    found = []
    for each in reading.parties:
        tags = []
        if each.pk in restricted:
            tags.append(show.Tag(_("限制消费"), "late"))
        if each.pk in listed:
            tags.append(show.Tag(_("失信名单"), "late"))
        if each.party.standing != "present":
            tags.append(show.Tag(_(each.party.get_standing_display())))
        liable = _(each.get_liability_display()) if each.liability else ""
        found.append(
            show.Row(
                (
                    _(each.get_role_display()),
                    each.party.name,
                    each.party.identity_masked,
                    liable,
                    each.share,
                    tuple(tags),
                )
            )
        )
    columns = [
        Column(_("身份"), width="name"),
        Column(_("姓名或名称")),
        Column(_("证件号码")),
        Column(_("责任"), width="name"),
        Column(_("份额（元）"), "money", "money"),
        Column(_("标记"), "tags", "tags"),
    ]
    parties = table(columns, found, _("当事人"), "")
    more = [
        *reading.action("sanctions.restrict_consumption"),
        *reading.action("sanctions.list_dishonest"),
    ]
    staff = [show.Row((_("承办人"), reading.case.officer.name))] if reading.case.officer else []
    staff += [
        show.Row((_("审判长") if each.presiding else _("合议庭成员"), each.person.name))
        for each in cases.panel_of(reading.case.pk)
    ]
    by = table([Column(_("职务")), Column(_("姓名"))], staff, _("承办"), _("还没有分案。"))
    return show.TablesPanel(
        [
            show.PanelPart(_("当事人"), parties, actions=more),
            show.PanelPart(_("本院人员"), by, actions=reading.action("cases.assign_officer")),
        ]
    )


def related(reading: Reading) -> show.TablesPanel:
    """Open cases of the court against the same debtors."""
    found = [
        show.Row(
            (
                show.Link(each.docket_number, reverse("officer:case", args=[each.pk])),
                rows.parties_of(each),
                each.filed_on,
                rows.owed(each),
            ),
            href=reverse("officer:case", args=[each.pk]),
        )
        for each in reading.related
    ]
    columns = [
        Column(_("案号"), "docket", "docket"),
        Column(_("申请执行人 → 被执行人"), "parties"),
        Column(_("立案"), "day", "day"),
        rows.owed_column(),
    ]
    listed = table(columns, found, _("关联案件"), _("没有同一被执行人的其他在办案件。"))
    return show.TablesPanel([show.PanelPart(_("同一被执行人"), listed)])


def clocks(reading: Reading) -> show.TablesPanel:
    """Every clock there ever was, each with how its due day came about."""
    found = []
    for each in deadlines.of_case(reading.case.pk):
        state, days = case_clocks.state_of(each, reading.today)
        words = _(each.get_state_display())
        if each.late:
            words = _("迟 %(days)d 天") % {"days": days}
        found.append(
            show.Row(
                (
                    named(deadlines.node_of(each)),
                    each.started_on,
                    each.due_on or each.unknown_because,
                    each.ended_on,
                    words
                    if each.ended_on
                    else (rows.term(each, reading.today) or show.Term(state, words)),
                    show.Link(_("依据"), reverse("officer:clock_basis", args=[each.pk])),
                )
            )
        )
    columns = [
        Column(_("节点")),
        Column(_("起算"), "day", "day"),
        Column(_("届满"), "day", "day"),
        Column(_("办结"), "day", "day"),
        Column(_("状态"), "term", "term"),
        Column(_("依据"), "link"),
    ]
    return show.TablesPanel(
        [show.PanelPart(_("期限"), table(columns, found, _("期限"), _("还没有期限。")))]
    )


PANELS: dict[str, Callable[[Reading], Any]] = {
    "journal": journal,
    "property": case_property.property_,
    "disposal": case_disposal.disposal_,
    "money": money,
    "papers": papers,
    "people": people,
    "related": related,
    "clocks": clocks,
}
