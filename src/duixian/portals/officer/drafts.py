"""Approvals (审批): what waits for my signature, checked again by today's law; what I put forward."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duixian.contexts.cases import queries as cases
from duixian.contexts.courts import queries as courts
from duixian.contexts.documents import queries as documents
from duixian.contexts.record import queries as record
from duixian.contexts.record import signing
from duixian.contexts.record.acts import Doing, Subject, catalogue
from duixian.contexts.record.doing import begin_reading, effect
from duixian.contexts.record.models import Draft
from duixian.contexts.record.viewing import viewing
from duixian.kernel import money
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role
from duixian.portals.components import contexts as show
from duixian.portals.components import formats
from duixian.portals.officer.facts import facts_of, written
from duixian.portals.officer.forms import Filling, provision_words, refusal_box
from duixian.portals.officer.outcomes import announce
from duixian.portals.shell import named, shell, tell
from duixian.portals.viewer import actor_of, page

SHOWN = 50


def doing_of(draft: Draft) -> Doing:
    """The doing of a draft as it would take effect now: by its drafter, by today's law."""
    if draft.person_id is None:
        raise Refusal("record.drafter_gone", "起草人已不在本院任职", cure="由现承办人重新起草")
    at = begin_reading(courts.actor_of(draft.person_id), Subject(draft.court_id, draft.case_id))
    at.role = Role(draft.role)
    return at


def check_again(draft: Draft) -> Refusal | None:
    """Why the draft could not take effect today, or None. Needs an open viewing."""
    try:
        record.act_of_draft(draft).check(doing_of(draft))
    except Refusal as refusal:
        return refusal
    return None


# ---- lists


@page()
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for me, or what I put forward."""
    actor = actor_of(request)
    waiting = record.drafts_waiting_for(actor)
    mine = record.drafts_of_person(actor.person_id or 0)
    own = request.GET.get("view") == "mine"
    here = reverse("officer:approvals")
    total = waiting.count()
    dockets = _dockets([*waiting[:SHOWN], *mine[:SHOWN]])
    open_mine = mine.filter(status=Draft.Status.WAITING).count()
    context = show.ApprovalsPage(
        title=_("我提交的") if own else _("等我签发"),
        waiting=[] if own else [_waiting(each, dockets) for each in waiting[:SHOWN]],
        lead=_("您起草的事项到了谁那里；没有生效的可以撤回。") if own else "",
        tabs=[
            show.Tab(_("等我签"), here, total, not own, "1"),
            show.Tab(_("我提交的"), f"{here}?view=mine", open_mine, own, "2"),
        ],
        signed=_mine(list(mine[:SHOWN]), dockets)
        if own
        else _signed(actor.person_id or 0, dockets),
        empty=show.Empty("", "") if own else None,
    )
    return render(
        request, "officer/approvals.html", {"page": context, "shell": shell(request, "approvals")}
    )


def shown(found: list[Draft]) -> list[show.Approval]:
    """Drafts as a list of approvals shows them, each checked again by today's law."""
    dockets = _dockets(found)
    return [_waiting(each, dockets) for each in found]


def _dockets(drafts: list[Draft]) -> dict[int, str]:
    ids = list({each.case_id for each in drafts if each.case_id is not None})
    return {each.pk: each.docket_number for each in cases.of_ids(ids)}


def _waiting(draft: Draft, dockets: dict[int, str]) -> show.Approval:
    act = catalogue.find(draft.act)
    refusal = check_again(draft)
    href = reverse("officer:draft", args=[draft.pk])
    which = f"：{named(act)} {dockets.get(draft.case_id or 0, '')}"
    look = show.Action(_("审阅"), href, "main" if refusal is None else "plain", describe=which)
    irreversible = _(" · 签后不可撤回") if act.irreversible else ""
    return show.Approval(
        title=named(act),
        about=_about(draft),
        docket=dockets.get(draft.case_id or 0, ""),
        href=href,
        small=f"{draft.person_name}，{formats.moment(draft.created_at)}",
        check=_("复查通过") + irreversible if refusal is None else "",
        refusal=refusal_box(refusal),
        actions=[look],
    )


