"""What stops the machinery from running, said with its cure."""

from __future__ import annotations


class ServiceProblem(Exception):
    """Something outside the code is in the way (无法运行): what it is, and what to do about it."""

    def __init__(self, message: str, cure: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure

    def __str__(self) -> str:
        return f"{self.message}\n{self.cure}" if self.cure else self.message
