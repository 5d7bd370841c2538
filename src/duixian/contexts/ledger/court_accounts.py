"""The court's account at its bank, and each case's own number under it (一案一账号).

A case's number is the account's, eight digits of the case and two check digits (ISO 7064 MOD
97-10 over all before them), so that a slip of the pen names no case instead of another's.
"""

from __future__ import annotations

from duixian.contexts.cases import queries as cases
from duixian.contexts.ledger.models import CourtBankAccount
from duixian.contexts.measures.court_account import CourtAccount

CASE_DIGITS, CHECK_DIGITS = 8, 2
_MODULUS = 97


def of_court(court_id: int) -> CourtBankAccount | None:
    """The account the court uses now; None: none is registered."""
    return CourtBankAccount.objects.filter(court_id=court_id, active=True).first()


def of_case(case_id: int) -> CourtAccount | None:
    """Where money for this case goes: fills the seam `measures.court_account.of_case`."""
    court_id = cases.court_of(case_id)
    account = of_court(court_id) if court_id is not None else None
    if account is None:
        return None
    return CourtAccount(account.name, account.bank, number_of_case(account.number, case_id))


def number_of_case(account_number: str, case_id: int) -> str:
    """The case's own number under the court's account.

    >>> number_of_case("8812345678901234", 17)
    '88123456789012340000001796'
    """
    plain = f"{account_number}{case_id:0{CASE_DIGITS}d}"
    return f"{plain}{_check(plain):0{CHECK_DIGITS}d}"


def case_of_number(account_number: str, number: str) -> int | None:
    """The case a number stands for; None for the court's own number or one with a slip.

    >>> case_of_number("8812345678901234", "88123456789012340000001796")
    17
    >>> case_of_number("8812345678901234", "88123456789012340000001896") is None
    True
    """
    rest = number.removeprefix(account_number)
    if len(rest) != CASE_DIGITS + CHECK_DIGITS or not rest.isdecimal():
        return None
    case_id = int(rest[:CASE_DIGITS])
    return case_id if number_of_case(account_number, case_id) == number else None


def _check(plain: str) -> int:
    return _MODULUS + 1 - int(plain + "0" * CHECK_DIGITS) % _MODULUS
