"""`duixian`: complete help, exact exit statuses, problems without tracebacks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from duixian.cli.registry import COMMANDS

ROOT = Path(__file__).resolve().parent.parent.parent


def duixian(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "duixian.cli.main", *words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.word)
def test_each_command_of_the_register_is_there(command) -> None:
    module = import_module(f"duixian.cli.{command.module}")
    assert callable(getattr(module, "run", None) or getattr(module, "run_words", None))


def test_help_names_every_command_and_the_exit_statuses() -> None:
    help_text = duixian("--help")
    assert help_text.returncode == 0
    for command in COMMANDS:
        assert f"    {command.word} " in help_text.stdout
    assert "2 用法或输入有误" in help_text.stdout


@pytest.mark.parametrize(
    "words", [(), ("no-such-command",), ("up", "--port", "high"), ("up", "--city", "huge")]
)
def test_wrong_use_is_exit_status_2(words: tuple[str, ...]) -> None:
    assert duixian(*words).returncode == 2


@pytest.mark.parametrize("port", ["0", "65536", "eighty"])
def test_a_port_that_is_none_is_named(port: str, tmp_path: Path) -> None:
    refused = duixian("up", "--data", str(tmp_path), DUIXIAN_PORT=port)
    assert refused.returncode == 2
    assert f"端口 {port} 不对" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_data_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    refused = duixian("up", "--data", str(tmp_path / "file" / "data"))
    assert refused.returncode == 2
    assert "数据目录" in refused.stderr
    assert "--data" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_health_of_a_house_that_is_down_finds_it_and_names_the_part(tmp_path: Path) -> None:
    down = duixian("health", "--json", DUIXIAN_DATA=str(tmp_path), DATABASE_URL="")
    assert down.returncode == 1
    parts = json.loads(down.stdout)["parts"]
    assert [name for name, part in parts.items() if not part["works"]] == [
        "database",
        "worker",
        "web",
    ]


def test_make_help_names_every_target_of_the_contract() -> None:
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in ("setup", "run", "test", "check", "bench", "lock"):
        assert f"\n{target} " in f"\n{told.stdout}"
