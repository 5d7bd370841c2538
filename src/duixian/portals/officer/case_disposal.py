"""The tab of disposal (处置): each thing on its way from property to price, sale and money."""

from __future__ import annotations

from django.utils.translation import gettext as _

from duixian.contexts.disposal import queries as disposal
from duixian.contexts.disposal.models import Appraisal, Auction, Lot, Sale
from duixian.contexts.measures import queries as measures
from duixian.contexts.record.acts import catalogue
from duixian.portals.components import contexts as show
from duixian.portals.components import formats
from duixian.portals.officer.case_reading import Column, Reading, table
from duixian.portals.shell import named

START = "disposal.start_reference_price"
WITHDRAW = "disposal.withdraw_auction"
_OF_PRICING = ("disposal.fix_price_by_agreement", "disposal.replace_appraiser",
    "disposal.record_price_objection",
)  # fmt: skip
Step = tuple[str, str, object, int | None, object]


def disposal_(reading: Reading) -> show.TablesPanel:
    """Each lot with its steps and what comes next; then what could be put up and is not."""
    lots = list(disposal.lots_of(reading.case.pk))
    parts = [_lot(reading, each) for each in lots]
    return show.TablesPanel([*parts, _not_begun(reading, lots)])


def _lot(reading: Reading, lot: Lot) -> show.PanelPart:
    steps = [_property(reading, lot), *_price(reading, lot), *_rounds(reading, lot)]
    columns = [
        Column(_("环节"), width="term"),
        Column(_("内容")),
        Column(_("日期"), "day", "day"),
        Column(_("金额（元）"), "money", "money"),
        Column(_("结果"), width="name"),
    ]
    listed = table(columns, [show.Row(step) for step in steps], lot.asset.description, "")
    note = _(lot.get_state_display())
    actions: list[show.Action] = []
    if lot.is_open:
        following = disposal.next_step(lot, reading.today)
        note = _("%(state)s；下一步：%(words)s") % {"state": note, "words": following.words}
        actions = _next(reading, lot, following.act)
    return show.PanelPart(lot.asset.description, listed, note, actions)


def _next(reading: Reading, lot: Lot, code: str | None) -> list[show.Action]:
    """The act that comes next first, then the others this stage allows."""
    codes = [code] if code is not None else []
    if lot.state == Lot.State.PRICING:
        codes += [each for each in _OF_PRICING if each != code]
    if lot.state == Lot.State.SOLD:
        codes += ["disposal.record_default"]
    codes.append(WITHDRAW)
    found: list[show.Action] = []
    for each in codes:
        about = catalogue.find(each).model_fields
        query = f"?lot={lot.pk}" if "lot" in about else f"?asset={lot.asset_id}"
        found += reading.action(each, query if {"lot", "asset"} & set(about) else "")
    if found and code is not None and named(catalogue.find(code)) == found[0].label:
        first = found[0]
        found[0] = show.Action(first.label, first.href, "main", describe=f"：{lot.asset}")
    return found


# ---- property, price, sale, money


def _property(reading: Reading, lot: Lot) -> Step:
    measure = lot.measure
    held = _("%(kind)s，所有人%(owner)s") % {
        "kind": _(measure.get_kind_display()),
        "owner": lot.asset.owner.party.name,
    }
    ends = (
        show.Term.of(measure.ends_on, reading.today)
        if measure.ends_on is not None and lot.is_open
        else ""
    )
    return (_("财产"), held, lot.started_on, None, ends)


def _price(reading: Reading, lot: Lot) -> list[Step]:
    steps: list[Step] = []
    for each in disposal.appraisals_of(lot.pk):
        steps.append(_appraisal(each))
        steps += [
            (
                _("异议"),
                f"{one.objector.party.name}：{one.content[:60]}",
                one.received_on,
                None,
                _(one.get_outcome_display()) if one.outcome else _("待处理"),
            )
            for one in each.objections.all()
        ]
    if lot.price is not None:
        holds = _("有效期至 %(day)s") % {"day": formats.day(lot.valid_until)}
        stale = lot.is_open and not lot.price_holds_on(reading.today)
        steps.append(
            (
                _("参考价"),
                _(lot.get_price_kind_display()),
                lot.fixed_on,
                lot.price,
                show.Term(show.ClockState.MISSED, _("已失效"))
                if stale
                else holds
                if lot.valid_until is not None
                else _("有效"),
            )
        )
    return steps


