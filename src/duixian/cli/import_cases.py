"""`duixian import FILE`: a court's list of cases, read, filed case by case, and answered for."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duixian.cli.registry import WrongUse

if TYPE_CHECKING:
    from duixian.contexts.cases.import_sorting import Others
    from duixian.contexts.cases.models_import import ImportRow
    from duixian.contexts.cases.spreadsheet import Preview
    from duixian.contexts.record.actors import Actor

NEEDS_DJANGO = True
PROBLEMS_SHOWN = 20
SECONDS_BETWEEN_LOOKS = 0.5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help=".xlsx、.xls 或 .csv")
    parser.add_argument(
        "--court",
        metavar="CODE",
        help="只导入这个法院（代字如 皖0202，或标识如 jinghu）；不写时每案归其法院 / this court only",
    )
    parser.add_argument(
        "--as",
        dest="user",
        metavar="USER",
        help="以此人名义立案（默认该院第一名立案庭人员） / in whose name",
    )
    parser.add_argument(
        "--sheet", metavar="NAME", help="工作表（默认表头最全的一个） / which sheet"
    )
    parser.add_argument(
        "--map",
        dest="mapping",
        action="append",
        default=[],
        metavar="列=KEY",
        help="指定某列是什么，可重复；键见 docs/import.md / what a column is",
    )
    parser.add_argument("--dry-run", action="store_true", help="只检查，什么都不写 / only check")
    parser.add_argument(
        "--errors", metavar="OUT.xlsx", type=Path, help="没有导入的行写到此文件 / the rest"
    )
    parser.add_argument("--json", action="store_true", help="一份 JSON / one JSON document")


@dataclass
class Summary:
    """What became of a list."""

    rows: int = 0
    cases: int = 0
    clean: int = 0
    imported: int = 0
    duplicates: int = 0
    refused: int = 0
    batches: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    errors_file: str | None = None

    def as_json(self) -> dict[str, Any]:
        first = self.batches[0]["batch"] if self.batches else None
        return {"batch": first, **self.__dict__}


def run(arguments: argparse.Namespace) -> int:
    """0 when every case is in, 1 when some were refused, 2 for a file that cannot be read."""
    from duixian.contexts.cases.spreadsheet import FileRefusal
    from duixian.kernel.findings import Refusal

    try:
        summary = _import(arguments)
    except (FileRefusal, Refusal) as refusal:
        if arguments.json:
            print(json.dumps({"refusal": refusal.as_json()}, ensure_ascii=False))
        raise WrongUse(f"{refusal.message} {refusal.cure}") from None
    if arguments.json:
        print(json.dumps(summary.as_json(), ensure_ascii=False))
    else:
        _print(summary, dry_run=arguments.dry_run)
    return 1 if summary.refused else 0


def _import(arguments: argparse.Namespace) -> Summary:
    if arguments.errors and arguments.errors.suffix.lower() != ".xlsx":
        raise WrongUse(f"{arguments.errors} 的扩展名应为 .xlsx。")
    mapping = _mapping(arguments.mapping)
    chosen = _chosen_actor(arguments)
    reading = partial(_read, arguments.file, court=chosen, mapping=mapping, sheet=arguments.sheet)
    preview, content = reading()
    summary = Summary(rows=preview.counts.rows)
    kept: list[ImportRow] = []
    for place, actor in enumerate([chosen] if chosen else _actors_for(preview)):
        others: Others = "refuse" if chosen else "leave" if place else "strays"
        _say(f"{_court_name(actor)}：以{actor.name}的名义")
        if arguments.dry_run:
            kept += _checked(preview, actor, others)
        else:
            kept += _filed(content, preview, actor, others, mapping, summary)
    _add_up(kept, preview, summary)
    refused = [row for row in kept if row.state in ("refused", "failed")]
    if arguments.errors and refused:
        _write_errors(arguments.errors, reading, refused)
        summary.errors_file = str(arguments.errors)
    return summary


def _read(
    path: Path,
    *,
    court: Actor | None,
    mapping: dict[str, str],
    sheet: str | None,
    keep_rows: frozenset[int] = frozenset(),
) -> tuple[Preview, bytes]:
    from duixian.contexts.cases.spreadsheet import read_spreadsheet
    from duixian.contexts.cases.spreadsheet.refusals import MOST_BYTES, refuse
    from duixian.kernel import clock

    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise refuse("too_big", size=size >> 20, most=MOST_BYTES >> 20)
        content = path.read_bytes()
    except OSError as fault:
        raise WrongUse(f"读不了 {path}：{fault.strerror}") from None
    preview = read_spreadsheet(
        content,
        path.name,
        on=clock.today(),
        mapping=mapping,
        sheet=sheet,
        court=_court_name(court) if court else "",
        progress=_progress("读取"),
        keep_rows=keep_rows,
    )
    return preview, content


def _checked(preview: Preview, actor: Actor, others: Others) -> list[ImportRow]:
    """The cases as an import would take them, nothing written."""
    from duixian.contexts.cases.acts_import import row_as_kept
    from duixian.contexts.cases.import_sorting import sort_cases
    from duixian.contexts.record.viewing import viewing

    with viewing(actor):
        return [row_as_kept(each) for each in sort_cases(preview, actor.court_id, others)]


def _filed(
    content: bytes,
    preview: Preview,
    actor: Actor,
    others: Others,
    mapping: dict[str, str],
    summary: Summary,
) -> list[ImportRow]:
    """One court's cases, filed; how each ended."""
    from duixian.contexts.cases import importing, queries_import
    from duixian.contexts.cases.acts_import import StartImport
    from duixian.contexts.record.doing import do
    from duixian.contexts.record.viewing import viewing

    batch_id = importing.take_in(content, preview, by=actor, mapping=mapping, others=others)
    do(StartImport(batch=batch_id), by=actor)
    _work_through(batch_id, actor)
    with viewing(actor):
        rows = list(queries_import.rows_of(batch_id))
    summary.batches.append({"batch": batch_id, "court": _court_name(actor), "by": actor.name})
    return rows


