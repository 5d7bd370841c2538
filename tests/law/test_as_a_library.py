"""The law by itself: with nothing installed but what it asks for, every rule can be imported."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from importlib.metadata import requires
from pathlib import Path

import pytest

import duixian

SOURCE = Path(duixian.__file__).resolve().parent.parent
ROOT = SOURCE.parent
# What the distributions of the law are called when they are imported.
MODULES = {"typing-extensions": "typing_extensions", "typing-inspection": "typing_inspection"}

BLOCK = """
import sys
ALLOWED = {allowed!r}

class Blocked:
    def find_spec(self, name, path=None, target=None):
        top = name.split(".")[0]
        known = top in ALLOWED or top in sys.stdlib_module_names
        if not known and not top.startswith("_sysconfigdata"):
            raise ModuleNotFoundError(f"blocked: {{name}}", name=name)

sys.meta_path.insert(0, Blocked())
"""


def needed() -> set[str]:
    """The modules of what requirements-law.in asks for, with what those ask for."""
    lines = (ROOT / "requirements-law.in").read_text("utf-8").splitlines()
    waiting = [line.split(">")[0] for line in lines if line and not line.startswith("#")]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        for line in requires(name) or []:
            if "extra ==" not in line:
                waiting.append(line.split(">")[0].split("=")[0].split("<")[0].strip())
    return {MODULES.get(name, name.replace("-", "_")) for name in found} | {"duixian"}


def run(code: str, said: str = "") -> subprocess.CompletedProcess[str]:
    program = BLOCK.format(allowed=needed()) + textwrap.dedent(code)
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        input=said,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(SOURCE), "PATH": "", "PYTHONIOENCODING": "utf-8"},
        check=False,
    )


def test_every_module_of_the_law_is_imported_without_the_house() -> None:
    done = run(
        """
        import pkgutil
        from importlib import import_module
        import duixian.kernel, duixian.law
        for package in (duixian.kernel, duixian.law):
            for each in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
                import_module(each.name)
        from duixian.law.uses import rule_uses
        for use in rule_uses().values():
            assert callable(getattr(import_module(f"duixian.law.rules.{use.module}"), use.rule))
        assert "django" not in sys.modules
        print(len(rule_uses()))
        """
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 10


def test_a_rule_answers_where_only_the_law_is_installed() -> None:
    done = run(
        """
        from datetime import date
        from duixian.kernel.money import fen, yuan
        from duixian.law import delay_interest
        found = delay_interest(
            base=fen("10000.00"), performance_due=date(2017, 1, 1), until=date(2017, 4, 11)
        )
        print(yuan(found.value.doubled_part), found.rule_version)
        """
    )
    assert done.stdout.startswith("175.00 "), done.stderr


def test_the_command_answers_there_too_and_says_what_the_rest_needs() -> None:
    code = "from duixian.cli.main import main; sys.exit(main({words!r}))"
    done = run(code.format(words=["law", "fee"]), '{"amount": "946175.53", "on": "2017-05-17"}')
    assert '"fee": "11861.76"' in done.stdout, done.stderr
    done = run(code.format(words=["migrate"]))
    assert done.returncode == 2
    assert "duixian[server]" in done.stderr


def test_the_block_itself_blocks() -> None:
    done = run("import django")
    assert done.returncode == 1
    assert "blocked: django" in done.stderr


@pytest.mark.parametrize("name", ["delay_interest", "enforcement_fee", "termination_check"])
def test_the_front_door_offers_the_rules(name: str) -> None:
    import duixian.law

    assert name in duixian.law.__all__
    assert callable(getattr(duixian.law, name))
