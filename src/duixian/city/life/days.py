"""One day of everybody's life, and the turn of each case in it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from duixian.city.life import (
    banking,
    closing,
    control,
    course,
    creditor,
    debtor,
    disposal,
    finance,
    house,
    officer,
    sanctions,
)
from duixian.city.life.agenda import Diligence, diligence
from duixian.city.life.filing_hall import file_received
from duixian.city.life.institutions import Desks
from duixian.city.life.signers import sign_what_waits
from duixian.city.life.town import Town
from duixian.city.life.turn import Turn
from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.access import case_or_refuse
from duixian.contexts.cases.models import Case
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.viewing import set_viewer, viewing
from duixian.kernel import clock
from duixian.kernel.calendar import is_working_day

if TYPE_CHECKING:
    from duixian.city.life.living import Life

_STEPS = (
    officer.begin,
    officer.serve_papers,
    creditor.tell,
    finance.claim,
    debtor.declare,
    debtor.pay,
    officer.survey,
    control.take,
    control.keep,
    control.levy,
    disposal.dispose,
    finance.pay_out,
    sanctions.press,
    sanctions.relent,
    control.let_go,
    course.steer,
    closing.end,
)


def live_day(life: Life, desks: Desks, day: date, *, first: bool = True) -> None:
    """One day, the institutions having worked off what was due. Safe to repeat.

    first: the first day of this process, which may have been begun by another.
    """
    town = life.town
    with clock.standing_at(day):
        town.begin(day, lived_before=first)
        if first:
            _pick_up(life)
        life.clockwork.begin_day()
        life.clockwork.work()
        house.look_after(town)
        if is_working_day(day):
            _work(life)
            life.clockwork.work()
        for case_id, wait in banking.close_the_day(town, desks):
            life.agenda.plan(case_id, day + timedelta(days=wait))
        house.close_the_day(town)
        life.clockwork.work()


def _work(life: Life) -> None:
    town = life.town
    received = [each for each in life.arrivals.on(town.today) if each.court in town.court_ids]
    for _application, case_id in file_received(town, received):
        life.agenda.plan(case_id, _first_visit(town, case_id))
    life.clockwork.work()
    life.agenda.call(sign_what_waits(town), town.today)
    for case_id in life.agenda.take(town.today):
        back_on = take_turn(town, case_id)
        if back_on is not None:
            life.agenda.plan(case_id, back_on)


def _pick_up(life: Life) -> None:
    """What was begun before: the queue's work is found again, every open case gets a turn soon."""
    town = life.town
    life.clockwork.recover(town, town.today)
    for court_id in town.court_ids.values():
        with viewing(system_actor(court_id)):
            found = list(cases.open_cases(court_id).values_list("pk", "docket_number"))
        town.dockets.update(found)
        for case_id, docket in found:
            wait = town.chance(docket, "picked up").randrange(0, 8)
            life.agenda.plan(case_id, town.today + timedelta(days=wait))


def _first_visit(town: Town, case_id: int) -> date:
    with viewing(town.overseer):
        case = case_or_refuse(case_id)
    town.dockets[case_id] = case.docket_number
    draw = town.chance_today("first visit", case.docket_number)
    how = _diligence(town, case.officer_id)
    return town.today + timedelta(days=draw.randint(*how.first))


def _diligence(town: Town, officer_id: int | None) -> Diligence:
    return diligence(town.chance("diligence", town.user(officer_id)).random())


def take_turn(town: Town, case_id: int) -> date | None:
    """Everybody in a case does what is theirs to do; the day of its next turn, if it needs one."""
    with transaction.atomic():
        set_viewer(town.overseer.courts)
        case = case_or_refuse(case_id)
        town.dockets[case_id] = case.docket_number
        if case.officer_id is None:
            return town.today + timedelta(days=1)
        turn = Turn(town, case, town.court_keys[case.court_id], town.person(case.officer_id))
        for step in _STEPS:
            step(turn)
        turn.reread()
        return _next(turn)


def _next(turn: Turn) -> date | None:
    how = _diligence(turn.town, turn.case.officer_id)
    if turn.case.state == Case.State.CLOSED:
        return turn.back_on
    if how.heeds:
        turn.come_back_before(each.due_on for each in turn.running)
    turn.come_back_in(turn.luck("next").randint(*how.later))
    return turn.back_on
