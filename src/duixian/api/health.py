"""Is the house well? For load balancers and Prometheus; both without a token."""

from __future__ import annotations

import shutil
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from duixian import __version__

router = Router(tags=["health"])

BYTES_NEEDED = 500_000_000
WORKER_SILENT_AFTER_SECONDS = 30


@router.get("health", auth=None, response={200: dict[str, Any], 503: dict[str, Any]})
def health(request: HttpRequest) -> Status[Any]:
    """200 with versions when every part works; 503 names the part that is down."""
    parts = {"database": _database(), "worker": _worker(), "disk": _disk()}
    down = [name for name, part in parts.items() if not part["works"]]
    body = {"version": __version__, "works": not down, "down": down, "parts": parts}
    return Status(503 if down else 200, body)


@router.get("metrics", auth=None, include_in_schema=False)
def metrics(request: HttpRequest) -> HttpResponse:
    """Queue lengths and the journal's height, in Prometheus' text format."""
    registry = CollectorRegistry()
    jobs = Gauge("duixian_jobs", "jobs by status", ["status"], registry=registry)
    height = Gauge("duixian_journal_entries", "entries ever appended", registry=registry)
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1")
        for status, number in cursor.fetchall():
            jobs.labels(status).set(number)
        cursor.execute("SELECT last_value FROM record_entry_id_seq")
        row = cursor.fetchone()
        height.set(row[0] if row else 0)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            row = cursor.fetchone()
    except DatabaseError as fault:
        return {"works": False, "says": type(fault).__name__}
    return {"works": True, "says": f"PostgreSQL {row[0] if row else '?'}"}


def _worker() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_workers "
                "WHERE last_heartbeat > now() - make_interval(secs => %s)",
                [WORKER_SILENT_AFTER_SECONDS],
            )
            row = cursor.fetchone()
    except DatabaseError as fault:
        return {"works": False, "says": type(fault).__name__}
    number = row[0] if row else 0
    return {"works": number > 0, "says": f"{number} at work"}


def _disk() -> dict[str, Any]:
    free = shutil.disk_usage(settings.MEDIA_ROOT if settings.MEDIA_ROOT else ".").free
    return {"works": free > BYTES_NEEDED, "says": f"{free // 1_000_000} MB free"}
