"""Money at a bank: what a freeze holds, who is first, what can be levied (冻结、轮候、划拨)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import httpx
import pytest

from duixian.gateways.dealings import DepositTarget, Order, Refused
from duixian.gateways.errors import Misconfigured
from duixian.gateways.protocol import Measure
from duixian.gateways.registry import Gateway
from tests.gateways import stories, town
from tests.gateways.running import RunningInstitutions

BANK = "bank-7001"


@pytest.fixture
def bank(institutions: RunningInstitutions) -> Gateway:
    return institutions.gateway(BANK)


@pytest.fixture
def other_court(institutions: RunningInstitutions) -> Gateway:
    return institutions.gateway(BANK, other_court=True)


@pytest.fixture
def account() -> DepositTarget:
    """1,000.00 yuan of 张三丰 that nobody has touched."""
    target = stories.next_target(BANK)
    assert isinstance(target, DepositTarget)
    return target


def balance(institutions: RunningInstitutions, account: DepositTarget) -> int:
    book = institutions.administration.book(BANK, account.account_number)
    return book["objects"][0]["balance"]


def test_a_freeze_holds_its_amount_and_leaves_the_rest_free(bank, account, institutions) -> None:
    result = stories.done(bank, stories.freeze(account, 30_000))
    assert (result.limit, result.amount) == (30_000, 30_000)
    assert (result.balance, result.available) == (100_000, 70_000)
    spend = institutions.administration.move_money
    assert spend(BANK, account.account_number, -70_000, "商场") == 0
    with pytest.raises(httpx.HTTPStatusError, match="409"):
        spend(BANK, account.account_number, -1, "商场")


def test_a_freeze_above_the_balance_catches_money_that_comes_later(
    bank, account, institutions
) -> None:
    first = stories.freeze(account, 150_000)
    result = stories.done(bank, first)
    assert (result.limit, result.amount) == (150_000, 100_000)
    credit = institutions.administration.move_money
    assert credit(BANK, account.account_number, 80_000, "工资") == 30_000
    levied = stories.done(bank, stories.follow(first, Measure.LEVY, 150_000))
    assert levied.controlled and levied.balance == 30_000


def test_two_courts_share_an_account_in_the_order_of_arrival(bank, other_court, account) -> None:
    first, second = stories.freeze(account, 70_000), stories.freeze(account, 50_000)
    stories.done(bank, first)
    rest = stories.done(other_court, second)
    assert not rest.queued and rest.rank == 2
    assert (rest.limit, rest.amount, rest.available) == (50_000, 30_000, 0)
    stories.done(bank, stories.follow(first, Measure.LIFT))
    whole = stories.done(other_court, stories.follow(second, Measure.LEVY, 50_000))
    assert whole.controlled and whole.balance == 50_000


def test_what_another_court_holds_cannot_be_levied(
    bank, other_court, account, institutions
) -> None:
    first, second = stories.freeze(account, 100_000), stories.freeze(account, 100_000)
    stories.done(bank, first)
    assert stories.done(other_court, second).queued
    early = stories.done(other_court, stories.follow(second, Measure.LEVY, 1))
    assert early.reason == "measure_not_effective"
    stolen = stories.done(other_court, stories.follow(first, Measure.LEVY, 1))
    assert stolen.reason == "no_own_measure"
    assert balance(institutions, account) == 100_000


def test_a_levy_above_what_is_frozen_moves_nothing(bank, account, institutions) -> None:
    first = stories.freeze(account, 30_000)
    stories.done(bank, first)
    result = stories.done(bank, stories.follow(first, Measure.LEVY, 30_001))
    assert not result.controlled and result.reason == "above_frozen"
    assert result.message and result.cure
    assert balance(institutions, account) == 100_000


def test_a_levy_goes_to_the_courts_account_and_uses_up_the_freeze(
    bank, account, institutions
) -> None:
    first = stories.freeze(account, 30_000)
    stories.done(bank, first)
    part = stories.done(bank, stories.follow(first, Measure.LEVY, 10_000))
    assert (part.amount, part.limit, part.balance) == (10_000, 20_000, 90_000)
    rest = stories.done(bank, stories.follow(first, Measure.LEVY, 20_000))
    assert (rest.amount, rest.limit, rest.balance) == (20_000, 0, 70_000)
    assert rest.available == 70_000
    book = institutions.administration.book(BANK, account.account_number)
    assert [(one["amount"], one["counterparty_account"]) for one in book["movements"]] == [
        (-10_000, stories.CASE_ACCOUNT.number),
        (-20_000, stories.CASE_ACCOUNT.number),
    ]
    again = stories.done(bank, stories.follow(first, Measure.LEVY, 1))
    assert again.reason == "measure_ended"


def test_a_part_can_be_lifted(bank, account) -> None:
    first = stories.freeze(account, 80_000)
    stories.done(bank, first)
    result = stories.done(bank, stories.follow(first, Measure.LIFT, 30_000))
    assert result.controlled and result.limit == 50_000 and result.available == 50_000
    whole = stories.done(bank, stories.follow(first, Measure.LIFT))
    assert whole.controlled and whole.available == 100_000


def test_a_queued_freeze_can_be_withdrawn_before_it_takes_effect(
    bank, other_court, account
) -> None:
    first, second = stories.freeze(account, 100_000), stories.freeze(account, 40_000)
    stories.done(bank, first)
    assert stories.done(other_court, second).queued
    lift = stories.done(other_court, stories.follow(second, Measure.LIFT))
    assert lift.reason == "measure_not_effective"
    assert stories.done(other_court, stories.follow(second, Measure.LIFT_QUEUED)).controlled
    freed = stories.done(bank, stories.follow(first, Measure.LIFT))
    assert freed.available == 100_000, "nothing waits any more"


def test_freeze_and_levy_takes_what_is_there_and_stays_for_the_rest(bank, account) -> None:
    order = stories.order(
        Measure.FREEZE_AND_LEVY, account, amount=120_000, court_account=stories.CASE_ACCOUNT
    )
    result = stories.done(bank, order)
    assert (result.amount, result.balance, result.limit) == (100_000, 0, 20_000)


def test_income_is_withdrawn_from_income_accounts_only(bank, account) -> None:
    def withdraw(target: DepositTarget, subject=town.ZHANG) -> Order:
        return stories.order(
            Measure.GARNISH,
            target,
            subject,
            amount=60_000,
            court_account=stories.CASE_ACCOUNT,
        )

    assert stories.done(bank, withdraw(account)).amount == 60_000
    assert stories.done(bank, withdraw(account)).amount == 40_000, "no more than there is"
    assert stories.done(bank, withdraw(account)).reason == "nothing_available"
    basic = DepositTarget(town.number_of("7001", 902))
    assert stories.done(bank, withdraw(basic, town.FIRM)).reason == "not_an_income_account"


def test_a_wage_account_is_shown_as_protected_and_is_not_frozen(bank) -> None:
    answer = stories.answered(bank, stories.inquiry(town.FIRM))
    protected = [one for one in answer.deposits if one.protected]
    assert [one.account_class for one in protected] == ["农民工工资专用账户"]
    result = stories.done(bank, stories.freeze(protected[0].target, 100, town.FIRM))
    assert result.reason == "protected_object"


def test_names_are_compared_in_one_form(bank) -> None:
    half_width = replace(town.FIRM, name="芜湖(鸠江)青弋机械 有限公司")
    answer = stories.answered(bank, stories.inquiry(half_width))
    assert len(answer.deposits) == 2


def test_an_answer_tells_earlier_freezes_of_others(institutions) -> None:
    gateway = institutions.gateway("bank-7002")
    answer = stories.answered(gateway, stories.inquiry(town.LI))
    (deposit,) = answer.deposits
    assert (deposit.balance, deposit.available) == (50_000, 20_000)
    (before,) = deposit.existing
    assert before.authority == "江岸市中级人民法院" and before.amount == 30_000
    assert before.ends_on == date(2016, 6, 30) and not before.queued


def test_transactions_are_told_when_asked_for(bank, account, institutions) -> None:
    institutions.administration.move_money(BANK, account.account_number, -12_345, "青弋商贸")
    asked = stories.inquiry(transactions_from=date(2016, 1, 1))
    answer = stories.answered(bank, asked)
    (deposit,) = [one for one in answer.deposits if one.number == account.account_number]
    (movement,) = deposit.transactions
    assert (movement.amount, movement.counterparty) == (-12_345, "青弋商贸")
    assert movement.on == town.DAY


def test_a_seal_is_not_a_measure_of_banks_nor_a_freeze_of_registries(bank, institutions) -> None:
    account = stories.target_of(BANK, 1)
    said = bank.send_order(stories.order(Measure.SEAL_UP, account))
    assert isinstance(said, Refused) and said.returned and said.reason == "not_supported"
    land = institutions.gateway("land-registry")
    house = stories.target_of("land-registry", 1)
    said = land.send_order(stories.order(Measure.FREEZE, house))
    assert isinstance(said, Refused) and said.reason == "not_supported"


def test_an_incomplete_order_never_leaves_the_house(bank, account, institutions) -> None:
    before = len(institutions.administration.book(BANK)["requests"])
    without_amount = stories.order(Measure.FREEZE, account)
    with pytest.raises(Misconfigured, match="JE"):
        bank.send_order(without_amount)
    without_destination = stories.follow(
        stories.freeze(account, 1), Measure.LEVY, 1, court_account=None
    )
    with pytest.raises(Misconfigured, match="ZXKZHZH"):
        bank.send_order(without_destination)
    reversed_term = stories.freeze(account, 1, starts_on=stories.ENDS, ends_on=stories.STARTS)
    with pytest.raises(Misconfigured, match="JSRQ"):
        bank.send_order(reversed_term)
    house = stories.freeze(stories.target_of("land-registry", 1), 1)
    with pytest.raises(Misconfigured, match="不能控制"):
        bank.send_order(house)
    assert len(institutions.administration.book(BANK)["requests"]) == before
