"""Where a running house keeps its things: the data folder (数据目录) and its secrets."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duixian.service.problems import ServiceProblem

SECRET_BYTES = 32
LOG_BYTES_KEPT = 10_000_000
# Its presence says that a made-up city lives here, and nothing real.
DEMONSTRATION_NOTE = "demonstration.json"


def data_folder() -> DataFolder:
    """The folder named by `DUIXIAN_DATA`, or `var/data` under the working directory."""
    return DataFolder(Path(os.environ.get("DUIXIAN_DATA") or "var/data").absolute())


@dataclass(frozen=True, slots=True)
class DataFolder:
    """One folder holds one installation: database, secrets, files, logs."""

    path: Path

    @property
    def secrets(self) -> Path:
        return self.path / "secrets"

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own directory; belongs to the unprivileged user when we are root."""
        return self.path / "postgres"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def files(self) -> Path:
        """Documents and uploads that the database only points to."""
        return self.path / "files"

    def create(self) -> None:
        """Make the folders that are missing; never touches what is there already."""
        try:
            self.path.mkdir(mode=0o755, parents=True, exist_ok=True)
            self.secrets.mkdir(mode=0o700, exist_ok=True)
            self.logs.mkdir(mode=0o755, exist_ok=True)
            self.files.mkdir(mode=0o700, exist_ok=True)
        except OSError as failure:
            raise ServiceProblem(
                f"数据目录 {self.path} 不能用：{failure.strerror}。",
                "用 --data 或 DUIXIAN_DATA 指向一个可写的目录。",
            ) from failure

    def secret(self, name: str) -> str:
        """The secret of that name as hex text; drawn at random the first time, then kept."""
        file = self.secrets / name
        try:
            return file.read_text("ascii").strip()
        except FileNotFoundError:
            self.create()
        drawn = self.secrets / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
        descriptor = os.open(drawn, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(SECRET_BYTES) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(drawn, file)  # two processes may draw at once: the first link wins
        except FileExistsError:
            pass
        finally:
            drawn.unlink()
        return file.read_text("ascii").strip()

    def note(self, name: str) -> dict[str, Any]:
        """A small JSON file of the folder, empty when absent."""
        try:
            found: dict[str, Any] = json.loads((self.path / name).read_text("utf-8"))
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return {}
        return found

    def write_note(self, name: str, content: dict[str, Any]) -> None:
        """Replace a small JSON file whole, or not at all."""
        self.create()
        file = self.path / name
        fresh = file.with_name(f".{name}.{os.getpid()}")
        fresh.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
        fresh.replace(file)
