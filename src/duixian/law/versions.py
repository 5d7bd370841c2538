"""Which version of which rule answered (规则版本), so that a figure can be asked for again.

`rule_versions.toml` is the one place where versions stand. MAJOR: the same question gets another
answer; MINOR: more questions are answered (a newly published rate, a new switch); PATCH: the same
answers by other code or words. A test holds the version to the code and the numbers behind it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, wraps
from importlib import resources
from typing import ParamSpec, TypeVar

from duixian.kernel.findings import Finding

Words = ParamSpec("Words")
Value = TypeVar("Value")

VERSIONS_FILE = "rule_versions.toml"


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """A rule's name, its semantic version, and the fingerprint of what it was made of."""

    rule: str
    version: str
    made_of: str


@cache
def rule_versions() -> Mapping[str, RuleVersion]:
    """Every rule's version, by the name of its function."""
    text = resources.files("duixian.law").joinpath(VERSIONS_FILE).read_text(encoding="utf-8")
    return {
        name: RuleVersion(name, row["version"], row["made_of"])
        for name, row in tomllib.loads(text).items()
    }


def rule(function: Callable[Words, Finding[Value]]) -> Callable[Words, Finding[Value]]:
    """Mark a function as a rule of law: its findings name it and its version."""
    name = function.__name__

    @wraps(function)
    def versioned(*args: Words.args, **kwargs: Words.kwargs) -> Finding[Value]:
        known = rule_versions().get(name)
        found = function(*args, **kwargs)
        # Written out, not replaced: a batch asks a rule a hundred thousand times.
        return Finding(
            found.value,
            found.steps,
            found.provisions,
            found.open_questions,
            known.version if known else "",
            name,
        )

    return versioned
