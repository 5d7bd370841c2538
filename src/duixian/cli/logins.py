"""`duixian logins`: the accounts of a demonstration, and never of a court at work."""

from __future__ import annotations

import argparse
import json

from duixian.city.demonstration import City, city_of, password_of
from duixian.cli.registry import WrongUse
from duixian.service.places import DataFolder, data_folder

SHOWN_FIRST = "jinghu"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="输出全部账号的 JSON / all, as JSON")
    parser.add_argument("--all", action="store_true", help="列出全部账号 / all of them")
    parser.add_argument("--court", default=SHOWN_FIRST, help=f"法院标识（默认 {SHOWN_FIRST}）")


def run(arguments: argparse.Namespace) -> int:
    folder = data_folder()
    city = city_of(folder)
    if city is None:
        raise WrongUse("这里不是演示，没有可以列出的账号。")
    every = _logins(folder, city)
    if arguments.json:
        asked = ("user", "password", "person", "role", "court")
        plain = [{name: login[name] for name in asked} for login in every]
        print(json.dumps(plain, ensure_ascii=False, indent=1))
        return 0
    shown = every if arguments.all else _one_a_role(every, arguments.court)
    if not shown:
        raise WrongUse(f"没有法院“{arguments.court}”。")
    for login in shown:
        print(
            f"{login['user']:<22} {login['password']}  {login['court_name']} "
            f"{login['role_title']} {login['person']}"
        )
    if len(shown) < len(every):
        print(f"另有 {len(every) - len(shown)} 个账号：duixian logins --all")
    return 0


def _logins(folder: DataFolder, city: City) -> list[dict[str, str]]:
    staff = city.staff()
    names = {court.key: court.name(city.begins_on) for court in staff.courts}
    return [
        {
            "user": official.user,
            "password": password_of(folder, official.user),
            "person": official.name,
            "role": official.role.value,
            "role_title": official.role.title,
            "court": official.court,
            "court_name": names[official.court],
        }
        for official in staff.officials
    ]


def _one_a_role(every: list[dict[str, str]], court: str) -> list[dict[str, str]]:
    first: dict[str, dict[str, str]] = {}
    for login in every:
        if login["court"] == court:
            first.setdefault(login["role"], login)
    return list(first.values())
