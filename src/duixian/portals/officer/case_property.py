"""The tab of property and measures: what was found, what holds it, who was asked, where it stands."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from duixian.contexts.assets import queries as assets
from duixian.contexts.closing import gathering
from duixian.contexts.measures import queries as measures
from duixian.contexts.measures.models import Measure
from duixian.portals.components import contexts as show
from duixian.portals.officer import waiting
from duixian.portals.officer.case_reading import Column, Reading, table
from duixian.workflow.outstanding import outstanding


def property_(reading: Reading) -> show.TablesPanel:
    """What was found, what holds it, what institutions were asked, where it stands."""
    return show.TablesPanel(
        [
            *_unended(reading),
            _things(reading),
            _measures(reading),
            _orders(reading),
            _inquiries(reading),
            _leads(reading),
        ]
    )


def _unended(reading: Reading) -> list[show.PanelPart]:
    """What was asked outside and has no end yet, first, with what to do about it."""
    found = outstanding(reading.case.court_id, case_id=reading.case.pk)
    if not found:
        return []
    listed = waiting.table(found, reading.actor, reading.today, of_case=True)
    return [show.PanelPart(_("未了事项"), listed)]


def _things(reading: Reading) -> show.PanelPart:
    live = {each.asset_id: each for each in measures.measures_of(reading.case.pk) if each.alive}
    found = []
    for each in reading.things:
        held = live.get(each.pk)
        state = held.get_state_display() if held is not None else each.get_state_display()
        worth = gathering.worth_to_case(each, held)
        found.append(
            show.Row(
                (
                    each.get_kind_display(),
                    each.description,
                    each.owner.party.name,
                    worth,
                    f"{_(state)} {each.exempt_reason}".strip(),
                    _thing_action(reading, each, held),
                )
            )
        )
    columns = [
        Column(_("种类"), width="term"),
        Column(_("财产")),
        Column(_("所有人"), width="name"),
        Column(_("价值（元）"), "money", "money"),
        Column(_("状态"), width="name"),
        Column(_("办理"), "act", "act"),
    ]
    more = [
        *reading.action("assets.register_asset"),
        *reading.action("assets.record_survey_step"),
    ]
    listed = table(columns, found, _("财产"), _("还没有查到财产。"))
    return show.PanelPart(_("财产"), listed, actions=more)


def _thing_action(reading: Reading, thing: assets.Asset, held: Any) -> show.Action | None:
    if held is not None or thing.state not in ("found", "released"):
        return None
    if thing.kind == "deposit":
        found = reading.action("measures.freeze_deposit", label=_("冻结"))
    else:
        found = reading.action("measures.seal_up", f"?asset={thing.pk}", _("查封"))
    return found[0] if found else None


def _state_words(measure: Measure) -> str:
    """轮候 2: the place in the queue is told only of what waits in one."""
    queued = measure.state == Measure.State.QUEUED and measure.rank
    return _(measure.get_state_display()) + (f" {measure.rank}" if queued else "")


def _measures(reading: Reading) -> show.PanelPart:
    found = []
    for each in measures.measures_of(reading.case.pk):
        ends = show.Term.of(each.ends_on, reading.today) if each.ends_on and each.alive else None
        renew = []
        if each.state == "effective" and each.kind != "levy":
            renew = reading.action("measures.renew", f"?measure={each.pk}", _("续行"))
        found.append(
            show.Row(
                (
                    _(each.get_kind_display()),
                    each.asset.description,
                    each.held_amount or each.levied_amount or each.ordered_amount,
                    each.starts_on,
                    each.ends_on,
                    ends,
                    _state_words(each),
                    renew[0] if renew else None,
                )
            )
        )
    columns = [
        Column(_("措施"), width="num"),
        Column(_("财产")),
        Column(_("金额（元）"), "money", "money"),
        Column(_("自"), "day", "day"),
        Column(_("至"), "day", "day"),
        Column(_("剩余"), "term", "term"),
        Column(_("状态"), width="term"),
        Column(_("办理"), "act", "money"),
    ]
    more = [
        *reading.action("measures.levy_deposit"),
        *reading.action("measures.lift"),
    ]
    listed = table(columns, found, _("控制措施"), _("还没有采取控制措施。"))
    return show.PanelPart(_("控制措施"), listed, actions=more)


def _orders(reading: Reading) -> show.PanelPart:
    """Orders to institutions; those carried over the counter are recorded here by hand."""
    found = []
    for each in measures.orders_of(reading.case.pk):
        by_hand = []
        if not each.by_network and each.state in ("to_send", "sent", "failed"):
            code = _RECEIPTS.get(each.kind, "measures.confirm_measure")
            by_hand = reading.action(code, f"?order={each.pk}", _("登记回执"))
        found.append(
            show.Row(
                (
                    each.institution.name,
                    _(each.get_kind_display()),
                    each.amount,
                    each.ordered_on,
                    f"{_(each.get_state_display())} {each.reason}".strip(),
                    by_hand[0] if by_hand else None,
                )
            )
        )
    columns = [
        Column(_("协助单位")),
        Column(_("事项"), width="name"),
        Column(_("金额（元）"), "money", "money"),
        Column(_("日期"), "day", "day"),
        Column(_("状态"), width="name"),
        Column(_("办理"), "act", "act"),
    ]
    return show.PanelPart(_("协助执行"), table(columns, found, _("协助执行"), _("没有协助事项。")))


_RECEIPTS = {
    "lift": "measures.confirm_lift",
    "lift_queued": "measures.confirm_lift",
    "reduce": "measures.confirm_lift",
    "levy": "measures.confirm_levy",
}


def _inquiries(reading: Reading) -> show.PanelPart:
    found = [
        show.Row(
            (
                each.institution.name,
                each.debtor.party.name,
                each.ordered_on,
                each.answered_on,
                f"{_(each.get_state_display())} {each.reason}".strip(),
            )
        )
        for each in assets.inquiries_of(reading.case.pk)
    ]
    columns = [
        Column(_("查询单位")),
        Column(_("被执行人"), width="name"),
        Column(_("发起"), "day", "day"),
        Column(_("反馈"), "day", "day"),
        Column(_("状态"), width="name"),
    ]
    progress = assets.progress_of([reading.case.pk]).get(reading.case.pk)
    note = ""
    if progress is not None:
        words = {"done": progress.answered, "all": progress.asked}
        note = _("已反馈 %(done)d/%(all)d") % words
    listed = table(columns, found, _("查询"), _("还没有发起查询。"))
    return show.PanelPart(_("查询"), listed, note, reading.action("assets.send_inquiries"))


def _leads(reading: Reading) -> show.PanelPart:
    found = []
    for each in assets.leads_of(reading.case.pk):
        verify = []
        if not each.outcome:
            verify = reading.action("assets.verify_lead", f"?lead={each.pk}", _("核实"))
        done = _(each.get_outcome_display()) if each.outcome else _("待核实")
        found.append(
            show.Row((each.description[:80], each.reported_by, done, verify[0] if verify else None))
        )
    columns = [
        Column(_("线索")),
        Column(_("提供人"), width="name"),
        Column(_("结果"), width="name"),
        Column(_("办理"), "act", "act"),
    ]
    listed = table(columns, found, _("财产线索"), _("没有财产线索。"))
    return show.PanelPart(_("财产线索"), listed, actions=reading.action("assets.report_lead"))
