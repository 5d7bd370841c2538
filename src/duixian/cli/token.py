"""`duixian token USER`: a bearer token with which that person's programs may call the API."""

from __future__ import annotations

import argparse

from duixian.cli.registry import WrongUse

NEEDS_DJANGO = True
DAYS = 90


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("user", metavar="USER", help="用户名 / user name")
    parser.add_argument("--days", type=int, default=DAYS, help=f"有效天数（默认 {DAYS}）")
    parser.add_argument("--label", default="", help="用途，写入日志 / what it is for")


def run(arguments: argparse.Namespace) -> int:
    """Print the token once; only its hash is kept."""
    from duixian.contexts.courts import queries as courts
    from duixian.contexts.courts.acts import IssueToken, draw_token
    from duixian.contexts.record.actors import system_actor
    from duixian.contexts.record.acts import read_facts
    from duixian.contexts.record.doing import do
    from duixian.kernel.findings import Refusal

    person = courts.person_of_username(arguments.user)
    if person is None:
        raise WrongUse(f"没有在用的账号“{arguments.user}”。")
    token, digest = draw_token()
    facts = {
        "person": person.pk,
        "digest": digest,
        "days": arguments.days,
        "label": arguments.label,
    }
    try:
        court_id = courts.actor(person).court_id
        do(read_facts(IssueToken, facts), by=system_actor(court_id))
    except Refusal as refusal:
        raise WrongUse(f"{refusal.message}。{refusal.cure or ''}") from None
    print(token)
    return 0
