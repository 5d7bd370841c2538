"""The rulebook is written from the law, its tests and its users, and is never stale."""

from __future__ import annotations

from pathlib import Path

import pytest

from duixian.cli import law_rulebook
from duixian.law.rulebook import Evidence, rulebook, stale_lines
from duixian.law.texts import provisions
from duixian.law.uses import rule_uses

ROOT = Path(__file__).resolve().parents[2]


def test_it_is_not_stale(capsys: pytest.CaptureFixture[str]) -> None:
    assert law_rulebook.run(check=True) == 0, capsys.readouterr().err + "\nrun: make rulebook"


def test_a_line_more_or_less_makes_it_stale_but_order_does_not() -> None:
    assert not stale_lines("a\nb\nb", "b\na\nb")
    assert stale_lines("a\nb", "b\nc") == ["- a", "+ c"]
    assert stale_lines("a", "a\na") == ["+ a"]


def test_a_provision_is_followed_from_article_to_use() -> None:
    book = rulebook(law_rulebook.gathered(ROOT))
    line = next(row for row in book.splitlines() if row.startswith("| `enforcement-fee` "))
    for sign in (
        "2007-04-01 国务院令第481号 第十四条第一项",
        "`enforcement-fee-scale`",
        "`enforcement_fee`",
        "cases/fee.toml",
        "contexts/",
    ):
        assert sign in line


def test_every_provision_rule_and_gap_is_told() -> None:
    book = rulebook(Evidence())
    missing = book.partition("## Not coded")[2].partition("\n## ")[0]
    told = book.partition("## Provisions")[2]
    for key, provision in provisions().items():
        assert told.count(f"\n| `{key}` ") == 1, key
        assert (f"\n| `{key}` " in missing) == (provision.status != "coded"), key
    for name in rule_uses():
        assert f"| [{name}]({name}.md) |" in book
