"""The board, the lists behind its numbers, the matrix and the manual."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from duixian.contexts.assets.acts_inquiry import SendInquiries
from duixian.contexts.record.acts import catalogue
from duixian.contexts.record.doing import do
from duixian.contexts.record.viewing import viewing
from duixian.kernel.roles import Role
from duixian.workflow.outstanding import number_outstanding, outstanding
from tests.contexts.closing.ground import enrol_institutions
from tests.world import TestCourt, World, act, file_case, make_world, on_day


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def signed_in(court: TestCourt, role: Role) -> Client:
    client = Client()
    client.force_login(court.people[role][0], backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_president_goes_from_a_number_to_its_cases(world: World) -> None:
    case_id = file_case(world.jinghu, "2016-12-12")
    from duixian.contexts.cases.models import Case

    with viewing(world.jinghu.officer):
        Case.objects.filter(pk=case_id).update(
            property_class="property", classified_on="2016-12-20"
        )
    president = signed_in(world.city, Role.PRESIDENT)
    with on_day("2017-05-17"):
        board = president.get("/supervisor/").content.decode()
        listed = president.get("/supervisor/counted/open/").content.decode()
        late = president.get("/supervisor/overdue/enforcement_notice/").content.decode()
    assert "看板" in board and "0 / 1 件" in board
    with viewing(world.jinghu.officer):
        docket = Case.objects.get(pk=case_id).docket_number
    assert docket in listed and docket in late


def test_an_officer_has_no_board(world: World) -> None:
    answer = signed_in(world.jinghu, Role.OFFICER).get("/supervisor/")
    assert answer.status_code == 403


def test_a_court_above_sees_all_and_a_basic_court_only_itself(world: World) -> None:
    file_case(world.jinghu, "2016-12-12")
    with on_day("2017-05-17"):
        other = signed_in(world.jiujiang, Role.PRESIDENT)
        assert other.get("/supervisor/?court=jinghu").status_code == 404
        above = signed_in(world.city, Role.PRESIDENT)
        assert above.get("/supervisor/?court=jinghu").status_code == 200


def test_what_has_no_end_is_counted_and_listed_for_all_courts_at_once(
    world: World, django_assert_num_queries: Any
) -> None:
    cases = [file_case(each, "2016-12-12") for each in (world.jinghu, world.jiujiang)]
    courts = [each.court.pk for each in (world.jinghu, world.jiujiang)]
    for court, case_id in zip((world.jinghu, world.jiujiang), cases, strict=True):
        with on_day("2016-12-13"):
            enrol_institutions(court)
            do(act(SendInquiries, case=case_id), by=court.officer)
    with viewing(world.city.president):
        alone = [number_outstanding(each) for each in courts]
        with django_assert_num_queries(1):
            assert number_outstanding(*courts) == sum(alone)
        assert all(alone), "both courts asked"
        with django_assert_num_queries(3):
            found = outstanding(*courts)
    assert {each.case_id for each in found} == set(cases)


@pytest.mark.parametrize("path", ["/supervisor/violations/nonsense/", "/supervisor/overdue/x/"])
def test_unknown_lists_are_not_found(world: World, path: str) -> None:
    assert signed_in(world.city, Role.PRESIDENT).get(path).status_code == 404


def test_matrix_and_manual_show_every_act(world: World) -> None:
    client = signed_in(world.jinghu, Role.OFFICER)
    matrix = client.get("/supervisor/matrix/").content.decode()
    index = client.get("/manual/").content.decode()
    for each in catalogue:
        assert each.title in matrix and each.title in index
        page = client.get(f"/manual/{each.code}/")
        assert page.status_code == 200, each.code
