"""Every provision and parameter that the house names is one the law's texts hold."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import duixian
from duixian.law.nodes import load_nodes
from duixian.law.texts import parameters, provisions

SOURCE = Path(duixian.__file__).parent
KEY = re.compile(r"[a-z0-9-]+")
PROVISION_WORDS = ("under", "provisions")


def _texts(node: ast.AST) -> Iterator[str]:
    """The keys written in a tuple or list."""
    if isinstance(node, ast.Tuple | ast.List):
        for each in node.elts:
            value = each.value if isinstance(each, ast.Constant) else None
            if isinstance(value, str) and KEY.fullmatch(value):
                yield value


def _named_provisions(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            named = [target.id for target in node.targets if isinstance(target, ast.Name)]
            if set(named) & {"under"}:
                yield from _texts(node.value)
        elif isinstance(node, ast.Call):
            for keyword in node.keywords:
                if keyword.arg in PROVISION_WORDS:
                    yield from _texts(keyword.value)
            if isinstance(node.func, ast.Name) and node.func.id == "citation" and node.args:
                yield from _texts(ast.Tuple(elts=node.args[:1]))


def _named_parameters(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "parameter"
            and node.args
        ):
            yield from _texts(ast.Tuple(elts=node.args[:1]))


def _trees() -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield str(path.relative_to(SOURCE)), ast.parse(path.read_text("utf-8"))


def test_every_provision_named_in_code_is_in_the_texts() -> None:
    unknown = {
        f"{name}: {key}"
        for name, tree in _trees()
        for key in _named_provisions(tree)
        if key not in provisions()
    }
    assert not unknown, f"add the provision to law/sources: {sorted(unknown)}"


def test_every_parameter_named_in_code_is_in_the_texts() -> None:
    unknown = {
        f"{name}: {key}"
        for name, tree in _trees()
        for key in _named_parameters(tree)
        if key not in parameters()
    }
    assert not unknown, f"add the number to law/parameters: {sorted(unknown)}"


def test_every_parameter_cites_known_provisions() -> None:
    for path in sorted((SOURCE / "law" / "parameters").glob("*.toml")):
        for raw in tomllib.loads(path.read_text("utf-8")).values():
            named = [raw.get("provision"), *(row.get("provision") for row in raw["values"])]
            assert {key for key in named if key} <= set(provisions()), path.name


def test_the_search_itself_finds_what_is_named() -> None:
    found = {key for _, tree in _trees() for key in _named_provisions(tree)}
    assert "periods" in found or "docket-number" in found
    assert {node.parameter for node in load_nodes().values()} <= set(parameters())
