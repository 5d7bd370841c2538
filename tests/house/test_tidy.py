"""The house keeps itself tidy. Each ban names what to do instead; numbers only ever get smaller."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "duixian"
FOLDERS = ("src", "tests", "bench", "docs", "tools", ".ci")
TEXT = {
    ".py",
    ".toml",
    ".md",
    ".html",
    ".css",
    ".js",
    ".sh",
    ".typ",
    ".sql",
    ".txt",
    ".lock",
    ".in",
}
FILE_LINES, FUNCTION_LINES = 500, 70
LOOKS_OF_THE_CITY = 12


def files(*suffixes: str) -> list[Path]:
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    found += list(ROOT.iterdir())
    wanted = set(suffixes) or TEXT
    return sorted(
        path
        for path in found
        if path.is_file()
        and (path.suffix in wanted or (not suffixes and path.name in ("Makefile", "run")))
        and not {"__pycache__", "node_modules"} & set(path.parts)
        and "egg-info" not in str(path)
    )


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def is_migration(path: Path) -> bool:
    return "migrations" in path.parts


def lines_with(pattern: str, paths: list[Path]) -> list[str]:
    wanted = re.compile(pattern)
    return [
        f"{named(path)}:{number}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if wanted.search(line)
    ]


def code() -> list[Path]:
    return [path for path in files(".py") if not is_migration(path)]


def test_a_file_fits_in_the_head() -> None:
    long = {
        named(path): count
        for path in code()
        if (count := len(path.read_text("utf-8").splitlines())) > FILE_LINES
    }
    assert not long, f"split by concept: {long}"


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_a_function_fits_on_a_screen() -> None:
    long = {
        f"{named(path)}:{node.name}": count
        for path in code()
        for node in functions(path)
        if (count := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    }
    assert not long, f"give its steps names of their own: {long}"


@pytest.mark.parametrize(
    ("pattern", "instead"),
    [
        ("TO" + r"DO\b|FIX" + r"ME\b", "do it, or open an issue"),
        (r"(?<![\w.])/(wo" + "rk|ro" + "ot|ho" + r"me/\w+)/", "ask a setting"),
        ("py" + r"pi\.org|python" + r"hosted|npm" + r"js\.org|py" + r"pi-mir", "name no registry"),
    ],
    ids=["unfinished work", "paths of one machine", "package registries"],
)
def test_nowhere_in_the_repository(pattern: str, instead: str) -> None:
    found = lines_with(pattern, files())
    assert not found, f"{instead}:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("pattern", "instead"),
    [
        (
            r"datetime\.(utc)?now\(|date\.today\(|timezone\.(local)?now|auto_now|time\.time\(",
            "ask duixian.kernel.clock",
        ),
        (r"\bfloat\(|FloatField", "money is whole fen, rates are fractions or decimals"),
        (r"^\s*except\s*:", "name what you expect"),
    ],
    ids=["the clock", "floats", "blind excepts"],
)
def test_not_in_the_code(pattern: str, instead: str) -> None:
    paths = [
        path
        for path in code()
        if path.is_relative_to(SOURCE) and path != SOURCE / "kernel" / "clock.py"
    ]
    found = lines_with(pattern, paths)
    assert not found, f"{instead}:\n" + "\n".join(found)


PINYIN = re.findall(
    r"\w+",
    """
    anhao anjian ankuan beizhixing biaodi caichan caiding chafeng cuicui dangshiren
    dongjie faguan fayuan huifu jiafu jiean kouhua lian lixi minshi
    paimai panjue pinggu qixian shenpi shenqing shixin songda susong tiaojie
    wenshu xiangao xingshi yijia zhixing zhongben
    """,
)


def test_names_are_english() -> None:
    bad = {
        f"{named(path)}:{node.lineno} {name}"
        for path in code()
        if path.is_relative_to(SOURCE)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (name := getattr(node, "name", None) or getattr(node, "id", None))
        and isinstance(name, str)
        and set(name.lower().split("_")) & set(PINYIN)
    }
    assert not bad, f"use the glossary's word: {sorted(bad)}"


def rooms() -> list[Path]:
    return sorted(path for path in (SOURCE / "contexts").iterdir() if path.is_dir())


def test_reads_write_nothing() -> None:
    writes = r"select_for_update|\.save\(|\.create\(|bulk_create|bulk_update|_or_create|\.delete\("
    reads = [path for room in rooms() for path in room.glob("queries*.py")]
    found = lines_with(writes, reads)
    assert reads and not found, "write inside an act:\n" + "\n".join(found)


def tables_of_other_rooms(path: Path, tree: ast.AST) -> dict[str, str]:
    """Names under which a file knows models of rooms it is not in, and whose they are."""
    known = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found = re.fullmatch(r"duixian\.contexts\.(\w+)\.models", node.module)
            if found and found[1] not in path.relative_to(SOURCE).parts:
                known |= {alias.asname or alias.name: found[1] for alias in node.names}
    return known


def test_tables_are_private_to_their_room() -> None:
    """Others may name a row's type; they read by its queries and write by its acts.

    The city lives outside the house and only loads in its process; how often it looks into rooms
    past their queries is a ratchet: the number may only get smaller.
    """
    strangers, from_outside = [], []
    for path in code():
        if not path.is_relative_to(SOURCE):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        known = tables_of_other_rooms(path, tree)
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Attribute)
                and node.attr in ("objects", "_default_manager", "_base_manager")
                and isinstance(node.value, ast.Name)
                and node.value.id in known
            ):
                room = known[node.value.id]
                found = from_outside if path.is_relative_to(SOURCE / "city") else strangers
                found.append(f"{named(path)}:{node.lineno} {room}.{node.value.id}")
    assert len(from_outside) <= LOOKS_OF_THE_CITY, "\n".join(from_outside)
    assert not strangers, "ask that room's queries.py:\n" + "\n".join(strangers)


def test_the_glossary_has_one_word_for_one_thing() -> None:
    glossary = ROOT / "GLOSSARY.md"
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in glossary.read_text("utf-8").splitlines()
        if line.startswith("|") and not set(line) <= set("|-: ")
    ]
    pairs = [
        (row[at], row[at + 1])
        for row in rows
        for at in range(0, len(row) - 1, 2)
        if row[at] and row[at] != "Chinese"
    ]
    assert len(pairs) > 50
    chinese = [pair[0] for pair in pairs]
    english = [pair[1] for pair in pairs]
    assert sorted(set(chinese)) == sorted(chinese), "a Chinese term stands twice"
    assert sorted(set(english)) == sorted(english), "an English word stands twice"


def test_rooms_stand_in_the_same_order_everywhere() -> None:
    from duixian.config.rooms import ROOMS

    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = next(
        contract["layers"]
        for contract in contracts["tool"]["importlinter"]["contracts"]
        if contract["name"].startswith("rooms")
    )
    assert [layer.strip("()") for layer in reversed(layers)] == list(ROOMS)
    assert {room.name for room in rooms() if not room.name.startswith("__")} <= set(ROOMS)
