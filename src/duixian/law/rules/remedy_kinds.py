"""How a way to contest enforcement is written down (救济途径): who, to whom, from when; no numbers.

A clock names the parameter that holds its length; a remedy exists on a day when its leading
provision is in force on that day.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """One time limit: the event it runs from, its parameter and that of its longest extension."""

    start: str
    parameter: str
    extension: str = ""


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way to contest an act of enforcement, or one duty to answer.

    provision: without it in force the remedy does not exist; until: until when it may be filed
    where no period is set; waits: the filing clock must have run out before it may be filed;
    open_question: what the texts do not say.
    """

    key: str
    title: str
    title_en: str
    who: str
    to: str
    provision: str
    filing: Clock | None = None
    until: str = ""
    decision: Clock | None = None
    effect: str = ""
    waits: bool = False
    provisions: tuple[str, ...] = ()
    open_question: str = ""


PARTIES = "当事人、利害关系人"
COURT, UPPER, SAME = "执行法院", "上一级人民法院", "作出裁定的法院"
NO_STAY = "不停止执行"
NO_DISPOSAL = "期间不得处分执行标的"
RULING = "裁定送达之日"
REQUEST = "收到申请之日"
BEFORE_END = "执行程序终结前"
