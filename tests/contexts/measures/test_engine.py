"""The control plan: exempt money out, usable money first, few accounts, never above (R4.3.1)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from duixian.contexts.measures.engine import Account, Room, held_after, judge, plan
from duixian.kernel.money import Fen, fen

FIRM, MAN = 1, 2
HUISHANG = Account(1, "徽商银行 3308", FIRM, fen("142305.77"))
ICBC = Account(2, "工商银行 0921", FIRM, fen("96880.00"))
CCB = Account(3, "建设银行 7714", FIRM, fen("0"), behind=1)
UNION = Account(4, "工商银行 5560", FIRM, fen("18400.00"), why_not="工会经费")
PENSION = Account(5, "邮储银行 2046", MAN, fen("6412.30"), kept=fen("1080.00"))
WALLET = Account(6, "支付宝 余额", MAN, fen("1208.66"))
EVERY = [HUISHANG, ICBC, CCB, UNION, PENSION, WALLET]
ROOM = Room(fen("228608.79"))
ASKED = {
    1: fen("142305.77"),
    2: fen("96880.00"),
    3: fen("318000.00"),
    5: fen("5332.30"),
    6: fen("1208.66"),
}


def test_the_largest_first_and_the_last_one_trimmed() -> None:
    found = plan(EVERY, ROOM)
    assert found.amount_of(1) == fen("142305.77")
    assert found.amount_of(2) == fen("86303.02")
    assert [line.key for line in found.lines if line.amount] == [1, 2]
    assert (found.total, found.short) == (fen("228608.79"), 0)


def test_one_account_is_enough_where_one_holds_enough_and_the_smallest_such() -> None:
    found = plan(EVERY, Room(fen("90000.00")))
    assert [(line.key, line.amount) for line in found.lines if line.amount] == [
        (2, fen("90000.00"))
    ]


def test_what_is_short_waits_behind_others_and_is_not_counted() -> None:
    found = plan(EVERY, Room(fen("300000.00")))
    assert found.amount_of(4) == 0, "union dues are exempt"
    assert found.amount_of(5) == fen("5332.30"), "the month's living cost is left"
    queue = next(line for line in found.lines if line.key == 3)
    assert (queue.queued, queue.rank) == (True, 2)
    assert queue.amount == found.short == fen("54273.27")
    assert found.total == fen("245726.73")


def test_above_the_ceiling_the_refusal_says_where_and_two_ways_out() -> None:
    excess = judge(EVERY, ASKED, ROOM)
    assert excess is not None
    assert (excess.over, excess.key) == (fen("17117.94"), 2)
    assert excess.sentence == "最多填 79,762.06：前面各户加上它已超过债权和费用"
    assert [cure.words for cure in excess.cures] == [
        "把工商银行 0921 改为 79,762.06",
        "不冻邮储银行 2046、支付宝 余额，工商银行 0921 改为 86,303.02",
    ]
    for cure in excess.cures:
        assert judge(EVERY, cure.amounts, ROOM) is None


def test_a_debtor_liable_for_a_share_is_not_held_for_more() -> None:
    room = Room(fen("228608.79"), {MAN: fen("1000.00")})
    found = plan([PENSION, WALLET], room)
    assert found.total == fen("1000.00")
    excess = judge([PENSION, WALLET], {5: fen("800.00"), 6: fen("300.00")}, room)
    assert excess is not None and (excess.over, excess.key) == (fen("100.00"), 6)


def test_nothing_to_hold_nothing_held() -> None:
    assert plan(EVERY, Room(Fen(0))).total == 0
    assert plan([], ROOM).short == ROOM.total


amounts = st.integers(0, 10**9).map(Fen)
accounts = st.lists(
    st.builds(
        Account,
        key=st.just(0),
        label=st.just("户"),
        owner=st.integers(1, 3),
        available=amounts,
        kept=st.sampled_from([0, 1, 108_000, 10**9]).map(Fen),
        behind=st.integers(0, 2),
        why_not=st.sampled_from(["", "", "", "豁免"]),
    ),
    max_size=9,
).map(
    lambda many: [
        Account(place, f"户{place}", a.owner, a.available, a.kept, a.behind, a.why_not)
        for place, a in enumerate(many, 1)
    ]
)
rooms = st.builds(
    Room, total=amounts, owners=st.dictionaries(st.integers(1, 2), amounts, max_size=2)
)


@given(accounts, rooms)
def test_never_above_what_is_owed_and_never_what_is_exempt(many: list[Account], room: Room) -> None:
    found = plan(many, room)
    by_key = {each.key: each for each in many}
    taken = {line.key: line.amount for line in found.lines if line.amount}
    assert held_after(many, taken) == found.total <= room.total
    assert found.total + found.short == room.total
    for owner, most in room.owners.items():
        held = [each for each in many if each.owner == owner and not each.would_queue]
        assert sum(taken.get(each.key, 0) for each in held) <= most
    for line in found.lines:
        account = by_key[line.key]
        assert line.amount == 0 or not account.why_not
        assert line.queued or line.amount <= account.usable
    assert judge(many, taken, room) is None


@given(accounts, rooms)
def test_enough_is_held_whenever_enough_is_there_and_with_the_fewest_accounts(
    many: list[Account], room: Room
) -> None:
    free = sorted((each.usable for each in many if not each.why_not), reverse=True)
    found = plan(many, Room(room.total))
    assert found.total == min(room.total, sum(free))
    used = sum(1 for line in found.lines if line.amount and not line.queued)
    fewest, gathered = 0, 0
    while gathered < found.total:
        gathered += free[fewest]
        fewest += 1
    assert used == fewest


@given(accounts, rooms, st.data())
def test_every_cure_cures(many: list[Account], room: Room, data: st.DataObject) -> None:
    asked = {each.key: data.draw(amounts) for each in many}
    simple = Room(room.total)
    excess = judge(many, asked, simple)
    if excess is None:
        counted = [asked[each.key] for each in many if not each.would_queue]
        assert sum(counted) <= simple.total
        return
    assert excess.over > 0
    for cure in excess.cures:
        assert judge(many, cure.amounts, simple) is None
        assert all(cure.amounts[key] <= asked[key] for key in asked)
