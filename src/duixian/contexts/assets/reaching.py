"""What the acts of this room have in common: finding debtors and rows, naming them in refusals."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from duixian.contexts.assets import queries
from duixian.contexts.assets.models import Asset, Inquiry
from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.case_act import CaseAct, case_of
from duixian.contexts.cases.models import CaseParty
from duixian.contexts.record.acts import Doing
from duixian.kernel.findings import Refusal

AFTER_TERMINATION = "terminated_proceedings"


class AssetAct(CaseAct):
    """An act of this room: also possible after 终本, when inquiries, leads and answers go on."""

    on_open_case = False

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        case = case_of(at)
        if case.closed_on is not None and case.closing != AFTER_TERMINATION:
            raise Refusal(
                "cases.closed",
                f"本案已于{case.closed_on}以“{case.get_closing_display()}”结案",
                cure="如需继续执行，请恢复执行立案",
            )


def new_correlation() -> str:
    """A request number (请求单号): unique, letters and digits."""
    return uuid.uuid4().hex


def debtors_of(at: Doing) -> list[CaseParty]:
    """The debtors of the case, read once."""
    assert at.case_id is not None
    case_id = at.case_id
    return at.once("debtors", lambda: cases.debtors_of(case_id))


def debtor_of(at: Doing, appearance: int, *, field: str = "debtor") -> CaseParty:
    """A debtor of this case; a Refusal when it is none."""
    for each in debtors_of(at):
        if each.pk == appearance:
            return each
    raise Refusal(
        "assets.not_a_debtor",
        "所选当事人不是本案被执行人",
        cure="从本案被执行人中选择",
        field=field,
    )


def debtor_choices(at: Doing) -> list[tuple[Any, str]]:
    return [
        (each.pk, f"{each.party.name} {each.party.identity_masked}".strip())
        for each in debtors_of(at)
    ]


def names_of(debtors: Iterable[CaseParty]) -> str:
    return "、".join(each.party.name for each in debtors)


def asset_of(at: Doing, asset_id: int, *, field: str = "asset") -> Asset:
    """An asset of this case with owner and institution; a Refusal when it is none."""
    found = queries.asset_in_case(at.case_id or 0, asset_id)
    if found is None:
        raise Refusal(
            "assets.not_in_case", "本案没有这一财产", cure="从本案财产中选择", field=field
        )
    return found


def inquiry_of(at: Doing, inquiry_id: int) -> Inquiry:
    """An inquiry of this case, locked until the act's end; a Refusal when it is none."""

    def read() -> Inquiry | None:
        return (
            Inquiry.objects.select_for_update(of=("self",))
            .select_related("debtor__party", "institution")
            .filter(pk=inquiry_id, case_id=at.case_id)
            .first()
        )

    found: Inquiry | None = at.once(("inquiry", inquiry_id), read)
    if found is None:
        raise Refusal(
            "assets.unknown_inquiry", "本案没有这一查询", cure="核对查询编号", field="inquiry"
        )
    return found
