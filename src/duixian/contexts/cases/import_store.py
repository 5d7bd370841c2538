"""Where lists lie while they are needed (清单原件): in the data folder, readable by the house alone."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path, PurePath

from django.conf import settings

from duixian.kernel.findings import Refusal

_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".csv", ".txt", ".tsv"})


def name_of(court_id: int, digest: str, file_name: str) -> str:
    """Where a list of a court lies: the same list is one file."""
    suffix = PurePath(file_name).suffix.lower()
    return f"imports/{court_id}/{digest}{suffix if suffix in _SUFFIXES else ''}"


def has(name: str) -> bool:
    """Whether the list lies here."""
    return bool(name) and _path(name).is_file()


def keep(content: bytes, name: str) -> None:
    """Write a list down, durably and whole."""
    target = _path(name)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(target)


def content(name: str) -> bytes:
    """The list of this name; a Refusal when it has been deleted."""
    try:
        if name:
            return _path(name).read_bytes()
    except FileNotFoundError:
        pass
    raise Refusal(
        "cases.import_file_gone",
        "清单原件已按规定删除",
        cure="重新上传这份清单；已导入的案件不会重复",
        field="file",
        status=404,
    )


def delete(name: str) -> None:
    """Delete a list; it may be gone already."""
    with contextlib.suppress(FileNotFoundError):
        _path(name).unlink()


def _path(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / name
