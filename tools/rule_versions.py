"""Shows the rules of law changed since their version was set, and raises versions.

    python tools/rule_versions.py                       # which rules changed
    python tools/rule_versions.py --raise minor         # raise all that changed
    python tools/rule_versions.py --raise major fee     # raise the changed rules named

major: the same question gets another answer; minor: more questions are answered; patch: the same
answers. A rule that is new starts at 1.0.0.
"""

from __future__ import annotations

import argparse
import sys
from importlib import resources
from pathlib import Path

from duixian.law.uses import rule_uses
from duixian.law.versions import VERSIONS_FILE, RuleVersion, rule_versions

LEVELS = ("major", "minor", "patch")
HEAD = """# The version of each rule, and the fingerprint of the code and numbers it was set for.
# Written by tools/rule_versions.py; see versions.py for what the three numbers mean.
"""


def changed() -> list[str]:
    """The rules whose code or numbers are not those of their version, and the new ones."""
    known = rule_versions()
    return [
        name
        for name, use in rule_uses().items()
        if name not in known or known[name].made_of != use.made_of
    ]


def raised(version: str, level: str) -> str:
    """A version raised by one at a level."""
    parts = [int(part) for part in version.split(".")]
    at = LEVELS.index(level)
    return ".".join(map(str, [*parts[:at], parts[at] + 1, *[0] * (2 - at)]))


def rows(level: str, names: list[str]) -> list[RuleVersion]:
    """Every rule's row: raised where named, as it was where not, without rules that are gone."""
    known = rule_versions()
    found = []
    for name, use in sorted(rule_uses().items()):
        if name not in known:
            found.append(RuleVersion(name, "1.0.0", use.made_of))
        elif name in names:
            found.append(RuleVersion(name, raised(known[name].version, level), use.made_of))
        else:
            found.append(known[name])
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raise", dest="level", choices=LEVELS)
    parser.add_argument("rules", nargs="*")
    asked = parser.parse_args()
    todo = [name for name in changed() if not asked.rules or name in asked.rules]
    if not asked.level:
        sys.stdout.write("".join(f"{name}\n" for name in todo))
        return 1 if todo else 0
    text = HEAD + "".join(
        f'\n[{row.rule}]\nversion = "{row.version}"\nmade_of = "{row.made_of}"\n'
        for row in rows(asked.level, todo)
    )
    file = Path(str(resources.files("duixian.law"))) / VERSIONS_FILE
    file.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
