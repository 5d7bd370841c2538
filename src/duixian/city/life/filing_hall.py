"""The filing halls (立案庭) file what was received; directors hand it to officers and panels."""

from __future__ import annotations

from collections.abc import Iterable

from duixian.city.case_shapes import CaseFile
from duixian.city.filing import FILE_CASE, filing_facts
from duixian.city.life.town import Town
from duixian.contexts.record.doing import Done
from duixian.kernel.roles import Role

ASSIGN, PANEL = "cases.assign_officer", "cases.form_panel"


def file_received(town: Town, received: Iterable[CaseFile]) -> list[tuple[CaseFile, int]]:
    """File applications in order and assign each; the cases that were opened, with their ids."""
    opened = []
    for place, application in enumerate(received):
        case_id = _file(town, application, place)
        if case_id is not None:
            opened.append((application, case_id))
    return opened


def _file(town: Town, application: CaseFile, place: int) -> int | None:
    court = application.court
    clerk = town.one_of(court, Role.FILING_HALL, place)
    name = (application.id, application.title.number)
    filed = town.do(FILE_CASE, filing_facts(application), by=clerk, named=(*name, "file"))
    if not isinstance(filed, Done) or filed.case_id is None:
        return None
    case = filed.case_id
    director = town.one_of(court, Role.BUREAU_DIRECTOR)
    town.do(ASSIGN, {"case": case}, by=director, named=(*name, "assign"))
    judges = [town.actor(each).person_id for each in town.staff.of(court, Role.PANEL_JUDGE)]
    first = town.chance("panel", *name).randrange(len(judges))
    seats = judges[first:] + judges[:first]
    town.do(
        PANEL,
        {"case": case, "presiding": seats[0], "members": seats[1:3]},
        by=director,
        named=(*name, "panel"),
    )
    return case