def _about(draft: Draft) -> str:
    """The first telling fact of a draft in a few words."""
    for name in ("amount", "ground", "reason", "explanation", "conduct", "months", "note"):
        value = draft.facts.get(name)
        if value:
            return _labelled(draft, name, str(value))[:40]
    return ""


def _labelled(draft: Draft, name: str, value: str) -> str:
    """A fact in the reader's words: money grouped, a chosen value by its label."""
    act = catalogue.find(draft.act)
    fact = next((each for each in facts_of(act) if each.name == name), None)
    if fact is not None and fact.kind == "money":
        return _("%(amount)s 元") % {"amount": formats.amount(money.fen(value))}
    words = dict(fact.options) if fact is not None else {}
    try:
        offered = act.choices(doing_of(draft)).get(name, ())
    except Refusal:
        offered = ()
    return {**words, **{str(key): label for key, label in offered}}.get(value, value)


def _mine(drafts: list[Draft], dockets: dict[int, str]) -> show.Table:
    found = [
        show.Row(
            (
                each.created_at,
                show.Link(
                    named(catalogue.find(each.act)), reverse("officer:draft", args=[each.pk])
                ),
                dockets.get(each.case_id or 0, ""),
                _state(each),
            )
        )
        for each in drafts
    ]
    columns = [
        show.Column(_("提交"), "moment", "moment"),
        show.Column(_("事项"), "link"),
        show.Column(_("案号"), "docket", "docket"),
        show.Column(_("状态")),
    ]
    empty = show.Empty(_("还没有提交过要签发的事项。")) if not found else None
    return show.Table(columns, [show.Group(found)], _("我提交的"), empty=empty)


def _state(draft: Draft) -> str:
    if draft.status == Draft.Status.WAITING:
        return _("待%(who)s签署") % {"who": named(Role(draft.waiting_role))}
    words = _(draft.get_status_display())
    return f"{words}：{draft.refusal['message']}" if draft.refusal else words


def _signed(person_id: int, dockets: dict[int, str]) -> show.Table | None:
    words = list(record.signed_by(person_id)[:10])
    if not words:
        return None
    dockets = {**dockets, **_dockets([each.draft for each in words])}
    found = [
        show.Row(
            (
                each.signed_at,
                show.Link(
                    named(catalogue.find(each.draft.act)),
                    reverse("officer:draft", args=[each.draft_id]),
                ),
                dockets.get(each.draft.case_id or 0, ""),
                _("退回") if not each.agreed else _state(each.draft),
            )
        )
        for each in words
    ]
    columns = [
        show.Column(_("签发"), "moment", "moment"),
        show.Column(_("事项"), "link"),
        show.Column(_("案号"), "docket", "docket"),
        show.Column(_("结果")),
    ]
    return show.Table(columns, [show.Group(found)], _("最近签过的"))


# ---- one draft


@page("GET", "POST")
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """A draft whole: its facts, its words so far, today's check; to be signed or sent back."""
    if request.method == "POST":
        return _settle(request, draft_id)
    return _draft_page(request, draft_id, "")


def _settle(request: HttpRequest, draft_id: int) -> HttpResponse:
    actor, note = actor_of(request), request.POST.get("note", "").strip()
    way = request.POST.get("way", "")
    try:
        if way == "refuse":
            signing.refuse(draft_id, by=actor, reason=note)
            tell(request, _("已退回起草人。"))
        elif way == "withdraw":
            signing.withdraw(draft_id, by=actor)
            tell(request, _("已撤回。"))
        else:
            outcome = signing.sign(draft_id, by=actor, note=note)
            with viewing(actor):
                found = record.draft(draft_id)
                announce(request, catalogue.find(found.act), outcome, found.case_id)
    except Refusal as refusal:
        if refusal.field != "reason":
            raise
        with viewing(actor):
            return _draft_page(request, draft_id, f"{refusal.message}，{refusal.cure}", status=422)
    view = "?view=mine" if way == "withdraw" else ""
    return HttpResponseRedirect(reverse("officer:approvals") + view)


