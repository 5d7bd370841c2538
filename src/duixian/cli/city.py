"""`duixian city`: lay in a city, let it live, make its lists, serve its institutions."""

from __future__ import annotations

import argparse
import os
from importlib import import_module
from pathlib import Path
from types import ModuleType

from duixian.cli.main import set_up_django
from duixian.cli.registry import WrongUse

SIZES = ("small", "medium", "large")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    _laying_in(parser)
    tools = parser.add_subparsers(dest="tool", metavar="TOOL")
    _laying_in(tools.add_parser("lay-in", help="放入模拟城市 / lay in a city (the default)"))
    live = tools.add_parser("live", help="让城市再过几个月 / let it live on")
    live.add_argument("--months", type=int, default=0, help="再过几个月 / months")
    live.add_argument("--days", type=int, default=0, help="再过几天 / days")
    _processes(live)
    sheet = tools.add_parser("spreadsheet", help="生成案件清单 / make a list of cases")
    sheet.add_argument("--rows", type=int, default=200, help="案件数（默认 200）")
    sheet.add_argument("--dirty", type=float, default=0.0, help="有瑕疵的比例（0 至 1，默认 0）")
    sheet.add_argument("--seed", type=int, default=1, help="种子（默认 1）")
    sheet.add_argument("--courts", nargs="+", metavar="COURT", help="法院标识（默认三家）")
    sheet.add_argument("--out", type=Path, required=True, help="写入的 .xlsx 或 .csv 文件")
    institutions = tools.add_parser("institutions", help="运行模拟机构 / serve the institutions")
    _servers().add_arguments(institutions)


def _laying_in(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", choices=SIZES, default="small", help="规模（默认 small）")
    parser.add_argument("--seed", type=int, default=1, help="种子（默认 1）")
    parser.add_argument("--months", type=int, help="放入时已过的月数 / months already lived")
    _processes(parser)


def _processes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--processes",
        type=int,
        default=os.cpu_count() or 1,
        metavar="N",
        help="几个进程一起过，各管几家法院（默认处理器数） / processes, each with some courts",
    )


def run(arguments: argparse.Namespace) -> int:
    if arguments.tool == "institutions":
        return int(_servers().run(arguments))
    if arguments.tool == "spreadsheet":
        return _spreadsheet(arguments)
    # Thousands of messages to institutions pass; only trouble is worth a line.
    os.environ.setdefault("DUIXIAN_LOG_LEVEL", "WARNING")
    set_up_django()
    return _live(arguments) if arguments.tool == "live" else _lay_in(arguments)


def _servers() -> ModuleType:
    return import_module("duixian.cli.city_institutions")


def _lay_in(arguments: argparse.Namespace) -> int:
    from django.conf import settings

    from duixian.city.laying_in import NotLaidIn, lay_in

    # Papers issued while it is laid in carry the mark too.
    settings.DEMONSTRATION = True
    settings.SYNTHETIC_NOTICE = settings.DEMONSTRATION_NOTICE
    try:
        lived = lay_in(
            arguments.size,
            arguments.seed,
            months=arguments.months,
            progress=_say,
            processes=arguments.processes,
        )
    except NotLaidIn as problem:
        raise WrongUse(str(problem)) from None
    _say(_summary(lived))
    return 0


def _live(arguments: argparse.Namespace) -> int:
    from datetime import timedelta

    from duixian.city.demonstration import city_of
    from duixian.city.life.living import Life
    from duixian.service.places import data_folder

    folder = data_folder()
    city = city_of(folder)
    if city is None:
        raise WrongUse("这里没有模拟城市；先运行 duixian city --size small。")
    days = arguments.months * 30 + arguments.days
    if days < 1:
        raise WrongUse("写 --months 或 --days，至少一天。")
    life = Life(folder, city, processes=arguments.processes)
    lived = life.live_until(life.next_day() + timedelta(days=days - 1), _say)
    _say(_summary(lived))
    return 0


def _spreadsheet(arguments: argparse.Namespace) -> int:
    from duixian.city.spreadsheets import make_spreadsheet

    form = arguments.out.suffix.lower().lstrip(".")
    if form not in ("xlsx", "csv"):
        raise WrongUse(f"{arguments.out} 的扩展名应为 .xlsx 或 .csv。")
    chosen = {"courts": arguments.courts} if arguments.courts else {}
    try:
        made = make_spreadsheet(
            arguments.out,
            cases=arguments.rows,
            seed=arguments.seed,
            dirty=arguments.dirty,
            form=form,
            **chosen,
        )
    except (ValueError, KeyError, OSError) as fault:
        raise WrongUse(f"没有写成：{fault}") from None
    _say(f"{arguments.out}：{made.cases} 件，其中有瑕疵 {len(made.dirty)} 件")
    return 0


def _summary(lived: object) -> str:
    from duixian.city.life.effort import Lived

    assert isinstance(lived, Lived)
    refused = sum(lived.tally.refused.values())
    said = (
        f"过了 {lived.days} 天：{lived.acts} 项行为，{lived.seconds:.1f} 秒，"
        f"每秒 {lived.acts_a_second:.0f} 项；被拒 {refused} 项"
    )
    limit = lived.limited_by()
    return f"{said}\n{limit}" if limit else said


def _say(line: str) -> None:
    print(line, flush=True)
