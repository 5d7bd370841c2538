"""`duixian law TOOL`: asks a rule of law, JSON in and JSON out, without database or service."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from duixian.cli import law_rulebook
from duixian.kernel.findings import Refusal
from duixian.law.asking import ask, error_as_json, find, parsed_object, schema
from duixian.law.diff import difference, in_plain_words
from duixian.law.english import answer_in_english, english, schema_in_english
from duixian.law.tools import tools
from duixian.law.worksheet import worksheet
from duixian.law.worksheet_en import worksheet_in_english

WRONG_USE = 2
LINES_A_TURN = 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command, as the law contract fixes them."""
    parser.add_argument(
        "tool",
        nargs="?",
        metavar="TOOL",
        help="工具名，或者 diff、rulebook / name of the tool, or diff, or rulebook",
    )
    parser.add_argument("--list", action="store_true", help="列出工具 / list the tools")
    parser.add_argument("--schema", action="store_true", help="输入输出的 JSON Schema")
    parser.add_argument("--in", dest="file", metavar="FILE", help="从文件读入 / read from a file")
    parser.add_argument(
        "--text", action="store_true", help="输出中文计算书 / a worksheet in Chinese"
    )
    parser.add_argument("--batch", action="store_true", help="每行一个 JSON / one JSON a line")
    parser.add_argument(
        "--english",
        action="store_true",
        help="标题、步骤和条号用英文 / titles, steps and articles in English",
    )
    of_diff = parser.add_argument_group(
        "diff", "两个日期之间的变化 / what changed between two days"
    )
    of_diff.add_argument(
        "--subject",
        metavar="KEY",
        help="工具、规则、文件、条文或者参数 / a tool, rule, instrument, provision or parameter",
    )
    of_diff.add_argument("--from", dest="start", metavar="DATE", help="始日 / the first day")
    of_diff.add_argument("--to", dest="end", metavar="DATE", help="终日 / the other day")
    of_book = parser.add_argument_group("rulebook", "规则手册 / the rulebook in docs/law")
    of_book.add_argument(
        "--check", action="store_true", help="只检查是否过期 / only say whether it is stale"
    )


def run(arguments: argparse.Namespace) -> int:
    """Answer; 0 when every question was good, 2 when one was not."""
    try:
        return _run(arguments)
    except Refusal as refusal:
        print(_json(error_as_json(refusal)))
        return WRONG_USE


def _run(arguments: argparse.Namespace) -> int:
    if arguments.list:
        listed = [
            {"tool": tool.name, "title": english(tool.title) if arguments.english else tool.title}
            for tool in tools().values()
        ]
        if arguments.text:
            print("\n".join(f"{row['tool']:<18} {row['title']}" for row in listed))
        else:
            print(_json({"tools": listed}))
        return 0
    if not arguments.tool:
        raise Refusal(
            code="tool.missing",
            message="没有写工具名。",
            cure="写 duixian law TOOL，用 --list 列出工具。",
            field="tool",
        )
    if arguments.tool == "diff":
        return _diff(arguments)
    if arguments.tool == "rulebook":
        return law_rulebook.run(check=arguments.check)
    if arguments.schema:
        told = schema(arguments.tool)
        print(_json(schema_in_english(told) if arguments.english else told))
        return 0
    text = _question(arguments.file)
    if arguments.batch:
        return answer_batch(arguments.tool, text)
    answer = ask(arguments.tool, text)
    if arguments.text:
        sheet = worksheet_in_english if arguments.english else worksheet
        print(sheet(arguments.tool, json.loads(text), answer), end="")
    else:
        print(_json(answer_in_english(answer) if arguments.english else answer))
    return 0


def answer_batch(tool: str, text: str, workers: int | None = None) -> int:
    """One answer or error a line, in the order of the questions; empty lines are passed over.

    A long batch is answered by `workers` processes, as many as there are cores unless said.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    workers = workers or os.cpu_count() or 1
    status = 0
    if workers == 1 or len(lines) < 2 * LINES_A_TURN:
        for line in lines:
            said, good = _answer_line(tool, line)
            status = status if good else WRONG_USE
            print(said)
        return status
    find(tool)  # read once, before the processes part
    with multiprocessing.Pool(workers) as pool:
        answers = pool.imap(partial(_answer_line, tool), lines, chunksize=LINES_A_TURN)
        for said, good in answers:
            status = status if good else WRONG_USE
            print(said)
    return status


def _answer_line(tool: str, line: str) -> tuple[str, bool]:
    try:
        return _json(ask(tool, line), indent=None), True
    except Refusal as refusal:
        return _json(error_as_json(refusal), indent=None), False


def _diff(arguments: argparse.Namespace) -> int:
    """What changed between two days; facts only from a file."""
    if not arguments.subject:
        raise Refusal(
            code="diff.subject_missing",
            message="没有写要比较什么。",
            cure="写 --subject，后面是工具、规则、文件、条文或者参数的名称。",
            field="subject",
        )
    facts = parsed_object(_question(arguments.file)) if arguments.file else None
    found = difference(
        subject=arguments.subject,
        start=_day(arguments.start, "from"),
        end=_day(arguments.end, "to"),
        question=facts,
    )
    print(
        in_plain_words(found) if arguments.text else _json(found),
        end="" if arguments.text else "\n",
    )
    return 0


def _day(said: str | None, field: str) -> date:
    try:
        return date.fromisoformat(said or "")
    except ValueError:
        raise Refusal(
            code="diff.not_a_date",
            message=f"--{field} “{said or ''}”不是日期。",
            cure="写成 2017-05-17 的形式。",
            field=field,
        ) from None


def _question(file: str | None) -> str:
    try:
        if file is None:
            return sys.stdin.buffer.read().decode("utf-8-sig")
        return Path(file).read_bytes().decode("utf-8-sig")
    except OSError as fault:
        raise Refusal(
            code="input.file_not_readable",
            message=f"读不到文件“{file}”：{fault.strerror}。",
            cure="请核对文件名和权限。",
            field="in",
        ) from None
    except UnicodeDecodeError:
        raise Refusal(
            code="input.not_utf8",
            message="输入不是 UTF-8 编码。",
            cure="请把文件另存为 UTF-8。",
            field="in",
        ) from None


def _json(value: Any, indent: int | None = 2) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)
