"""Numbers that look like real ones, pass the same arithmetic, and belong to nobody.

Every number carries the region code 349900, which the register of regions never gave out, so no
number made here can be a living person's or a registered firm's. Telephone numbers use a prefix
no operator was given, account numbers a range no issuer holds.
"""

from __future__ import annotations

import random
from datetime import date

from duixian.kernel.identifiers import credit_code_check_character, identity_check_digit

REGION_THAT_DOES_NOT_EXIST = "349900"
TELEPHONE_PREFIX_OF_NOBODY = "154"
ACCOUNT_RANGE_OF_NOBODY = "99"

_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def identity_number(born: date, sequence: int) -> str:
    """A resident's identity number (居民身份证号码): odd sequence male, even female."""
    body = f"{REGION_THAT_DOES_NOT_EXIST}{born:%Y%m%d}{sequence:03d}"
    return body + identity_check_digit(body)


def credit_code(authority_and_class: str, serial: int) -> str:
    """A unified social credit code (统一社会信用代码).

    `authority_and_class` is its first two characters: 91 a firm, 11 a public body, 12 a public
    institution, 54 a village or residents' committee, 93 a farmers' cooperative.
    """
    organisation = f"{serial:08d}"
    total = sum(
        int(digit) * weight
        for digit, weight in zip(organisation, _ORGANISATION_WEIGHTS, strict=True)
    )
    check = 11 - total % 11
    organisation += {10: "X", 11: "0"}.get(check, str(check))
    body = f"{authority_and_class}{REGION_THAT_DOES_NOT_EXIST}{organisation}"
    return body + credit_code_check_character(body)


def account_number(bank: str, serial: int) -> str:
    """A bank account number of 19 digits that ends in a Luhn check digit."""
    body = f"{ACCOUNT_RANGE_OF_NOBODY}{bank}{serial:012d}"
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return body + str(-total % 10)


def telephone(serial: int) -> str:
    """A mobile number of 11 digits under a prefix of nobody; `serial` below 100,000,000."""
    # A multiplier prime to the range walks through all numbers without repeating one.
    return f"{TELEPHONE_PREFIX_OF_NOBODY}{serial * 61_803_399 % 100_000_000:08d}"


def plate(serial: int) -> str:
    """A vehicle plate of Wuhu in an order of digits and letters that is never issued."""
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    at = serial * 367_879 % (1000 * len(letters) ** 2)
    digits, pair = at % 1000, at // 1000
    first, second = letters[pair // len(letters)], letters[pair % len(letters)]
    return f"皖B·{digits // 100}{first}{digits // 10 % 10}{second}{digits % 10}"


def frame_number(chance: random.Random) -> str:
    """A vehicle identification number (车辆识别代号) whose maker code was never given out."""
    alphabet = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
    return (
        "0DX"
        + "".join(chance.choice(alphabet) for _ in range(8))
        + f"{chance.randrange(10**6):06d}"
    )