def _appraisal(each: Appraisal) -> Step:
    if each.reported:
        words = _("%(agency)s，报告 %(number)s") % {
            "agency": each.agency.name,
            "number": each.report_number,
        }
        until = each.objections_until
        ended = each.ended_reason
        result = ended or (_("异议期至 %(day)s") % {"day": formats.day(until)} if until else "")
        return (_("评估"), words, each.received_on, each.value, result)
    return (_("评估"), each.agency.name, each.entrusted_on, None, each.ended_reason or _("待报告"))


def _rounds(reading: Reading, lot: Lot) -> list[Step]:
    steps: list[Step] = []
    for each in sorted(lot.auctions.all(), key=lambda one: one.pk):
        steps.append(_round(each))
        sale = getattr(each, "sale", None)
        if sale is not None:
            steps += _money(reading, each, sale)
    return steps


def _round(each: Auction) -> Step:
    words = _("%(platform)s，竞价 %(start)s 至 %(end)s，保证金 %(deposit)s 元") % {
        "platform": each.platform,
        "start": formats.moment(each.starts_at),
        "end": formats.moment(each.ends_at),
        "deposit": formats.amount(each.deposit),
    }
    state = f"{_(each.get_state_display())} {each.reason}".strip()
    return (_(each.get_round_display()), words, each.announced_on, each.starting_price, state)


def _money(reading: Reading, auction: Auction, sale: Sale) -> list[Step]:
    """The buyer and the price, then how far the price has been paid."""
    buyer = _("%(buyer)s，%(bids)d 次出价") % {"buyer": sale.buyer, "bids": sale.bids}
    steps: list[Step] = [(_("成交"), buyer, sale.sold_on, sale.price, "")]
    if sale.confirmed_on is not None:
        done = show.Term(show.ClockState.MET, _("已交清，裁定确认"))
        return [*steps, (_("价款"), "", sale.confirmed_on, sale.price, done)]
    if auction.state != Auction.State.SOLD:
        return steps
    paid = disposal.paid_towards(sale)
    words = _("还差 %(missing)s 元，期限至 %(day)s") % {
        "missing": formats.amount(paid.missing),
        "day": formats.day(sale.pay_by),
    }
    state: object = show.Term.of(sale.pay_by, reading.today)
    if not paid.missing:
        words, state = _("已交清"), show.Term(show.ClockState.MET, _("待裁定确认"))
    return [*steps, (_("价款"), words, paid.paid_on, paid.received, state)]


# ---- what could be put up


def _not_begun(reading: Reading, lots: list[Lot]) -> show.PanelPart:
    """Things held effectively that are no lot yet; money needs no sale."""
    begun = {each.asset_id for each in lots if each.is_open}
    standing = {
        each.asset_id: each
        for each in measures.measures_of(reading.case.pk)
        if each.state == "effective" and each.asset.kind != "deposit"
    }
    found = []
    for each in standing.values():
        if each.asset_id in begun:
            continue
        start = reading.action(START, f"?asset={each.asset_id}", _("启动处置"))
        ends = show.Term.of(each.ends_on, reading.today) if each.ends_on else None
        found.append(
            show.Row(
                (
                    _(each.asset.get_kind_display()),
                    each.asset.description,
                    _(each.get_kind_display()),
                    ends,
                    start[0] if start else None,
                )
            )
        )
    columns = [
        Column(_("种类"), width="term"),
        Column(_("财产")),
        Column(_("措施"), width="name"),
        Column(_("剩余"), "term", "term"),
        Column(_("办理"), "act", "act"),
    ]
    title = _("已控制、未启动处置")
    nothing = _("没有已控制而未启动处置的财产。")
    return show.PanelPart(title, table(columns, found, title, nothing))
