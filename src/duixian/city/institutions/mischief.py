"""What goes wrong between an institution and the court (故障): by chance, or by a test's script."""

from __future__ import annotations

import os
import random
import signal
from collections import deque
from collections.abc import Iterable
from enum import StrEnum

from duixian.city.institutions.configuration import Faults


class Trouble(StrEnum):
    """What happens to one HTTP request."""

    NONE = "none"
    SERVER_ERROR = "server_error"  # 500, nothing done
    LOST_REPLY = "lost_reply"  # done, then 500
    HANG = "hang"  # done, then no reply for long
    MALFORMED = "malformed"  # done, the reply is cut off
    FORGED = "forged"  # done, the reply is signed with a key nobody knows
    TAMPERED = "tampered"  # done, the reply is changed after signing
    STALE = "stale"  # done, the reply to an earlier request is sent
    CRASH_BEFORE_COMMIT = "crash_before_commit"  # killed before the request is durable
    CRASH_AFTER_COMMIT = "crash_after_commit"  # killed when durable, before the receipt
    CRASH_BEFORE_EFFECT = "crash_before_effect"  # killed inside the transaction of the effect
    CRASH_AFTER_EFFECT = "crash_after_effect"  # killed after it


BY_CHANCE = (Trouble.SERVER_ERROR, Trouble.LOST_REPLY, Trouble.HANG, Trouble.MALFORMED)


class Mischief:
    """Draws the trouble of each request; a script goes before chance."""

    def __init__(self, faults: Faults, seed: int) -> None:
        self.faults = faults
        self._chance = random.Random(seed)
        self._script: deque[Trouble] = deque()
        self._crash_at = ""

    def script(self, troubles: Iterable[str]) -> None:
        """The next requests meet these, one each. Raises ValueError for an unknown word."""
        self._script.extend([Trouble(word) for word in troubles])

    def next(self) -> Trouble:
        """The trouble of the request that just came in."""
        trouble = self._script.popleft() if self._script else self._by_chance()
        if trouble.value.startswith("crash_"):
            self._crash_at = trouble.value.removeprefix("crash_")
        return trouble

    def checkpoint(self, place: str) -> None:
        """Die here, as if killed from outside, if that was drawn."""
        if place == self._crash_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def _by_chance(self) -> Trouble:
        for trouble in BY_CHANCE:
            if self._chance.random() < getattr(self.faults, trouble.value):
                return trouble
        return Trouble.NONE
