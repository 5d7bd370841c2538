"""The commands, and where each is written.

A command is a module `duixian.cli.<module>` with

    def add_arguments(parser: argparse.ArgumentParser) -> None: ...
    def run(arguments: argparse.Namespace) -> int: ...     # 0 done, 1 a check found something

`run` raises `WrongUse` for bad input (exit 2). A module that sets `NEEDS_DJANGO = True` is run
with Django set up. Modules are imported only when their command is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass


class WrongUse(Exception):
    """The command was used wrongly, or its input is bad: exit status 2."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its word, its module, and one line of help."""

    word: str
    module: str
    help: str


COMMANDS = (
    Command("up", "up", "启动整个系统（数据库、网页、后台、模拟机构） / start everything"),
    Command("logins", "logins", "列出演示账号 / the demonstration accounts"),
    Command("token", "token", "为某人签发接口令牌 / an API token for a person"),
    Command("import", "import_cases", "从 xlsx 或 csv 导入案件 / import cases"),
    Command("verify", "verify", "核验全部日志与哈希链 / check that the record is whole"),
    Command("law", "law", "查询法律规则 / ask the rules of law"),
    Command("city", "city", "生成或运行模拟城市 / the synthetic city"),
    Command("migrate", "migrate", "更新数据库结构与保护 / bring the database up to date"),
    Command("web", "web", "只启动网页服务 / the web server alone"),
    Command("worker", "worker", "只启动后台任务 / the worker alone"),
    Command("health", "health", "检查各部分是否正常 / ask each part whether it works"),
    Command("manage", "manage", "执行 Django 管理命令 / a management command of Django"),
)
