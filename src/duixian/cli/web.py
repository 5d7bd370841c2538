"""`duixian web`: the web server alone; becomes granian, so that signals reach it directly."""

from __future__ import annotations

import argparse
import os
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1）")
    parser.add_argument("--port", type=int, default=8000, help="端口（默认 8000）")
    parser.add_argument("--workers", type=int, default=2, help="进程数（默认 2）")
    parser.add_argument("--threads", type=int, default=8, help="每个进程的线程数（默认 8）")


def run(arguments: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duixian.config.settings")
    words = [
        *(sys.executable, "-m", "granian", "duixian.config.wsgi:application"),
        *("--interface", "wsgi", "--host", arguments.host, "--port", str(arguments.port)),
        *("--workers", str(arguments.workers), "--blocking-threads", str(arguments.threads)),
        *("--respawn-failed-workers", "--workers-kill-timeout", "5", "--log-level", "error"),
    ]
    os.execv(sys.executable, words)
