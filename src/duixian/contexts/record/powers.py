"""R4.2.1 审执分离: in one case nobody both implements and adjudicates, by hand or by signature."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from duixian.contexts.record.acts import Act, catalogue
from duixian.contexts.record.models import DraftSignature, Entry
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Branch, Role

_OPPOSITE: Mapping[Branch, tuple[Branch, str, str]] = MappingProxyType(
    {
        Branch.ADJUDICATION: (
            Branch.IMPLEMENTATION,
            "您曾实施本案的执行",
            "由未参与本案执行实施的裁决法官办理",
        ),
        Branch.IMPLEMENTATION: (
            Branch.ADJUDICATION,
            "您曾裁决本案的执行争议",
            "由未参与本案执行裁决的人员办理",
        ),
    }
)


def keep_apart(act: type[Act], case_id: int | None, person_id: int | None) -> None:
    """Refuse whoever took part in the case on the other side: `record.powers_not_separated` (403).

    A president or director signs for every branch: only signatures given as a member of the
    other branch count, on drafts that took no effect too. Both are asked in one statement.
    """
    opposite = _OPPOSITE.get(act.branch)
    if opposite is None or case_id is None or person_id is None:
        return
    branch, words, cure = opposite
    codes = [each.code for each in catalogue if each.branch is branch]
    if not codes:
        return
    roles = [role.value for role in Role if role.branch is branch]
    did = Entry.objects.filter(case_id=case_id, person_id=person_id, act__in=codes)
    signed = DraftSignature.objects.filter(
        draft__case_id=case_id, person_id=person_id, draft__act__in=codes, role__in=roles
    )
    if did.values("pk").union(signed.values("pk")).exists():
        raise Refusal(
            "record.powers_not_separated",
            f"{words}，不能再办理“{act.title}”",
            cure=cure,
            provisions=("separation-of-powers",),
            status=403,
        )
