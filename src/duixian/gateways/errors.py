"""How a dealing with an institution goes wrong: three ways, never mixed up.

`Unreachable` may pass by itself and is worth a retry; `Malformed` is an institution that answers
nonsense and needs a person when it stays; `MessageRefused` is a message that must not be
believed or accepted, with its reason code.
"""

from __future__ import annotations

from duixian.gateways.protocol import REASONS, Reason


class GatewayError(Exception):
    """Something between the court and an institution failed (通信失败)."""

    transient = False

    def __init__(self, message: str, *, institution: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.institution = institution


class Unreachable(GatewayError):
    """No usable reply after the retries: timeout, refused connection, 5xx, 429 (暂时不通)."""

    transient = True


class Malformed(GatewayError):
    """A reply came and cannot be understood or believed (答复无法采信)."""


class MessageRefused(GatewayError):
    """A message fails a check of the envelope; `reason` says which (拒收)."""

    def __init__(self, reason: Reason, detail: str = "", *, institution: str = "") -> None:
        words = REASONS[reason]
        super().__init__(
            f"{words.chinese}{'：' + detail if detail else ''}", institution=institution
        )
        self.reason = reason
        self.detail = detail
        self.transient = words.transient


class Misconfigured(GatewayError):
    """The directory, a key file or an option is missing or wrong (配置错误)."""
