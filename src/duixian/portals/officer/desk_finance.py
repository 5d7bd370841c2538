"""The desk of finance (财务工作台): payments to settle, money waiting, unknown money, the bank."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.distribution import queries as distribution
from duixian.contexts.distribution.models import Payout
from duixian.contexts.ledger import court_accounts, queries_finance
from duixian.contexts.ledger import queries as ledger
from duixian.contexts.ledger.models import Receipt
from duixian.contexts.record import queries as record
from duixian.contexts.record.actors import Actor
from duixian.portals.components import contexts as show
from duixian.portals.components import formats
from duixian.portals.officer import desk_parts, rows, waiting
from duixian.portals.officer.act_parts import act_href
from duixian.portals.officer.desk_parts import Part

SHOWN = 100
DAYS_COMPARED = 5
ACCOUNT = "ledger.open_court_account"
COURT_ACTS = ("ledger.record_unknown_receipt", "ledger.enter_statement")
Column = show.Column


def page_of(request: HttpRequest, actor: Actor, today: date) -> show.DeskPage:
    """What waits for finance; each tab is read when it is opened."""
    court = actor.court_id
    paying = distribution.under_way(court).aggregate(number=Count("id"), sum=Sum("amount"))
    waiting = ledger.waiting_payout(court).order_by()
    held = waiting.aggregate(number=Count("id"), sum=Sum("amount"), paid=Sum("disbursed"))
    unknown = (
        ledger.unknown_receipts(court).order_by().aggregate(number=Count("id"), sum=Sum("amount"))
    )
    signing = record.drafts_waiting_for(actor).count()
    missing = ledger.lines_not_booked(court).count()
    parts = (
        Part("pay", _("待付款"), paying["number"], lambda _here: _payouts(actor, today)),
        Part("sign", _("等我签发"), signing, lambda _here: desk_parts.signing(actor)),
        Part("waiting", _("案款待发"), held["number"], lambda _here: _waiting(court, today)),
        Part("unknown", _("不明款"), unknown["number"], lambda _here: _unknown(court, today)),
        Part("receipts", _("到账"), None, lambda _here: _receipts(court)),
        Part("bank", _("对账"), missing, lambda _here: _reconciled(court)),
    )
    current = desk_parts.opened(parts, request.GET.get("view", ""))
    left = (held["sum"] or 0) - (held["paid"] or 0)
    return show.DeskPage(
        today=today,
        title=_("财务工作台"),
        lead=format_html(
            _("待付款 <b>{} 笔 {} 元</b>，案款待发 {} 笔 {} 元，不明款 {} 笔 {} 元。"),
            paying["number"],
            formats.amount(paying["sum"] or 0),
            held["number"],
            formats.amount(left),
            unknown["number"],
            formats.amount(unknown["sum"] or 0),
        ),
        tabs=desk_parts.tabs(parts, current),
        table=current.table(desk_parts.address(current)),
        side=[_account(actor), _doubts(actor, today)],
        actions=desk_parts.court_acts(actor, COURT_ACTS),
    )


# ---- payments


def _payouts(actor: Actor, today: date) -> show.Table:
    """Payments the bank has not settled: paid at the counter, in doubt, or under way."""
    found = [_payout(each, today) for each in distribution.to_settle(actor.court_id)[:SHOWN]]
    return show.Table(
        [
            Column(_("签发"), "term", "term"),
            Column(_("编号"), width="docket"),
            Column(_("案号"), "docket", "docket"),
            Column(_("收款人")),
            Column(_("金额（元）"), "money", "money"),
            Column(_("状态"), width="name"),
            Column(_("登记结果"), "act", "act"),
        ],
        [show.Group(found)] if found else [],
        _("待付款"),
        empty=show.Empty(_("没有待付的款"), _("签发的付款都有了结果。")),
    )


def _payout(each: Payout, today: date) -> show.Row:
    days = (today - each.ordered_on).days
    return show.Row(
        (
            show.Term(
                show.ClockState.MISSED if each.doubt else show.ClockState.RUNNING,
                _("%(days)d 天前") % {"days": days} if days else _("今天"),
            ),
            each.number,
            show.Link(each.case.docket_number, _money_of(each.case_id)),
            each.account_name,
            each.amount,
            waiting.state_of(each),
            waiting.settling(each),
        )
    )


def _money_of(case_id: int | None) -> str:
    return reverse("officer:case", args=[case_id]) + "?tab=money"


# ---- money on the account


def _waiting(court: int, today: date) -> show.Table:
    shown = list(ledger.waiting_payout(court).select_related("case__officer")[:SHOWN])
    terms = deadlines.running_of_subjects("payout", {each.pk: each.case_id for each in shown})
    found = [
        show.Row(
            (
                rows.term(terms.get(each.pk), today),
                show.Link(each.case.docket_number, _money_of(each.case_id)),
                rows.parties_of(each.case),
                each.case.officer.name if each.case.officer else "",
                each.received_on,
                each.amount,
                each.left,
            ),
            href=_money_of(each.case_id),
        )
        for each in shown
        if each.case is not None
    ]
    return show.Table(
        [
            Column(_("发放期限"), "term", "term"),
            Column(_("案号"), "docket", "docket"),
            Column(_("申请执行人 → 被执行人"), "parties"),
            Column(_("承办人"), width="tags"),
            Column(_("到账"), "day", "day"),
            Column(_("金额（元）"), "money", "money"),
            Column(_("待发（元）"), "money", "money"),
        ],
        [show.Group(found)] if found else [],
        _("案款待发"),
        empty=show.Empty(_("没有待发的案款。")),
        fixed=True,
    )


def _receipt_columns() -> list[Column]:
    return [
        Column(_("收据"), width="docket"),
        Column(_("付款人")),
        Column(_("银行流水号"), width="name"),
        Column(_("到账"), "day", "day"),
        Column(_("金额（元）"), "money", "money"),
    ]


def _cells(each: Receipt) -> tuple[str, str, str, date, int]:
    return (each.number, each.payer, each.bank_reference, each.received_on, each.amount)


def _unknown(court: int, today: date) -> show.Table:
    found = [
        show.Row((_age(each, today), *_cells(each), _seek(each)))
        for each in ledger.unknown_receipts(court)[:SHOWN]
    ]
    return show.Table(
        [Column(_("已过"), "term", "term"), *_receipt_columns(), Column(_("办理"), "act", "act")],
        [show.Group(found)] if found else [],
        _("不明款"),
        empty=show.Empty(_("没有不明款"), _("到账的款都知道是哪一案的。")),
    )


def _age(each: Receipt, today: date) -> show.Term:
    days = (today - each.received_on).days
    return show.Term(
        show.ClockState.RUNNING, _("%(days)d 天") % {"days": days} if days else _("今天")
    )


def _seek(each: Receipt) -> show.Action:
    """The cases of the payer: in the right one the money is claimed."""
    href = reverse("officer:cases") + "?" + urlencode({"q": each.payer})
    return show.Action(_("找案件认领"), href, describe=f"：{each.payer}")


def _receipts(court: int) -> show.Table:
    found = [
        show.Row(
            (
                *_cells(each),
                _(each.get_how_display()),
                show.Link(each.case.docket_number, _money_of(each.case_id))
                if each.case is not None
                else _("不明款"),
            )
        )
        for each in queries_finance.receipts_of_court(court)[:SHOWN]
    ]
    return show.Table(
        [
            *_receipt_columns(),
            Column(_("方式"), width="term"),
            Column(_("案号"), "docket", "docket"),
        ],
        [show.Group(found)] if found else [],
        _("到账"),
        empty=show.Empty(_("还没有案款到账。")),
    )


# ---- the bank


def _reconciled(court: int) -> show.Table:
    """Where book and bank differ: money the bank names and the book does not, and the reverse."""
    groups = []
    lines = [
        show.Row((each.on, each.counterparty, each.bank_reference, each.amount, each.remark))
        for each in ledger.lines_not_booked(court)[:SHOWN]
    ]
    if lines:
        groups.append(show.Group(lines, _("银行有、账上没有"), len(lines)))
    for day in queries_finance.days_with_money(court, DAYS_COMPARED):
        found = ledger.reconcile(court, day)
        only = [
            show.Row((each.received_on, each.payer, each.bank_reference, each.amount, each.number))
            for each in found.in_book_only
        ]
        words = _("账面 %(book)s 元，银行 %(bank)s 元") % {
            "book": formats.amount(found.book_receipts),
            "bank": formats.amount(found.bank_receipts),
        }
        agrees = _("相符") if found.agrees else _("不符")
        title = f"{formats.day(day)} {agrees}"
        groups.append(show.Group(only, title, None, words))
    wrong = ledger.imbalance(court)
    if wrong:
        note = _("借贷相差 %(amount)s 元，请立即报告") % {"amount": formats.amount(wrong)}
        groups.insert(0, show.Group([], _("总账不平"), None, note))
    return show.Table(
        [
            Column(_("日期"), "day", "day"),
            Column(_("对方")),
            Column(_("银行流水号"), width="name"),
            Column(_("金额（元）"), "money", "money"),
            Column(_("摘要或收据"), width="name"),
        ],
        groups,
        _("对账：各组列出对不上的流水"),
    )


# ---- beside the list


def _account(actor: Actor) -> show.SideList:
    """The account the court keeps money of cases in, and how to register another."""
    account = court_accounts.of_court(actor.court_id)
    items = []
    if account is not None:
        since = _("%(day)s 起") % {"day": formats.day(account.opened_on)}
        items.append(
            show.SideItem(
                account.bank, small=f"{account.name} · ****{account.number[-4:]} · {since}"
            )
        )
    label = _("变更专户") if account is not None else _("登记专户")
    return show.SideList(
        _("执行款专户"),
        items,
        link=show.Link(label, act_href(ACCOUNT)),
        empty=_("还没有登记执行款专户：到账和付款都要手工登记。"),
    )


def _doubts(actor: Actor, today: date) -> show.SideList:
    """Payments whose answer from the bank cannot be booked: ask the bank, then record it."""
    found = list(distribution.in_doubt(actor.court_id).select_related("case")[:SHOWN])
    items = [
        show.SideItem(
            each.doubt[:40],
            each.amount,
            term=show.Term.of(each.ordered_on, today) if each.ordered_on < today else None,
            small=f"{each.case.docket_number} · {each.number}",
            action=show.Action(
                _("登记结果"),
                act_href(waiting.CONFIRM, each.case_id) + f"?payout={each.pk}",
                describe=f"：{each.number}",
            ),
        )
        for each in found
    ]
    return show.SideList(_("付款待核实"), items, len(items), empty=_("没有要向银行核实的付款。"))
