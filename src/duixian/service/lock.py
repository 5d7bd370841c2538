"""One supervisor for a data folder: the second is told about the first."""

from __future__ import annotations

import fcntl
import os
from typing import IO

from duixian.service.children import end_orphans
from duixian.service.places import DataFolder
from duixian.service.problems import ServiceProblem

UP_NOTE = "up.json"


class FolderLock:
    """Held while a supervisor lives; the kernel lets go of it however that life ends."""

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self._held: IO[str] | None = None

    def take(self) -> None:
        """Hold the folder, or say who does."""
        self.folder.create()
        held = (self.folder.path / "lock").open("a")
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.close()
            first = self.folder.note(UP_NOTE)
            raise ServiceProblem(
                f"数据目录 {self.folder.path} 已有一个系统在运行："
                f"进程 {first.get('pid', '?')}，{first.get('address') or '正在启动'}。",
                "直接用它，或先停下它，或用 --data 另选目录。",
            ) from None
        self._held = held
        orphans = self.folder.note(UP_NOTE).get("children", [])
        end_orphans([int(pid) for pid in orphans])
        self.tell(None, [])

    def tell(self, address: str | None, children: list[int]) -> None:
        """Write down where the house answers, and who would be left if we were killed."""
        self.folder.write_note(
            UP_NOTE, {"pid": os.getpid(), "address": address, "children": children}
        )

    def release(self) -> None:
        if self._held is not None:
            (self.folder.path / UP_NOTE).unlink(missing_ok=True)
            self._held.close()
            self._held = None
