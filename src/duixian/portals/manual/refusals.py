"""The refusals an act can give, read from its own code: nothing is described twice."""

from __future__ import annotations

import ast
import inspect
import textwrap
from functools import cache

from duixian.contexts.record.acts import Act


@cache
def refusals_of(act: type[Act]) -> tuple[tuple[str, str], ...]:
    """Message and cure of every Refusal the act's class raises, and those of its bases in rooms."""
    found: dict[str, str] = {}
    for kind in act.__mro__:
        if not kind.__module__.startswith("duixian.contexts.") or kind is Act:
            continue
        tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) == "Refusal" and len(node.args) > 1:
                cure = next((each.value for each in node.keywords if each.arg == "cure"), None)
                found.setdefault(_text(node.args[1]), _text(cure) if cure is not None else "")
    return tuple(found.items())


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _text(node: ast.expr) -> str:
    """A literal as written; what is filled in at the time stands as an ellipsis."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values
        )
    return "…"
