"""Freezing deposits by plan (控制方案): every account of the case at once, never above what is owed.

The plan is the law's own proposal; the officer may change it. Each account becomes one act with
its own refusal; the plan as a whole is judged before any of them is done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duixian.contexts.assets import queries as assets
from duixian.contexts.cases.models import Case
from duixian.contexts.measures import queries as measures
from duixian.contexts.measures.acts_control import FreezeDeposit
from duixian.contexts.measures.engine import Account, Excess, Plan
from duixian.contexts.measures.reaching import term_of
from duixian.contexts.record.acts import Doing, read_facts
from duixian.contexts.record.doing import do
from duixian.contexts.record.viewing import viewing
from duixian.kernel import money
from duixian.kernel.findings import Refusal
from duixian.kernel.money import Fen
from duixian.law.rules.fee import enforcement_fee
from duixian.portals.components import contexts as show
from duixian.portals.components import formats
from duixian.portals.officer.act_parts import (
    act_href,
    place_of,
    provisions_basis,
    what_follows,
)
from duixian.portals.officer.forms import fresh_key, provision_words
from duixian.portals.officer.outcomes import next_step
from duixian.portals.shell import named, shell, tell
from duixian.portals.viewer import actor_of

CODE = FreezeDeposit.code


@dataclass
class Sheet:
    """The plan on the table: accounts, the law's proposal, what the officer makes of it."""

    case: Case
    at: Doing
    ceiling: measures.Ceiling
    proposal: Plan
    accounts: list[Account]
    things: dict[int, assets.Asset]
    chosen: set[int] = field(default_factory=set)
    amounts: dict[int, Fen] = field(default_factory=dict)
    unread: dict[int, str] = field(default_factory=dict)  # typed and not an amount
    days: str = ""
    errors: dict[int, str] = field(default_factory=dict)
    refusal: Refusal | None = None
    excess: Excess | None = None

    @property
    def wanted(self) -> dict[int, Fen]:
        """What is asked for, account by account; queued ones as the proposal has them."""
        return {
            each.key: self.amounts.get(each.key, self.proposal.amount_of(each.key))
            for each in self.accounts
            if each.key in self.chosen and not each.why_not
        }

    @property
    def counted(self) -> int:
        queued = {each.key for each in self.accounts if each.would_queue}
        return sum(int(amount) for key, amount in self.wanted.items() if key not in queued)


def _sheet(case: Case, at: Doing) -> Sheet:
    limit = measures.ceiling(case.pk, at.on)
    proposal, accounts = measures.plan_of(case.pk, limit.room, at.on)
    things = {each.pk: each for each in assets.assets_of(case.pk) if each.kind == "deposit"}
    chosen = {line.key for line in proposal.lines if line.amount > 0}
    return Sheet(case, at, limit, proposal, accounts, things, chosen)


def _typed(request: HttpRequest, case: Case, at: Doing) -> Sheet:
    """The plan as posted, with a cure applied when its button was pressed."""
    sheet = _sheet(case, at)
    posted = request.POST
    sheet.chosen = {int(key) for key in posted.getlist("choose") if key.isdigit()}
    sheet.days = posted.get("days", "").strip()
    for account in sheet.accounts:
        text = posted.get(f"amount-{account.key}", "").replace(",", "").replace("，", "").strip()
        if not text:
            continue
        try:
            sheet.amounts[account.key] = money.fen(text)
        except ValueError:
            sheet.unread[account.key] = posted[f"amount-{account.key}"]
            sheet.errors[account.key] = _("金额应为元，最多两位小数，例如 1234.50")
    _judge(sheet)
    cure = posted.get("cure", "")
    if cure.isdigit() and sheet.excess is not None and int(cure) < len(sheet.excess.cures):
        changed = sheet.excess.cures[int(cure)].amounts
        sheet.amounts.update(changed)
        sheet.chosen = {key for key in sheet.chosen if changed.get(key, Fen(1)) > 0}
        sheet.errors.clear()
        _judge(sheet)
    return sheet


def _judge(sheet: Sheet) -> None:
    """The refusal of the plan as a whole, at its line and beside the button."""
    sheet.excess, sheet.refusal = None, _not_ready(sheet)
    if sheet.refusal is not None or sheet.errors:
        return
    if not sheet.wanted:
        sheet.refusal = Refusal("measures.nothing_chosen", "没有选中账户", cure="选中要冻结的账户")
        return
    sheet.excess = measures.judge_plan(sheet.case.pk, sheet.wanted, sheet.at.on)
    if sheet.excess is not None:
        sheet.errors[sheet.excess.key] = sheet.excess.sentence
        sheet.refusal = Refusal(
            "measures.over_seizure",
            measures.excess_words(sheet.excess),
            provisions=("no-over-seizure",),
        )


