"""`python -m bench [NAME ...] [--size small|full] [--json]`: ratios, on a server of its own."""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sys
import time
from contextlib import nullcontext
from importlib import import_module
from typing import Any

from bench.ground import VAR, ground
from bench.measuring import Figure

BENCHES = {
    "do_vs_sql": "bench.acts",
    "acts_per_second": "bench.throughput",
    "pages": "bench.pages",
    "due_list": "bench.due_list",
    "rows": "bench.rows",
}
# Rules of law alone: no server is started for these.
WITHOUT_DATABASE = {"interest": "bench.interest"}
SIZES = ("small", "full")


def main(words: list[str] | None = None) -> int:
    asked = _asked(words)
    # Told to stop, it still takes its server and folder away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    names = asked.names or [*BENCHES, *WITHOUT_DATABASE]
    figures: list[Figure] = []
    for name in (each for each in names if each in WITHOUT_DATABASE):
        start = time.monotonic()
        figures += _told(asked, name, import_module(WITHOUT_DATABASE[name]).run(asked.size), start)
    with ground() if set(names) & set(BENCHES) else nullcontext() as standing:
        for name in (each for each in names if each in BENCHES):
            start = time.monotonic()
            with standing.database(name) as addresses:
                found = import_module(BENCHES[name]).run(asked.size, addresses)
            figures += _told(asked, name, found, start)
    report = {
        "size": asked.size,
        "machine": _machine(),
        "figures": [each.as_json() for each in figures],
    }
    (VAR / "bench.json").write_text(
        json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    if asked.json:
        print(json.dumps(report, ensure_ascii=False, indent=1))
    return 0


def _told(asked: argparse.Namespace, name: str, found: list[Figure], start: float) -> list[Figure]:
    if not asked.json:
        _print(name, found, time.monotonic() - start)
    return found


def _asked(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "names", nargs="*", choices=[*BENCHES, *WITHOUT_DATABASE, []], metavar="NAME"
    )
    parser.add_argument("--size", choices=SIZES, default="full")
    parser.add_argument("--json", action="store_true", help="JSON instead of the table")
    return parser.parse_args(words)


def _machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.platform(),
        "load_before": os.getloadavg()[0],
    }


def _print(name: str, figures: list[Figure], seconds: float) -> None:
    print(f"\n{name}  ({seconds:.0f} s)")
    width = max((len(each.name) for each in figures), default=0)
    for each in figures:
        goal = f"   goal {each.goal}" if each.goal else ""
        note = f"   ({each.note})" if each.note else ""
        print(f"  {each.name:<{width}}  {each.value:>10,.2f} {each.unit}{goal}{note}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
