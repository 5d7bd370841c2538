"""Keeps a throw-away server for as long as another process lives; the tests use it.

    python -m duixian.service.keeper FOLDER PID

Prints one JSON line when the server is ready; when process PID is gone, stops the server and
removes FOLDER.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import sys
import time
from pathlib import Path

from duixian.service.places import DataFolder
from duixian.service.postgres import PostgresServer


def keep(folder: Path, pid: int) -> None:
    """Start, say so, wait for the other process to end, stop, remove."""
    server = PostgresServer(DataFolder(folder / "data"), durable=False)
    address = server.start()
    sys.stdout.write(json.dumps({"url": address.url()}) + "\n")
    sys.stdout.flush()
    try:
        wait_for_end(pid)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def wait_for_end(pid: int) -> None:
    """Return when that process has ended."""
    if hasattr(os, "pidfd_open"):
        try:
            select.select([os.pidfd_open(pid)], [], [])
        except ProcessLookupError:
            return
    while _lives(pid):
        time.sleep(1)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl-C ends the tests; their end ends us
    keep(Path(sys.argv[1]), int(sys.argv[2]))
