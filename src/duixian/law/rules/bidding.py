"""When online bidding ends (网络竞价): each bid near the end keeps it open a little longer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.law.texts import citations, parameter
from duixian.law.versions import rule


@dataclass(frozen=True, slots=True)
class Bidding:
    """When bidding ended, how often it was prolonged, and how many bids came too late."""

    ends_at: datetime
    extensions: int
    too_late: int


@rule
def bidding_end(
    *, starts_at: datetime, bids: Sequence[datetime], hours: int | None = None
) -> Finding[Bidding]:
    """The end of bidding that starts at a moment, given when bids reached the system.

    hours: as announced; None for the law's least. A bid before the start counts for nothing.
    Refuses with `bidding.too_short` and `bidding.zones_differ`, and with `law.parameter_not_known_on_day` before 2017.
    """
    for index, bid in enumerate(bids):
        if (bid.tzinfo is None) != (starts_at.tzinfo is None):
            raise Refusal(
                "bidding.zones_differ",
                "竞价开始和出价的时间，有的写了时区，有的没有写。",
                "都写时区，或者都不写（北京时间）。",
                f"bids[{index}]",
            )
    on = starts_at.date()
    least = parameter("online-bidding-hours", on=on).length
    if hours is not None and hours < least:
        raise Refusal(
            "bidding.too_short",
            f"竞价时间不得少于{least}小时。",
            f"hours 至少填 {least}，或者不填。",
            "hours",
            provisions=("online-bidding",),
        )
    minutes = parameter("online-bidding-extension-minutes", on=on).length
    more = timedelta(minutes=minutes)
    ends = starts_at + timedelta(hours=hours or least)
    keys = ("online-bidding",)
    steps = [Step("竞价开始", f"{hours or least}小时", {}, starts_at.isoformat(), keys)]
    steps.append(Step("原定结束", "", {}, ends.isoformat(), keys))
    extensions = too_late = 0
    for bid in sorted(bids):
        if bid >= ends:
            too_late += 1
        elif bid >= max(starts_at, ends - more):
            ends = bid + more
            extensions += 1
            words = {"出价": bid.isoformat()}
            steps.append(
                Step(f"结束前{minutes}分钟内出价，顺延", "", words, ends.isoformat(), keys)
            )
    steps.append(Step("竞价结束", "", {"逾时出价": str(too_late)}, ends.isoformat(), keys))
    return Finding(Bidding(ends, extensions, too_late), tuple(steps), citations(*keys, on=on))
