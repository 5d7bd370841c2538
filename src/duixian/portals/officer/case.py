"""The case (案件页): head, clocks, next lawful acts, what is not possible yet, and its tabs."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duixian.contexts.cases import access
from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.models import Case
from duixian.contexts.cases.owed import Owed, owed
from duixian.contexts.closing import gathering
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.distribution import queries as distribution
from duixian.contexts.ledger import queries as ledger
from duixian.contexts.record.acts import Doing, Subject
from duixian.contexts.record.doing import begin_reading
from duixian.kernel import clock
from duixian.kernel.findings import Finding, Refusal
from duixian.law.rules.fee import enforcement_fee
from duixian.portals.components import contexts as show
from duixian.portals.components import formats
from duixian.portals.officer import case_clocks, case_panels, rows
from duixian.portals.officer.act_parts import act_href
from duixian.portals.officer.case_reading import Reading
from duixian.portals.officer.forms import provision_words
from duixian.portals.shell import named, shell
from duixian.portals.viewer import actor_of, page
from duixian.workflow.next_acts import Possible, next_acts

TABS = ("journal", "property", "disposal", "money", "papers", "people", "related", "clocks")
NEXT_SHOWN = 12
HELD_TOGETHER = 4  # acts that wait for one and the same thing are told together from so many on
_CLAUSE_END = re.compile(r"[，。；：]")


@page()
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """The page of a case with one of its tabs."""
    actor, today = actor_of(request), clock.today()
    found = access.case_or_refuse(case_id)
    at = begin_reading(actor, Subject(found.court_id, found.pk))
    claim = owed(found.pk, today)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else TABS[0]
    reading = Reading(request, found, actor, today)
    clocks = deadlines.of_case(found.pk)
    possible = next_acts(actor, found)
    shown = _most_wanted(possible.allowed, whole="acts" in request.GET)
    held, more = _telling(possible.refused, found, whole="held" in request.GET)
    context = show.CasePage(
        head=_head(found, claim, today),
        place=_place(request, found),
        nodes=case_clocks.nodes(found, clocks, today),
        next_acts=[_next(each, found, today) for each in shown],
        next_more=_rest(possible.allowed, shown, found),
        held_acts=_together(held, at),
        held_more=more,
        tabs=_tabs(found, tab, reading),
        panel=case_panels.PANELS[tab](reading),
        clock_summary=case_clocks.summary(clocks, today),
        term_bar=case_clocks.term_bar(found, clocks, today),
        all_nodes=show.Link(
            _("全部 %(count)d 个节点") % {"count": len(clocks)}, f"{_here(found)}?tab=clocks"
        ),
        ladder=_ladder(found, claim, today),
        ladder_as_of=today,
        nothing_to_do=_nothing(found, actor.person_id),
        closed_note=_closed_note(found),
    )
    return render(request, "officer/case.html", {"page": context, "shell": shell(request, "cases")})


def _here(found: Case) -> str:
    return reverse("officer:case", args=[found.pk])


def _place(request: HttpRequest, found: Case) -> show.Place:
    """Where in the list one came from: J and K walk the list last seen."""
    walked = request.session.get("walk", [])
    if found.pk not in walked:
        return show.Place(show.Link(_("工作台"), reverse("officer:desk")))
    at = walked.index(found.pk)
    back = reverse("officer:case", args=[walked[at - 1]]) if at else ""
    ahead = reverse("officer:case", args=[walked[at + 1]]) if at + 1 < len(walked) else ""
    words = _("第 %(place)d 件，共 %(total)d 件") % {"place": at + 1, "total": len(walked)}
    return show.Place(show.Link(_("案件"), reverse("officer:cases")), words, back, ahead)


def _closed_note(found: Case) -> str:
    if found.closed_on is None:
        return ""
    words = {"day": formats.day(found.closed_on), "way": _(found.get_closing_display())}
    return _("本案已于 %(day)s 以“%(way)s”结案。") % words


def _nothing(found: Case, person_id: int | None) -> str:
    if found.officer_id is not None and found.officer_id != person_id:
        assert found.officer is not None
        return _("本案由%(name)s承办，您今天没有可办的事。") % {"name": found.officer.name}
    return _("今天没有可办的事。")


# ---- head


def _head(found: Case, claim: Finding[Owed], today: date) -> show.CaseHead:
    titles = list({each.title_id: each.title for each in cases.obligations_of(found.pk)}.values())
    first = titles[0] if titles else None
    panel = "、".join(each.person.name for each in cases.panel_of(found.pk))
    note = ""
    if first is not None:
        due = formats.day(first.performance_due_on)
        note = _("%(kind)s，履行期限 %(day)s 届满") % {"kind": _(first.kind), "day": due}
        if len(titles) > 1:
            note += _("；另有 %(count)d 份") % {"count": len(titles) - 1}
    verdict = _classified(found, today)
    return show.CaseHead(
        docket=found.docket_number,
        cause=found.cause,
        stage=_("恢复执行") if found.resumed_from_id else _("首次执行"),
        money=_money(found, claim, today),
        people=_people(found),
        flags=_flags(found),
        officer=found.officer.name if found.officer else "",
        panel=panel,
        title=show.Link(first.number) if first is not None else None,
        title_note=note,
        **verdict,
    )


def _flags(found: Case) -> list[show.Tag]:
    tags = []
    if found.state != Case.State.OPEN:
        tags.append(show.Tag(_(found.get_state_display()), "full"))
    tags += [show.Tag(_(each), "ink") for each in found.flags]
    if found.series:
        tags.append(show.Tag(_("系列案 %(name)s") % {"name": found.series}))
    return tags


def _people(found: Case) -> list[show.Person]:
    people = []
    for each in cases.parties_of(found.pk):
        notes = []
        if each.liability and each.liability != "sole":
            notes.append(_(each.get_liability_display()))
        if each.party.legal_representative:
            words = {"name": each.party.legal_representative}
            notes.append(_("法定代表人 %(name)s") % words)
        if each.agent:
            notes.append(_("代理人 %(name)s") % {"name": each.agent})
        people.append(
            show.Person(
                _(each.get_role_display()),
                each.party.name,
                each.party.identity_masked,
                "，".join(notes),
            )
        )
    return people


def _classified(found: Case, today: date) -> dict[str, Any]:
    """The class of the case with its reasons; an open case only."""
    if found.closed_on is not None:
        return {}
    try:
        finding = gathering.classification(found, today)
    except Refusal as refusal:
        return {"class_label": refusal.message}
    value = finding.value
    words = _(value.availability.words)
    return {
        "class_label": words,
        "class_reasons": [
            show.Reason(each.words.removesuffix("，不计"), each.counted) for each in value.lines[:6]
        ],
        "class_as_of": clock.now(),
        "class_basis": show.Basis.from_finding(words, finding, as_of=today),
    }


def _money(found: Case, claim: Finding[Owed], today: date) -> show.MoneySummary:
    value = claim.value
    paid = sum(each.amount for each in distribution.payouts_of(found.pk) if each.state == "paid")
    title = _("应付 %(amount)s 元") % {"amount": formats.amount(value.total)}
    left = _("尚欠 %(amount)s 元") % {"amount": formats.amount(value.outstanding)}
    return show.MoneySummary(
        due=value.total,
        collected=value.credited,
        outstanding=value.outstanding,
        paid_out=paid,
        waiting=ledger.available_in_case(found.pk),
        due_basis=show.Basis.from_finding(title, claim, as_of=today),
        outstanding_basis=show.Basis.from_finding(left, claim, as_of=today),
    )


def _ladder(found: Case, claim: Finding[Owed], today: date) -> list[show.MoneyLine]:
    """金额怎么来的: each line of the claim, and the fee beside it."""
    value, line = claim.value, show.MoneyLine

    def basis(title: str, amount: int) -> show.Basis:
        return show.Basis.from_finding(f"{title} {formats.amount(amount)}", claim, as_of=today)

    lines = [line(_("本金"), value.principal)]
    if value.costs:
        lines.append(line(_("诉讼费、保全费和已确定的利息"), value.costs))
    if value.ordinary:
        words = _("一般债务利息")
        lines.append(line(words, value.ordinary, basis=basis(words, value.ordinary)))
    if value.old_rule:
        words = _("迟延履行期间的债务利息（2014-08-01 前）")
        lines.append(line(words, value.old_rule, basis=basis(words, value.old_rule)))
    words = _("加倍部分债务利息")
    lines.append(line(words, value.doubled, basis=basis(words, value.doubled)))
    lines.append(line(_("应付合计"), value.total, "sum"))
    lines.append(line(_("到位"), -value.credited))
    lines.append(line(_("尚欠"), value.outstanding, "sum"))
    fee = _fee(found, today)
    if fee is not None:
        words = _("另：执行申请费，由被执行人负担")
        sheet = show.Basis.from_finding(_("执行申请费"), fee, as_of=today)
        lines.append(line(words, fee.value.amount, "aside", sheet))
    return lines


def _fee(found: Case, today: date) -> Finding[Any] | None:
    try:
        return enforcement_fee(amount=found.claim_amount or None, on=today)  # type: ignore[arg-type]
    except Refusal:
        return None


# ---- acts


def _most_wanted(allowed: list[Possible], *, whole: bool) -> list[Possible]:
    """What a clock waits for first; acts that meet it only by the way after the others."""

    def order(each: Possible) -> tuple[date, bool]:
        return each.due_on or date.max, each.act.code.startswith(rows.BY_THE_WAY)

    ordered = sorted(allowed, key=order)
    return ordered if whole else ordered[:NEXT_SHOWN]


def _rest(allowed: list[Possible], shown: list[Possible], found: Case) -> show.Link | None:
    """Nothing that may be done is more than one click away."""
    left = len(allowed) - len(shown)
    words = _("另有 %(count)d 项可以办") % {"count": left}
    return show.Link(words, f"{_here(found)}?acts#h-next") if left else None


def _telling(
    refused: list[Possible], found: Case, *, whole: bool
) -> tuple[list[Possible], show.Link | None]:
    """Refusals that rest on the law or keep a clock waiting; the others are one click away."""
    telling = [
        each for each in refused if each.due_on or (each.refusal and each.refusal.provisions)
    ]
    if whole or len(telling) == len(refused):
        return refused, None
    words = _("另有 %(count)d 项现在无从办起") % {"count": len(refused) - len(telling)}
    return telling, show.Link(words, f"{_here(found)}?held#h-next")


def _next(each: Possible, found: Case, today: date) -> show.NextAct:
    term = show.Term.of(each.due_on, today) if each.due_on is not None else None
    signers = "、".join(named(step.role) for step in each.act.signed_by)
    reason = named(deadlines.node_of(each.deadline)) if each.deadline is not None else ""
    if signers:
        reason = "，".join(filter(None, (reason, _("须%(who)s签发") % {"who": signers})))
    return show.NextAct(
        each.act.code,
        named(each.act),
        act_href(each.act.code, found.pk),
        reason,
        term,
        _("起草") if signers else "",
    )


def _together(held: list[Possible], at: Doing) -> list[show.HeldAct]:
    """Acts held for one and the same reason (a suspended case) in one line with their names."""
    by_reason: dict[str, list[Possible]] = {}
    for each in held:
        assert each.refusal is not None
        by_reason.setdefault(each.refusal.message, []).append(each)
    told: list[show.HeldAct] = []
    for same in by_reason.values():
        if len(same) < HELD_TOGETHER:
            told += [_held(each, at) for each in same]
            continue
        one = _held(same[0], at)
        names = "、".join(named(each.act) for each in same)
        title = _("%(first)s等 %(count)d 项") % {"first": one.title, "count": len(same)}
        message = _("%(why)s都要等：%(names)s。") % {"why": one.message, "names": names}
        told.append(dataclasses.replace(one, title=title, message=message))
    return told


def _held(each: Possible, at: Doing) -> show.HeldAct:
    assert each.refusal is not None
    message = each.refusal.message
    short = _CLAUSE_END.split(message)[0]
    short = short if len(short) <= 18 else f"{short[:17]}…"
    return show.HeldAct(
        title=named(each.act),
        why_short=short,
        message=f"{message}。" if not message.endswith("。") else message,
        provision=provision_words(each.refusal.provisions, at),
        cure=_("怎样就可以：%(cure)s") % {"cure": each.refusal.cure} if each.refusal.cure else "",
    )


def _tabs(found: Case, current: str, reading: Reading) -> list[show.Tab]:
    titles = {
        "journal": _("日志"),
        "property": _("财产与措施"),
        "disposal": _("处置"),
        "money": _("钱款"),
        "papers": _("文书"),
        "people": _("人员"),
        "related": _("关联案件"),
        "clocks": _("期限"),
    }
    counts = reading.counts()
    return [
        show.Tab(
            titles[key], f"{_here(found)}?tab={key}", counts.get(key), key == current, str(place)
        )
        for place, key in enumerate(TABS, 1)
    ]