def _not_ready(sheet: Sheet) -> Refusal | None:
    try:
        FreezeDeposit.ready(sheet.at)
        _days(sheet)
    except Refusal as refusal:
        return refusal
    return None


def _days(sheet: Sheet) -> int | None:
    """The term in days as typed, checked against the law's longest; None for the longest."""
    if not sheet.days:
        return None
    if not sheet.days.isdigit():
        raise Refusal("record.malformed_facts", "期限应为整数", cure="填写天数", field="days")
    term_of("deposit", sheet.at.on, int(sheet.days))
    return int(sheet.days)


# ---- answers


def plan_page(request: HttpRequest, case: Case, at: Doing) -> HttpResponse:
    """The plan as the law proposes it, or the one account that was clicked."""
    sheet = _sheet(case, at)
    clicked = request.GET.get("asset", "")
    _choose_only(sheet, int(clicked) if clicked.isdigit() else 0)
    sheet.refusal = _not_ready(sheet)
    return _render(request, sheet)


def _choose_only(sheet: Sheet, key: int) -> None:
    account = next((each for each in sheet.accounts if each.key == key and not each.why_not), None)
    if account is None:
        return
    sheet.chosen = {key}
    if not account.would_queue:
        room = sheet.limit.room.of(account.owner)
        sheet.amounts = {key: Fen(min(int(account.usable), int(room)))}


def posted(request: HttpRequest, case: Case, at: Doing) -> HttpResponse | None:
    """The page again when a cure was chosen or the plan is refused; None when it may be done."""
    sheet = _typed(request, case, at)
    if "cure" in request.POST:
        return _render(request, sheet)
    if sheet.refusal is not None or sheet.errors:
        return _render(request, sheet, status=422)
    request.freezing = [  # type: ignore[attr-defined]
        {"case": case.pk, "asset": key, "amount": money.yuan(amount), "days": _days(sheet)}
        for key, amount in sheet.wanted.items()
        if amount > 0
    ]
    return None


def do_all(request: HttpRequest, case: Case) -> HttpResponse:
    """Freeze each account of the plan: an act each, with its own refusal."""
    key = request.POST.get("idempotency_key", "")
    done, failed = 0, []
    for facts in request.freezing:  # type: ignore[attr-defined]
        try:
            do(
                read_facts(FreezeDeposit, facts),
                by=actor_of(request),
                key=f"{key}:{facts['asset']}" if key else None,
            )
            done += 1
        except Refusal as refusal:
            failed.append(refusal.message)
    words = _("已裁定冻结 %(done)d 户，通知已交网络发送，回执到后自动登记。") % {"done": done}
    if failed:
        words += _("没有办成 %(count)d 户：") % {"count": len(failed)} + "；".join(failed)
    with viewing(actor_of(request)):
        words += next_step(case.pk)
    tell(request, words)
    return HttpResponseRedirect(reverse("officer:case", args=[case.pk]) + "?tab=property")


def checked(request: HttpRequest, case: Case, at: Doing) -> HttpResponse:
    """The bar and the ceiling for the plan as typed so far."""
    sheet = _typed(request, case, at)
    context = {"form": _form(sheet, request), "cap": _cap(sheet)}
    return render(request, "officer/_plan_bar.html", context)


# ---- the page


def _form(sheet: Sheet, request: HttpRequest) -> show.ActForm:
    href = act_href(CODE, sheet.case.pk)
    queued = {each.key for each in sheet.accounts if each.would_queue}
    count = {
        "now": sum(key not in queued for key in sheet.wanted),
        "later": sum(key in queued for key in sheet.wanted),
    }
    submit = _("冻结 %(now)d 户") % count
    if count["later"]:
        submit = _("冻结 %(now)d 户，轮候 %(later)d 户") % count
    box = None
    if sheet.refusal is not None:
        words = provision_words(sheet.refusal.provisions, sheet.at)
        cures = [
            show.Action(each.words, href, post=True, fields={"cure": str(place)})
            for place, each in enumerate(sheet.excess.cures if sheet.excess else ())
        ]
        box = show.RefusalBox.of(sheet.refusal, words, cures)
    return show.ActForm(
        post_href=href,
        key=request.POST.get("idempotency_key") or fresh_key(),
        submit=submit,
        sections=[show.FieldSection(_("其余事项"), [_term_field(sheet)])],
        plan=_plan(sheet),
        check_href=f"{href}check/",
        refusal=box,
    )


