"""The courts of Wuhu by date, and the people in them."""

from __future__ import annotations

from datetime import date

import pytest

from duixian.city.courts import court_for, wuhu_courts
from duixian.city.staff import demonstration_password, make_staff
from duixian.kernel.roles import Branch, Role


def test_the_tree_has_one_intermediate_court_over_the_basic_ones() -> None:
    courts = wuhu_courts()
    assert [court.key for court in courts if court.parent is None] == ["wuhu"]
    assert {court.parent for court in courts[1:]} == {"wuhu"}
    assert all(court.code(date(2016, 5, 1)).startswith("皖02") for court in courts)


@pytest.mark.parametrize(
    ("key", "on", "name", "code"),
    [
        ("wanzhi", date(2016, 1, 4), "芜湖县人民法院", "皖0221"),
        ("wanzhi", date(2022, 1, 4), "芜湖市湾沚区人民法院", "皖0210"),
        ("fanchang", date(2019, 1, 4), "繁昌县人民法院", "皖0222"),
        ("fanchang", date(2022, 1, 4), "芜湖市繁昌区人民法院", "皖0212"),
        ("wuwei", date(2019, 12, 15), "无为县人民法院", "皖0225"),
        ("wuwei", date(2019, 12, 16), "无为市人民法院", "皖0225"),
        ("yijiang", date(2022, 1, 4), "芜湖市弋江区人民法院", "皖0209"),
        ("jinghu", date(2026, 1, 4), "芜湖市镜湖区人民法院", "皖0202"),
    ],
)
def test_names_and_codes_follow_the_day(key: str, on: date, name: str, code: str) -> None:
    (court,) = (court for court in wuhu_courts() if court.key == key)
    assert (court.name(on), court.code(on)) == (name, code)


def test_no_day_has_two_courts_of_one_code_or_a_court_of_two_names() -> None:
    courts = wuhu_courts()
    for year in range(2005, 2027):
        for month in (1, 9, 12):
            on = date(year, month, 28)
            sitting = [court for court in courts if court.exists(on)]
            codes = [court.code(on) for court in sitting]
            assert len(set(codes)) == len(codes)
            for court in sitting:
                assert sum(name.holds(on) for name in court.names) == 1
                assert sum(code.holds(on) for code in court.codes) == 1


def test_a_case_of_the_abolished_court_goes_to_the_one_that_took_it_over() -> None:
    courts = wuhu_courts()
    assert court_for(courts, "sanshan", date(2018, 3, 1)).key == "sanshan"
    assert court_for(courts, "sanshan", date(2021, 3, 1)).key == "yijiang"


@pytest.mark.parametrize("size", ["small", "medium", "large"])
def test_every_court_has_the_people_it_needs(size: str) -> None:
    staff = make_staff(size, seed=3, on=date(2016, 5, 1))
    for court in staff.courts:
        for role in Role:
            if role is Role.SYSTEM:
                continue
            assert staff.of(court.key, role), (court.key, role)
        assert len(staff.of(court.key, Role.PANEL_JUDGE)) >= 3
        assert len(staff.of(court.key, Role.OFFICER)) == len(staff.of(court.key, Role.CLERK))
        kinds = [team.kind for team in staff.teams if team.court == court.key]
        assert kinds.count("fast") == 1


def test_logins_are_unique_and_adjudication_judges_have_no_team() -> None:
    staff = make_staff("small", seed=3, on=date(2016, 5, 1))
    users = [official.user for official in staff.officials]
    assert len(set(users)) == len(users)
    assert "jinghu.officer1" in users
    teams = {team.key: team.court for team in staff.teams}
    for official in staff.officials:
        if official.role.branch is Branch.ADJUDICATION:
            assert official.team is None
        if official.team is not None:
            assert teams[official.team] == official.court


def test_the_same_seed_hires_the_same_people() -> None:
    on = date(2016, 5, 1)
    assert make_staff("small", 3, on) == make_staff("small", 3, on)
    assert make_staff("small", 3, on) != make_staff("small", 4, on)


def test_passwords_depend_on_the_folder_and_the_login() -> None:
    known = demonstration_password("folder one", "jinghu.officer1")
    assert known == demonstration_password("folder one", "jinghu.officer1")
    assert known != demonstration_password("folder two", "jinghu.officer1")
    assert known != demonstration_password("folder one", "jinghu.officer2")
    assert len(known) >= 12
