"""What the page of any act says around its form: where it is, on what law it stands, what follows."""

from __future__ import annotations

from functools import cache

from django.urls import reverse
from django.utils.translation import gettext as _

from duixian.contexts.cases.models import Case
from duixian.contexts.documents.templates import template
from duixian.contexts.record.acts import Act, Doing
from duixian.kernel.findings import Refusal
from duixian.law import load_nodes
from duixian.law.texts import citation
from duixian.portals.components import contexts as show
from duixian.portals.shell import named


def act_href(code: str, case_id: int | None = None) -> str:
    """The address of an act's form."""
    if case_id is None:
        return reverse("officer:court_act", args=[code])
    before, after = _around_the_case("officer:act", code)
    return f"{before}{case_id}{after}"


def case_href(case_id: int) -> str:
    """The address of a case's page."""
    before, after = _around_the_case("officer:case")
    return f"{before}{case_id}{after}"


@cache
def _around_the_case(name: str, *more: str) -> tuple[str, str]:
    """What stands before and after the case's number: a list asks for hundreds of addresses."""
    before, after = reverse(name, args=[_ANY_CASE, *more]).split(str(_ANY_CASE))
    return before, after


_ANY_CASE = 9_999_999_999


def place_of(case: Case | None) -> list[show.Link]:
    """工作台 / 案号 / 办理."""
    home = show.Link(_("工作台"), reverse("officer:desk"))
    if case is None:
        return [home, show.Link(_("办理"))]
    href = reverse("officer:case", args=[case.pk])
    return [home, show.Link(case.docket_number, href), show.Link(_("办理"))]


def provisions_basis(act: type[Act], at: Doing) -> show.Basis | None:
    """The provisions an act stands on, as in force on the day."""
    found = []
    for key in act.under:
        try:
            found.append(citation(key, on=at.on))
        except Refusal:
            continue
    if not found:
        return None
    return show.Basis(
        title=_("“%(act)s”的条文") % {"act": named(act)},
        as_of=at.on,
        provisions=[f"{each.title}　{each}" if each.title else str(each) for each in found],
    )


def what_follows(act: type[Act], at: Doing) -> list[str]:
    """What submitting brings about: signatures, the paper, the clocks it ends and starts."""
    steps = []
    if act.signed_by:
        who = "、".join(
            f"{named(step.role)}{f' {step.people} 人' if step.people > 1 else ''}"
            for step in act.signed_by
        )
        alone = len(act.signed_by) == 1 and act.signed_by[0].people == 1
        signing = (
            _("送%(who)s签署，签署时生效") if alone else _("送%(who)s依次签署，最后一人签署时生效")
        )
        steps.append(signing % {"who": who})
    if act.document is not None:
        steps.append(_("生成《%(paper)s》，编号、盖章") % {"paper": named(template(act.document))})
    steps.append(_("记入日志，不可更改"))
    living = [each for each in load_nodes().values() if each.applies_on(at.on)]
    met = [named(each) for each in living if act.code in each.met_by]
    begun = [named(each) for each in living if act.code in each.started_by]
    if met:
        steps.append(_("办结期限：%(nodes)s") % {"nodes": "、".join(met)})
    if begun:
        steps.append(_("起算期限：%(nodes)s") % {"nodes": "、".join(begun)})
    return steps