def _draft_page(request: HttpRequest, draft_id: int, error: str, status: int = 200) -> HttpResponse:
    actor, found = actor_of(request), record.draft(draft_id)
    act = catalogue.find(found.act)
    waiting = found.status == Draft.Status.WAITING
    refusal = check_again(found) if waiting else None
    on_case = cases.of_ids([found.case_id]) if found.case_id is not None else []
    may_sign = waiting and any(
        each.pk == found.pk for each in record.drafts_waiting_for(actor).filter(pk=found.pk)
    )
    href = reverse("officer:approvals")
    at = begin_reading(actor, Subject(found.court_id, found.case_id))
    context = {
        "title": named(act),
        "place": [show.Link(_("审批"), href), show.Link(named(act))],
        "case": show.Link(on_case[0].docket_number, reverse("officer:case", args=[on_case[0].pk]))
        if on_case
        else None,
        "parties": f"{on_case[0].creditor_names} → {on_case[0].debtor_names}" if on_case else "",
        "sections": _facts_shown(found, at),
        "words": _words(found),
        "state": _state(found),
        "refusal": refusal_box(refusal, at),
        "irreversible": act.irreversible,
        "may_sign": may_sign,
        "may_withdraw": waiting and found.person_id == actor.person_id,
        "provisions": provision_words(act.under, at),
        "error": error,
        "note": request.POST.get("note", ""),
        "preview_href": reverse("officer:draft_preview", args=[found.pk])
        if act.document is not None and waiting and refusal is None
        else "",
    }
    return render(
        request,
        "officer/draft.html",
        {"page": context, "shell": shell(request, "approvals")},
        status=status,
    )


def _facts_shown(found: Draft, at: Doing) -> list[show.FieldSection]:
    """The facts of the draft as the form would show them, to be read only."""
    act = catalogue.find(found.act)
    filled = record.act_of_draft(found).model_dump(mode="json")
    filling = Filling(act, at, written(facts_of(act), filled))
    return [
        show.FieldSection(
            each.title,
            [_as_read(field) for field in each.fields if field.value not in ("", [], None)],
        )
        for each in filling.sections()
        if any(field.value not in ("", [], None) for field in each.fields)
    ]


def _as_read(field: show.FormField) -> show.FormField:
    labels = dict(field.choices)
    values: Any = field.value if isinstance(field.value, list) else [field.value]
    words = "、".join(labels.get(str(each), str(each)) for each in values)
    if field.kind == "check":
        words = _("是")
    unit = _(" 元") if field.kind == "money" else ""
    return show.FormField(field.name, field.label, "static", value=words + unit)


def _words(found: Draft) -> show.Table | None:
    """What signers have said so far."""
    rows = [
        show.Row(
            (
                each.signed_at,
                f"{each.person_name} {named(Role(each.role))}"
                + (
                    _("（代%(name)s）") % {"name": each.for_person_name}
                    if each.for_person_id
                    else ""
                ),
                _("同意") if each.agreed else _("退回"),
                each.note,
            )
        )
        for each in found.signatures.order_by("signed_at")
    ]
    if not rows:
        return None
    columns = [
        show.Column(_("时间"), "moment", "moment"),
        show.Column(_("签署人")),
        show.Column(_("意见"), width="name"),
        show.Column(_("附言")),
    ]
    return show.Table(columns, [show.Group(rows)], _("签署"), tight=True)


@page()
def preview(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The paper the draft would issue: it takes effect, is printed, and all is undone."""
    found = record.draft(draft_id)
    act = record.act_of_draft(found)
    if found.status != Draft.Status.WAITING or type(act).document is None:
        raise Refusal("record.draft_settled", "此事项没有可预览的文书", status=404)
    at = doing_of(found)
    with transaction.atomic():
        done = effect(act, at)
        pdf = documents.render_pdf(done.result["document"])
        transaction.set_rollback(True)
    return HttpResponse(pdf, content_type=documents.PDF)