def _work_through(batch_id: int, actor: Actor) -> None:
    """File the cases here; where a worker has begun already, wait for it, or take over."""
    from duixian.contexts.cases import importing
    from duixian.kernel.findings import Refusal

    while True:
        try:
            importing.run(batch_id, actor.court_id, progress=_progress("导入"))
            return
        except Refusal as refusal:
            if refusal.code != "cases.import_in_hand":
                raise
            time.sleep(SECONDS_BETWEEN_LOOKS)


def _add_up(rows: list[ImportRow], preview: Preview, summary: Summary) -> None:
    states = [row.state for row in rows]
    summary.cases = len(rows)
    summary.clean = states.count("clean")
    summary.imported = states.count("imported")
    summary.duplicates = states.count("duplicate")
    summary.refused = states.count("refused") + states.count("failed")
    of_file = [each.as_json() for each in preview.problems if each.row == 0]
    summary.problems = of_file + [problem for row in rows for problem in row.problems]


def _write_errors(
    out: Path, reading: Callable[..., tuple[Preview, bytes]], refused: list[ImportRow]
) -> None:
    from duixian.contexts.cases.queries_import import errors_of

    numbers = frozenset(number for row in refused for number in row.rows)
    preview, _ = reading(keep_rows=numbers)
    descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:  # it holds identity numbers
        stream.write(errors_of(preview, refused))


def _mapping(words: Sequence[str]) -> dict[str, str]:
    pairs = [word.rpartition("=") for word in words]
    wrong = [word for word, (column, _, _) in zip(words, pairs, strict=True) if not column]
    if wrong:
        raise WrongUse(f"--map 应写成 列=键，不是“{wrong[0]}”。")
    return {column: key for column, _, key in pairs}


def _chosen_actor(arguments: argparse.Namespace) -> Actor | None:
    """Who files when one court was named, by --court or by --as; None: each case its court."""
    from duixian.contexts.courts import queries as courts

    court = None
    if arguments.court:
        court = courts.court_of_code(arguments.court) or next(
            (each for each in courts.all_courts() if arguments.court in (each.key, each.name)),
            None,
        )
        if court is None:
            raise WrongUse(f"没有法院“{arguments.court}”。")
    if arguments.user:
        person = courts.person_of_username(arguments.user)
        if person is None:
            raise WrongUse(f"没有在用的账号“{arguments.user}”。")
        actor = courts.actor(person)
        if court is not None and court.pk != actor.court_id:
            raise WrongUse(f"{person.name}不在{court.name}任职。")
        return actor
    return _filing_hall_of(court.pk) if court is not None else None


def _filing_hall_of(court_id: int) -> Actor:
    from duixian.contexts.courts import queries as courts
    from duixian.kernel import clock
    from duixian.kernel.roles import Role

    person = courts.holders(court_id, Role.FILING_HALL, clock.today()).first()
    if person is None:
        raise WrongUse(f"{courts.court(court_id).name}没有在任的立案庭人员；用 --as 指定。")
    return courts.actor(person)


def _actors_for(preview: Preview) -> list[Actor]:
    """Who files when no court was named: the filing hall of each court the list names."""
    from duixian.contexts.cases.import_sorting import courts_named

    found = courts_named(preview)
    if not found:
        raise WrongUse("清单里看不出是这里哪个法院的案件；用 --court 指定。")
    return [_filing_hall_of(court_id) for court_id in found]


def _court_name(actor: Actor) -> str:
    from duixian.contexts.courts import queries as courts

    return courts.court(actor.court_id).name


def _print(summary: Summary, *, dry_run: bool) -> None:
    shown = summary.problems[:PROBLEMS_SHOWN]
    for problem in shown:
        where = f"第 {problem['row']} 行" if problem["row"] else "文件"
        column = f"“{problem['column']}”" if problem["column"] else ""
        mark = "" if problem["severity"] == "error" else "（提示）"
        print(f"{where}{column}：{mark}{problem['message']}{problem['cure']}")
    if len(summary.problems) > len(shown):
        print(f"另有 {len(summary.problems) - len(shown)} 个问题：--json 或 --errors 看全部")
    done = f"可以导入 {summary.clean}" if dry_run else f"导入 {summary.imported}"
    print(
        f"{summary.rows} 行、{summary.cases} 案：{done}，"
        f"以前导入过 {summary.duplicates}，没有导入 {summary.refused}。"
    )
    if summary.errors_file:
        print(f"没有导入的行在 {summary.errors_file}，改好后再导入。")


def _progress(doing: str) -> Callable[[int, int], None]:
    """Tells progress on standard error: in place on a terminal, else at the end alone."""
    on_terminal = sys.stderr.isatty()

    def tell(done: int, total: int) -> None:
        if on_terminal:
            print(f"\r{doing} {done}/{total}", end="", file=sys.stderr, flush=True)
        if done == total:
            _say("" if on_terminal else f"{doing} {done}/{total}")

    return tell


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
