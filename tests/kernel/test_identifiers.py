"""Docket, identity and credit numbers: read strictly, refused by name, shown masked."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from duixian.kernel.findings import Refusal
from duixian.kernel.identifiers import (
    Sex,
    credit_code_check_character,
    identity_check_digit,
    is_credit_code,
    is_identity_number,
    mask,
    parse_docket_number,
    read_credit_code,
    read_identity_number,
)


@pytest.mark.parametrize(
    ("text", "court", "kind", "serial", "canonical"),
    [
        ("(2016)皖0202执123号", "皖0202", "执", 123, "(2016)皖0202执123号"),
        ("（２０１６）皖０２０２执恢００１２号", "皖0202", "执恢", 12, "(2016)皖0202执恢12号"),
        ("〔2017〕皖02执复8号之一", "皖02", "执复", 8, "(2017)皖02执复8号之一"),
        ("( 2017 )最高法执监 3 号", "最高法", "执监", 3, "(2017)最高法执监3号"),
        ("(2016)皖0202民初2043号", "皖0202", "民初", 2043, "(2016)皖0202民初2043号"),
        ("(2020)皖02知民初5号", "皖02", "民初", 5, "(2020)皖02知民初5号"),
    ],
)
def test_docket_numbers_as_people_type_them(
    text: str, court: str, kind: str, serial: int, canonical: str
) -> None:
    number = parse_docket_number(text)
    assert (number.court_code, number.type_code, number.serial) == (court, kind, serial)
    assert number.canonical == canonical
    assert parse_docket_number(canonical) == number


@pytest.mark.parametrize(
    ("text", "court", "kind"),
    [
        ("(2015)镜执字第00123号", "镜", "执"),
        ("（2014）芜执恢字第3号", "芜", "执恢"),
        ("(2014)镜民一初字第01234号", "镜", "民一初"),
        ("(2013)芜中民二终字第00045-1号", "芜中", "民二终"),
    ],
)
def test_numbers_of_before_2016_are_kept_as_they_stand(text: str, court: str, kind: str) -> None:
    number = parse_docket_number(text)
    assert number.legacy
    assert (number.court_code, number.type_code) == (court, kind)
    assert "字第" in number.canonical


@pytest.mark.parametrize(
    "text",
    [
        "",
        "执123号",
        "(2016)皖0202执号",
        "(2016)皖0202执会12号",
        "(16)皖0202执1号",
        "2016皖0202执1号",
    ],
)
def test_what_is_no_docket_number_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_docket_number(text)
    assert refused.value.code == "docket_number.not_readable"
    assert "(2016)皖0202执123号" in refused.value.cure


def test_serials_start_at_one() -> None:
    with pytest.raises(Refusal) as refused:
        parse_docket_number("(2016)皖0202执0号")
    assert refused.value.code == "docket_number.serial_is_zero"


@given(st.dates(date(1930, 1, 1), date(2026, 12, 31)), st.integers(0, 999))
def test_identity_numbers_agree_with_an_independent_reader(born: date, order: int) -> None:
    first = f"349900{born:%Y%m%d}{order:03d}"
    number = first + identity_check_digit(first)
    found = read_identity_number(number)
    assert found.birth_date == born == ric.get_birth_date(number)
    assert found.sex is (Sex.MALE if order % 2 else Sex.FEMALE)
    assert ric.calc_check_digit(number) == number[-1]
    assert found.masked == f"3499**********{number[-4:]}"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("34990019740215001", "not_eighteen"),
        ("349900740215001", "not_eighteen"),
        ("34990019740215001A", "not_eighteen"),
        ("349900197402300018", "no_such_birth_date"),
        ("349900197402150017", "wrong_check_digit"),
    ],
)
def test_a_wrong_identity_number_is_refused_without_being_repeated(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_identity_number(text)
    assert refused.value.code == f"identity_number.{code}"
    assert text not in str(refused.value)
    assert not is_identity_number(text)


def test_a_small_x_and_full_width_digits_are_read() -> None:
    first = next(
        body
        for body in (f"34990019740215{order:03d}" for order in range(1000))
        if identity_check_digit(body) == "X"
    )
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in first) + "x"
    assert read_identity_number(wide).number == first + "X"


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9))
def test_credit_codes_agree_with_an_independent_reader(body: str) -> None:
    first = f"91349900{body}"
    code = first + credit_code_check_character(first)
    assert uscc.calc_check_digit(code) == code[-1]
    assert read_credit_code(code.lower()) == code
    wrong = code[:-1] + ("1" if code[-1] == "0" else "0")
    assert not is_credit_code(wrong)


def test_letters_that_no_credit_code_has_are_refused() -> None:
    with pytest.raises(Refusal) as refused:
        read_credit_code("91349900MAO1234567")
    assert refused.value.code == "credit_code.not_eighteen"


def test_numbers_are_shown_as_the_case_page_shows_them() -> None:
    assert mask("349900197402150017") == "3499**********0017"
    assert mask("91349900MA2NAA7K3X") == "91349900****7K3X"
    assert mask("E123") == "****"
