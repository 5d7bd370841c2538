"""Every rule has a page with an example, and every example still gives what its page says."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from duixian.law.uses import rule_uses

PAGES = Path(__file__).resolve().parents[2] / "docs" / "law"
RULEBOOK = "rulebook.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(page: Path) -> list[str]:
    return BLOCK.findall(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "page",
    [path for path in sorted(PAGES.glob("*.md")) if path.name != RULEBOOK],
    ids=lambda path: path.name,
)
def test_the_examples_of_a_page_hold(page: Path) -> None:
    blocks = examples(page)
    assert blocks
    text = "\n".join(blocks)
    story = doctest.DocTestParser().get_doctest(text, {}, page.name, page.name, 0)
    assert story.examples
    runner = doctest.DocTestRunner(verbose=False)
    said: list[str] = []
    runner.run(story, out=said.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(said)


@pytest.mark.parametrize("name", sorted(rule_uses()))
def test_a_rule_has_a_page_that_uses_it(name: str) -> None:
    page = PAGES / f"{name}.md"
    assert page.exists(), f"write docs/law/{name}.md with an example, and name it in its README"
    assert any(f"{name}(" in block for block in examples(page))
    assert f"]({name}.md)" in (PAGES / "README.md").read_text(encoding="utf-8")


def test_a_page_that_no_longer_holds_is_found() -> None:
    story = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "wrong", "wrong", 0)
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(story, out=lambda text: None)
    assert runner.failures == 1
