"""`duixian law rulebook`: reads a checkout of the source for what tests and uses each provision."""

from __future__ import annotations

import ast
import json
import sys
import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import duixian
from duixian.kernel.findings import Refusal
from duixian.law.asking import ask
from duixian.law.rulebook import Evidence, rulebook, stale_lines
from duixian.law.texts import provisions
from duixian.law.uses import named_in

_SHOWN = 20


def run(*, check: bool) -> int:
    """Write the rulebook, or say whether the one kept is stale (exit status 1)."""
    root = _checkout()
    file = root / "docs" / "law" / "rulebook.md"
    fresh = rulebook(gathered(root))
    if not check:
        file.write_text(fresh, encoding="utf-8")
        return 0
    kept = file.read_text(encoding="utf-8") if file.exists() else ""
    stale = stale_lines(kept, fresh)
    if not stale:
        return 0
    print("规则手册已过期，请运行 duixian law rulebook / the rulebook is stale:", file=sys.stderr)
    print("\n".join(line[:200] for line in stale[:_SHOWN]), file=sys.stderr)
    return 1


def _checkout() -> Path:
    root = Path(duixian.__file__).resolve().parents[2]
    if not (root / "tests" / "law" / "cases").is_dir():
        raise Refusal(
            code="rulebook.no_checkout",
            message="规则手册要从源代码目录生成，这里没有测试和文档。",
            cure="请在源代码目录中运行。",
            field="tool",
        )
    return root


def gathered(root: Path) -> Evidence:
    """What the checkout shows for each provision."""
    source = root / "src" / "duixian"
    house = [path for path in source.rglob("*.py") if not _is_apart(path.relative_to(source))]
    return Evidence(
        cases=_cases(root / "tests" / "law" / "cases"),
        tests=_named(root / "tests", (root / "tests").rglob("test_*.py"), "tests/"),
        house=_named(source, house, ""),
    )


def _is_apart(path: Path) -> bool:
    return path.parts[0] in ("law", "city") or "migrations" in path.parts


def _named(root: Path, paths: Iterable[Path], before: str) -> dict[str, set[str]]:
    """Files by the key of provision they name; a key of one plain word is no sign of anything."""
    keys = [key for key in provisions() if "-" in key]
    found: dict[str, set[str]] = {}
    for path in sorted(paths):
        text = path.read_text(encoding="utf-8")
        for key in named_in(ast.parse(text), [key for key in keys if key in text]):
            found.setdefault(key, set()).add(f"{before}{path.relative_to(root)}")
    return found


def _cases(folder: Path) -> dict[str, set[str]]:
    """Golden case files by the key of provision their answers cite."""
    found: dict[str, set[str]] = {}
    for path in sorted(folder.glob("*.toml")):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in raw["cases"]:
            try:
                answer = ask(raw["tool"], json.dumps(_plain(case["input"]), ensure_ascii=False))
            except Refusal:
                continue
            for cited in answer["provisions"]:
                found.setdefault(cited["key"], set()).add(f"cases/{path.name}")
    return found


def _plain(value: Any) -> Any:
    """TOML as JSON has it: dates as text, and the word none for null."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "none" else value
