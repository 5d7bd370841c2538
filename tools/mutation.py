"""Mutation testing of the rules where a wrong fen hurts most (变异测试): `make mutation`.

Copies the kernel, the law and its tests to var/mutation, lets mutmut change the rules there one
place at a time, and prints how many changes the tests caught. mutmut leaves decorated functions
alone, so in the copy `@rule` is applied after the function instead of over it.

    python tools/mutation.py                 # all of RULES
    python tools/mutation.py distribution    # the rules whose module begins so
    python tools/mutation.py --minutes 25    # stop then, and score what was tried
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "var" / "mutation"
RULES = ("delay_", "distribution", "termination")
TESTS = (
    "tests/law/test_golden_cases.py",
    "tests/law/test_termination.py",
    "tests/law/test_delay_interest_*.py",
    "tests/law/test_distribution*.py",
    "tests/law/test_survivors.py",
)
# Golden cases of the rules tried; the others would only take time.
CASES = ("delay", "distribution", "plan", "termination")
APART = "tests/law/test_golden_cases.py::test_every_tool_has_golden_cases_or_a_story_of_its_own"
CAUGHT, UNCAUGHT = (1, 3, -24, 24, 36, 152, 255), (0, 5, 33)
CONFTEST = """from hypothesis import HealthCheck, settings

settings.register_profile(
    "mutation",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=20,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("mutation")
"""
MARKED = re.compile(r"^@rule\n(def (\w+)\()", re.MULTILINE)


def lay_out(rules: list[str]) -> None:
    """A fresh copy to work in, with mutmut's settings."""
    shutil.rmtree(PLACE, ignore_errors=True)
    source = PLACE / "src" / "duixian"
    shutil.copytree(ROOT / "tests" / "law", PLACE / "tests" / "law")
    (PLACE / "tests" / "conftest.py").write_text(CONFTEST, "utf-8")
    for path in (PLACE / "tests" / "law" / "cases").glob("*.toml"):
        if not path.name.startswith(CASES):
            path.unlink()
    for folder in ("kernel", "law", "cli", "service"):
        shutil.copytree(ROOT / "src" / "duixian" / folder, source / folder)
    shutil.copy(ROOT / "src" / "duixian" / "__init__.py", source)
    for path in sorted((source / "law" / "rules").glob("*.py")):
        text = path.read_text("utf-8")
        names = [name for _, name in MARKED.findall(text)]
        after = "".join(f"\n\n{name} = rule({name})\n" for name in names)
        path.write_text(MARKED.sub(r"\1", text) + after, "utf-8")
    tests = sorted({str(path.relative_to(ROOT)) for each in TESTS for path in ROOT.glob(each)})
    settings = {
        "source_paths": ["src"],
        "only_mutate": [f"src/duixian/law/rules/{rule}*.py" for rule in rules],
        "also_copy": ["tests", "src"],
        "pytest_add_cli_args_test_selection": tests,
        "pytest_add_cli_args": [
            "-p",
            "no:django",
            "-p",
            "no:xdist",
            "-p",
            "no:cacheprovider",
            "--deselect",
            APART,
        ],
        # Words for people are not what the law says: lines of Chinese text stay as they are.
        "do_not_mutate_patterns": ["[一-龥]"],
        "use_git_change_detection": False,
        "track_dependencies": False,
    }
    rows = "".join(f"{key} = {json.dumps(value)}\n" for key, value in settings.items())
    pytest = '[tool.pytest.ini_options]\naddopts = "-q -x --import-mode=importlib"\n'
    paths = 'pythonpath = ["src", "."]\n'
    (PLACE / "pyproject.toml").write_text(f"{pytest}{paths}\n[tool.mutmut]\n{rows}", "utf-8")


def run(minutes: int, workers: int) -> None:
    """mutmut until it is done or the time is up."""
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(workers)]
    try:
        subprocess.run(command, cwd=PLACE, timeout=60 * minutes, check=False)
    except subprocess.TimeoutExpired:
        sys.stdout.write(f"\nstopped after {minutes} minutes\n")


def score() -> float:
    """Print a line a module and the names of survivors; the share caught of what was tried."""
    total: Counter[str] = Counter()
    survivors: list[str] = []
    for file in sorted((PLACE / "mutants").rglob("*.py.meta")):
        codes = json.loads(file.read_text("utf-8"))["exit_code_by_key"]
        found: Counter[str] = Counter()
        for name, code in codes.items():
            kind = "caught" if code in CAUGHT else "survived" if code in UNCAUGHT else "not tried"
            found[kind] += 1
            survivors += [name] if kind == "survived" else []
        if found:
            sys.stdout.write(f"{file.name.removesuffix('.py.meta'):<24} {dict(found)}\n")
        total += found
    tried = total["caught"] + total["survived"]
    share = total["caught"] / tried if tried else 0.0
    sys.stdout.write("".join(f"survived: {name}\n" for name in survivors))
    sys.stdout.write(
        f"{total['caught']} of {tried} caught: {share:.1%}; {total['not tried']} left\n"
    )
    return share


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rules", nargs="*", default=list(RULES))
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    lay_out(asked.rules)
    run(asked.minutes, asked.workers)
    score()
    return 0


if __name__ == "__main__":
    sys.exit(main())
