"""`duixian verify`: is the record whole? Names the first broken entry when it is not."""

from __future__ import annotations

import argparse
import json

NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--case", metavar="DOCKET", help="只核对这一案号 / this docket number only")
    parser.add_argument(
        "--all", action="store_true", help="列出全部问题 / every fault, not the first"
    )
    parser.add_argument("--json", action="store_true", help="一份 JSON / one JSON document")


def run(arguments: argparse.Namespace) -> int:
    """0 when the record is whole, 1 and the first broken entry otherwise, 2 for an unknown case."""
    from django.db import transaction

    from duixian.cli.registry import WrongUse
    from duixian.contexts.cases import queries as cases
    from duixian.contexts.courts import queries as courts
    from duixian.contexts.record import verification
    from duixian.contexts.record.viewing import set_viewer

    with transaction.atomic():
        set_viewer([court.pk for court in courts.all_courts()])
        case_id = None
        if arguments.case:
            case = cases.by_docket(arguments.case)
            if case is None:
                raise WrongUse(f"没有案号 {arguments.case} / no such case")
            case_id = case.pk
        found = []
        for fault in verification.faults(case_id=case_id):
            found.append(fault)
            if not arguments.all:
                break
        chains = verification.chains() if case_id is None else 1
    if arguments.json:
        print(
            json.dumps(
                {
                    "whole": not found,
                    "chains": chains,
                    "first": found[0].as_json() if found else None,
                    "faults": [fault.as_json() for fault in found],
                },
                ensure_ascii=False,
            )
        )
    elif found:
        for fault in found:
            print(f"{fault.chain} 第 {fault.seq} 项（日志 {fault.entry_id}）：{fault.message}")
    else:
        print(f"日志完整：{chains} 条链。")
    return 1 if found else 0
