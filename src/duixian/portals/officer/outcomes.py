"""What is said after an act: the paper it made, whose signature it waits for, what comes next."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.documents import queries as documents
from duixian.contexts.record.acts import Act
from duixian.contexts.record.doing import Done, Waiting
from duixian.contexts.record.signing import Lapsed
from duixian.portals.components import formats
from duixian.portals.shell import named, tell


def announce(
    request: HttpRequest, act: type[Act], outcome: Done | Waiting | Lapsed, case_id: int | None
) -> None:
    """Say on the next page what became of an act. Needs an open viewing."""
    title = named(act)
    if isinstance(outcome, Waiting):
        words = {"act": title, "who": outcome.waiting_for}
        tell(
            request,
            _("“%(act)s”已送出，待%(who)s签署。") % words,
            _("看待签事项"),
            reverse("officer:draft", args=[outcome.draft_id]),
        )
        return
    if isinstance(outcome, Lapsed):
        words = {"act": title, "why": outcome.refusal.message}
        tell(request, _("“%(act)s”没有生效：%(why)s。") % words)
        return
    said = _("已办：%(act)s。") % {"act": title}
    if outcome.repeated:
        said = _("“%(act)s”已办过，没有重复办理。") % {"act": title}
    label, href = "", ""
    paper_id = outcome.result.get("document")
    if paper_id is not None:
        paper = documents.document(paper_id)
        label, href = (
            f"《{paper.title}》{paper.number}",
            reverse("officer:document", args=[paper_id]),
        )
    tell(request, said + next_step(case_id or outcome.case_id), label, href)


def next_step(case_id: int | None) -> str:
    """下一步：…，限 …: the clock of the case that runs out first."""
    running = deadlines.running_of_case(case_id) if case_id is not None else []
    due = [each for each in running if each.due_on is not None]
    if not due:
        return ""
    first = due[0]
    words = {"node": named(deadlines.node_of(first)), "day": formats.day(first.due_on)}
    return _("下一步：%(node)s，限 %(day)s。") % words