def _term_field(sheet: Sheet) -> show.FormField:
    error, beside, basis = "", "", None
    try:
        found = term_of("deposit", sheet.at.on, _days(sheet))
        beside = _("至 %(day)s") % {"day": formats.day(found.value.ends_on)}
        basis = show.Basis.from_finding(_("冻结期限"), found, as_of=sheet.at.on)
    except Refusal as refusal:
        error = refusal.message
    return show.FormField(
        "days",
        _("期限（日，空着为法律最长）"),
        "number",
        value=sheet.days,
        unit=_("天"),
        beside=beside,
        basis=basis,
        error=error,
    )


def _plan(sheet: Sheet) -> show.ControlPlan:
    owners: dict[int, list[show.PlanRow]] = {}
    for account in sheet.accounts:
        owners.setdefault(account.owner, []).append(_row(sheet, account))
    people = {each.owner_id: each.owner.party for each in sheet.things.values()}
    groups = [
        show.PlanGroup(people[owner].name, people[owner].identity_masked, rows)
        for owner, rows in owners.items()
    ]
    return show.ControlPlan(
        title=_("控制方案"),
        groups=groups,
        amount_label=_("本次冻结（元）"),
        total_label=_("本次冻结合计"),
        total=sheet.counted,
        note=_("系统先填：可用余额优先，够了就停；您可以改"),
    )


def _row(sheet: Sheet, account: Account) -> show.PlanRow:
    thing = sheet.things[account.key]
    common: dict[str, Any] = {
        "key": str(account.key),
        "name": account.label,
        "kind_note": str(thing.details.get("account_class", "")),
        "balance": thing.balance,
        "available": thing.available,
        "prior": account.why_not or _prior(thing, account, sheet.proposal.why_not(account.key)),
        "chosen": account.key in sheet.chosen,
        "error": sheet.errors.get(account.key, ""),
    }
    if account.why_not:
        return show.PlanRow(state="kept", outcome=_("不冻结"), **common)
    if account.would_queue:
        rank = _("轮候第 %(rank)d 顺位") % {"rank": account.behind + 1}
        return show.PlanRow(
            state="queued", outcome=rank, outcome_note=_("生效前不计入总额"), **common
        )
    amount: int | str | None = sheet.unread.get(account.key)
    if amount is None:
        amount = int(sheet.amounts.get(account.key, sheet.proposal.amount_of(account.key))) or None
    return show.PlanRow(state="open", amount=amount, **common)


def _prior(thing: assets.Asset, account: Account, passed_over: str) -> str:
    words = [passed_over] if passed_over else []
    if account.kept:
        words.append(_("留 %(amount)s") % {"amount": formats.amount(account.kept)})
    if thing.exempt_reason:
        words.append(thing.exempt_reason)
    if account.behind:
        words.append(_("在先冻结 %(count)d 起") % {"count": account.behind})
    return "，".join(words)


def _fee_basis(sheet: Sheet) -> show.Basis:
    found = enforcement_fee(amount=Fen(sheet.case.claim_amount), on=sheet.at.on)
    return show.Basis.from_finding(_("执行申请费"), found, as_of=sheet.at.on)


def _cap(sheet: Sheet) -> show.Cap:
    limit, line = sheet.ceiling, show.MoneyLine
    debt = show.Basis.from_finding(_("债权"), limit.finding, as_of=sheet.at.on)
    lines = [
        line(_("债权"), limit.debt, basis=debt),
        line(_("执行申请费"), limit.fee, basis=_fee_basis(sheet)),
        line(_("债权与执行费用"), limit.total, "sum"),
    ]
    before: Mapping[str, int] = {
        _("已冻结"): limit.held,
        _("已裁定待回执"): limit.pending,
        _("已扣划在途"): limit.on_the_way,
    }
    lines += [line(words, -amount) for words, amount in before.items() if amount]
    lines.append(line(_("本次最多"), limit.room.total, "sum"))
    parts = [show.CapPart(words, amount, True) for words, amount in before.items() if amount]
    queued = {each.key for each in sheet.accounts if each.would_queue}
    parts += [
        show.CapPart(each.label, int(sheet.wanted[each.key]))
        for each in sheet.accounts
        if each.key in sheet.wanted and each.key not in queued
    ]
    return show.Cap(lines, limit.total, parts, sheet.at.on)


def _render(request: HttpRequest, sheet: Sheet, status: int = 200) -> HttpResponse:
    context = show.ActPage(
        title=named(FreezeDeposit),
        place=place_of(sheet.case),
        form=_form(sheet, request),
        lead=f"{sheet.case.creditor_names} → {sheet.case.debtor_names}",
        provisions=provision_words(FreezeDeposit.under, sheet.at),
        provisions_basis=provisions_basis(FreezeDeposit, sheet.at),
        cap=_cap(sheet),
        then=what_follows(FreezeDeposit, sheet.at),
    )
    return render(
        request,
        "officer/act.html",
        {"page": context, "shell": shell(request, "cases")},
        status=status,
    )
