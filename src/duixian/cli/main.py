"""`duixian`: reads the command line and hands over to the command's module."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from importlib.util import find_spec

from duixian import __version__
from duixian.cli.registry import COMMANDS, Command, WrongUse
from duixian.service.problems import ServiceProblem

DONE, FOUND, WRONG_USE = 0, 1, 2


def main(words: list[str] | None = None) -> int:
    """Run one command; the exit status is 0 done, 1 a check found something, 2 wrong use."""
    words = list(sys.argv[1:] if words is None else words)
    known = [command for command in COMMANDS if find_spec(f"duixian.cli.{command.module}")]
    chosen = next((command for command in known if words[:1] == [command.word]), None)
    try:
        return _obey(words, known, chosen)
    except ModuleNotFoundError as absent:
        library = (absent.name or "").split(".")[0]
        if library == "duixian":
            raise
        print(
            f"缺少 {library}：这里只装了法律规则。运行系统请安装 duixian[server]。\n"
            f"{library} is missing: only the law is installed. For the system install "
            "duixian[server].",
            file=sys.stderr,
        )
        return WRONG_USE


def _obey(words: list[str], known: list[Command], chosen: Command | None) -> int:
    parser = _parser(known, chosen)
    if chosen is not None and chosen.word == "manage":
        # Everything after the word is Django's, its --help too.
        return int(import_module(f"duixian.cli.{chosen.module}").run_words(words[1:]))
    arguments = parser.parse_args(words)
    if chosen is None:
        parser.print_help()
        return WRONG_USE
    try:
        return _run(chosen, arguments)
    except (WrongUse, ServiceProblem) as problem:
        print(f"duixian {chosen.word}: {problem}", file=sys.stderr)
        return WRONG_USE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output went away (`duixian logins | head`): not a failure.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _parser(known: list[Command], chosen: Command | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="duixian",
        description="兑现：从立案到案款发放 / carries a civil judgment from filing to money paid.",
        epilog="退出码 / exit status: 0 完成 done; 1 检查发现问题 a check found something; "
        "2 用法或输入有误 wrong use or bad input.",
    )
    parser.add_argument("--version", action="version", version=f"duixian {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for command in known:
        of_command = commands.add_parser(command.word, help=command.help, description=command.help)
        if command is chosen and command.word != "manage":
            import_module(f"duixian.cli.{command.module}").add_arguments(of_command)
    return parser


def _run(command: Command, arguments: argparse.Namespace) -> int:
    module = import_module(f"duixian.cli.{command.module}")
    if getattr(module, "NEEDS_DJANGO", False):
        set_up_django()
    return int(module.run(arguments))


def set_up_django() -> None:
    """Make the house's models importable in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duixian.config.settings")
    import django

    django.setup()


if __name__ == "__main__":
    sys.exit(main())
