"""What each rule rests on (规则所依据的), read from the rules' own source.

The rulebook, `duixian law diff` and the fingerprint of a rule's version all ask here, so that no
list of provisions or numbers is kept by hand beside the code.
"""

from __future__ import annotations

import ast
import hashlib
import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from duixian.law.texts import parameters, provisions

_PACKAGE = "duixian.law.rules"
# Series of rates are named in code by their own word; their parameters begin with it.
_SERIES = {"LPR": "lpr-", "benchmark": "benchmark-"}
_SHORTEST_STEM = 4
_WORD = re.compile(r"[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class RuleUse:
    """A rule, the modules it is made of, and the provisions and parameters those name."""

    rule: str
    meaning: str
    module: str
    modules: tuple[str, ...]
    provisions: tuple[str, ...]
    parameters: tuple[str, ...]
    made_of: str


@cache
def _source(module: str) -> str:
    return resources.files(_PACKAGE).joinpath(f"{module}.py").read_text(encoding="utf-8")


@cache
def tree_of(module: str) -> ast.Module:
    """A module of law/rules, parsed."""
    return ast.parse(_source(module))


def rule_modules() -> tuple[str, ...]:
    """The names of the modules in law/rules."""
    names = (entry.name for entry in resources.files(_PACKAGE).iterdir())
    return tuple(
        sorted(name[:-3] for name in names if name.endswith(".py") and name != "__init__.py")
    )


def finders(module: str) -> Iterator[ast.FunctionDef]:
    """The public functions of a module that answer with a Finding."""
    for node in tree_of(module).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        if node.returns and ast.unparse(node.returns).startswith("Finding["):
            yield node


def is_marked(function: ast.FunctionDef) -> bool:
    """Whether a function is marked as a rule, so that its findings name their version."""
    return any(ast.unparse(each) == "rule" for each in function.decorator_list)


def named_in(tree: ast.AST, keys: Iterable[str]) -> set[str]:
    """Those of the keys a piece of code names, whole, by a stem (f"lpr-{tenor}") or by series."""
    known = set(keys)
    words = _words(tree)
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= {node.value} & known
            if stem := _SERIES.get(node.value):
                found |= {key for key in known if key.startswith(stem)}
        elif isinstance(node, ast.JoinedStr):
            pattern = _pattern(node, words)
            found |= {key for key in known if pattern and re.fullmatch(pattern, key)}
    return found


def _words(tree: ast.AST) -> list[str]:
    """The texts of a piece of code that could be the beginning of a key."""
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return sorted({text for text in texts if isinstance(text, str) and _WORD.fullmatch(text)})


def _pattern(text: ast.JoinedStr, words: list[str]) -> str:
    """A pattern for the keys an f-string can make; empty where it fixes too little of them.

    What it begins with must be fixed, or be a word the same code holds; what follows may be any.
    """
    fixed, pattern = 0, ""
    for part in text.values:
        choices = _choices(part) or ([] if pattern else words)
        if not choices and not pattern:
            return ""
        fixed += min(map(len, choices), default=0) if choices is not words else 0
        pattern += f"({'|'.join(map(re.escape, choices))})" if choices else "[a-zA-Z0-9-]+"
    return pattern if fixed >= _SHORTEST_STEM else ""


def _choices(part: ast.expr) -> list[str]:
    """The texts a part of an f-string can be, where the code itself says so."""
    value = part.value if isinstance(part, ast.FormattedValue) else part
    parts = (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,)
    if all(isinstance(each, ast.Constant) for each in parts):
        return [str(each.value) for each in parts if isinstance(each, ast.Constant)]
    return []


def _asked_by(module: str) -> set[str]:
    """The other modules of law/rules a module imports."""
    prefix = f"{_PACKAGE}."
    return {
        node.module.removeprefix(prefix)
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(prefix)
    }


def _made_of(module: str) -> tuple[str, ...]:
    """A module and all it asks, itself first."""
    found, waiting = {module}, [module]
    while waiting:
        more = _asked_by(waiting.pop()) - found
        found |= more
        waiting += more
    return (module, *sorted(found - {module}))


def _code_only(module: str) -> str:
    """The source without comments, docstrings and spaces: words about the code are not the code."""
    lines = _source(module).splitlines()
    for token in tokenize.generate_tokens(io.StringIO(_source(module)).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node
        ):
            said = node.body[0]
            for row in range(said.lineno, (said.end_lineno or said.lineno) + 1):
                lines[row - 1] = ""
    return "".join("".join(lines).split())


def _numbers(keys: Iterable[str]) -> str:
    """The values behind parameter keys with their days, as one text."""
    return ";".join(
        f"{key}:{entry.unit}:{entry.value}:{entry.in_force_from}:{entry.in_force_to}"
        for key in sorted(keys)
        for entry in parameters()[key].entries
    )


@cache
def rule_uses() -> Mapping[str, RuleUse]:
    """Every rule by the name of its function."""
    found: dict[str, RuleUse] = {}
    for module in rule_modules():
        for function in finders(module):
            modules = _made_of(module)
            trees = [tree_of(each) for each in modules]
            numbers = set().union(*(named_in(tree, parameters()) for tree in trees))
            texts = set().union(*(named_in(tree, provisions()) for tree in trees))
            for key in numbers:
                texts |= {entry.provision for entry in parameters()[key].entries}
            text = "|".join(_code_only(each) for each in modules) + _numbers(numbers)
            found[function.name] = RuleUse(
                rule=function.name,
                meaning=(ast.get_docstring(function) or "").split("\n\n")[0].replace("\n", " "),
                module=module,
                modules=modules,
                provisions=tuple(sorted(texts - {""})),
                parameters=tuple(sorted(numbers)),
                made_of=hashlib.sha256(text.encode()).hexdigest()[:16],
            )
    return found
