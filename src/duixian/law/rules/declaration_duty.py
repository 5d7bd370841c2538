"""What a debtor must declare (报告财产), for what time, by when, and what follows if not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.periods import Kind, Period, Unit, add_months, due_on
from duixian.law.texts import citations, parameter, provisions
from duixian.law.versions import rule

_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class DeclarationDuty:
    """The extent of a declaration.

    scope and changes in words; changes_from: since when changes must be told; due_on: the day in
    the order; update_by: by when a later change must be told, None where none was told of;
    late_days: days by which the declaration is late on the day asked, 0 where it is not.
    """

    scope: tuple[str, ...]
    changes: tuple[str, ...]
    changes_from: date
    due_on: date
    update_by: date | None
    late_days: int


@rule
def declaration_duty(
    *,
    ordered_on: date,
    notice_received_on: date,
    on: date,
    due: date | None = None,
    extended_to: date | None = None,
    filed_on: date | None = None,
    changed_on: date | None = None,
) -> Finding[DeclarationDuty]:
    """What a debtor must declare after an order of a day, and whether it is late.

    due: the day the order names, None for the court's usual length; extended_to: granted on
    written request. Refuses with `declaration_duty.due_before_order`, `.extended_backwards`, and
    before 2009 `law.parameter_not_known_on_day`.
    """
    scope = parameter("declaration-scope", on=ordered_on)
    changes = parameter("declaration-changes", on=ordered_on)
    back = parameter("declaration-lookback", on=ordered_on)
    since = add_months(notice_received_on, -back.length * _MONTHS_A_YEAR)
    last, questions = _due(ordered_on, due, extended_to)
    late = max(0, ((filed_on or on) - last).days)
    update_by = None
    if changed_on is not None:
        term = parameter("declaration-update-term", on=changed_on)
        update_by = due_on(changed_on, Period(term.length, Unit(term.unit)), Kind.PROCEDURAL).due
    used = [*scope.provisions, *changes.provisions]
    keys = [each.key for each in used]
    steps = [
        Step(
            "报告的范围",
            "",
            {},
            "；".join(row["title"] for row in scope.value),
            (keys[0],),
        ),
        Step(
            f"收到执行通知前{back.length}年至报告之日的变动",
            "",
            {"收到执行通知": notice_received_on.isoformat()},
            f"自 {since}",
            (keys[1],),
        ),
        Step(
            "报告的期限",
            "以报告财产令写明的日期为准",
            {"发出": ordered_on.isoformat()},
            last.isoformat(),
        ),
    ]
    if update_by is not None and changed_on is not None:
        steps.append(
            Step("变动后补充报告", "", {"变动": changed_on.isoformat()}, update_by.isoformat())
        )
    keys += _sanctions(steps, late, ordered_on)
    value = DeclarationDuty(
        tuple(row["title"] for row in scope.value),
        tuple(row["title"] for row in changes.value),
        since,
        last,
        update_by,
        late,
    )
    return Finding(value, tuple(steps), citations(*keys, on=ordered_on), questions)


def _due(
    ordered_on: date, due: date | None, extended_to: date | None
) -> tuple[date, tuple[str, ...]]:
    if due is not None and due < ordered_on:
        raise _refuse("due_before_order", "报告期限早于报告财产令。", "due")
    usual = parameter("declaration-default-term", on=ordered_on)
    questions: tuple[str, ...] = ()
    last = due
    if last is None:
        last = due_on(ordered_on, Period(usual.length, Unit(usual.unit)), Kind.PROCEDURAL).due
        questions = (
            f"条文没有规定报告的期限，以报告财产令为准；此处按本院参数{usual.length}日，至 {last}。",
        )
    if extended_to is not None:
        if extended_to < last:
            raise _refuse("extended_backwards", "延长后的期限早于原期限。", "extended_to")
        last = extended_to
    return last, questions


def _refuse(code: str, message: str, field: str) -> Refusal:
    return Refusal(
        code=f"declaration_duty.{code}", message=message, cure="请核对日期。", field=field
    )


def _sanctions(steps: list[Step], late: int, on: date) -> list[str]:
    """What follows a declaration that did not come in time."""
    if not late:
        return []
    keys = [
        key
        for key in ("declaration-sanction", "declaration-listing", "fine-and-detention")
        if provisions()[key].on(on)
    ]
    listed = "declaration-listing" in keys
    steps.append(
        Step(
            f"逾期 {late} 天",
            "可以罚款、拘留",
            {},
            "应当纳入失信名单" if listed else "可以罚款、拘留",
            tuple(keys),
        )
    )
    return keys
