"""PostgreSQL refuses to run as root, rightly; here is who it runs as when we are root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from duixian.service.problems import ServiceProblem

NOBODY = 65534
# Lets the server walk through folders that are closed to others (a clone in root's own home), and
# nothing more than reading; used only where the plain user cannot get there. The last word makes
# access(2), by which PostgreSQL looks for its own programs, see it too.
WALK_THROUGH = (
    "--inh-caps=+dac_read_search",
    "--ambient-caps=+dac_read_search",
    "--securebits=+no_setuid_fixup",
)


@dataclass(frozen=True, slots=True)
class Runner:
    """How a program of PostgreSQL is started: the words before its name, and whose files."""

    prefix: tuple[str, ...]
    uid: int
    gid: int

    def own(self, path: Path) -> None:
        """Give a path to the user the server runs as."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)


def runner_for(data: Path, cluster: Path, binaries: Path) -> Runner:
    """The runner that can reach both the data and the binaries, without changing any mode."""
    setpriv = shutil.which("setpriv")
    if os.geteuid() != 0:
        if not _has_a_name(os.geteuid()):
            raise ServiceProblem(
                f"PostgreSQL 不能以没有名字的用户号 {os.geteuid()} 运行。",
                "以 /etc/passwd 里有的用户运行（容器：加一行，或不用 --user）。",
            )
        # The signal stops the server should its supervisor be killed outright.
        prefix = (setpriv, "--pdeathsig", "INT", "--") if setpriv else ()
        return Runner(prefix, os.geteuid(), os.getegid())
    if setpriv is None:
        raise ServiceProblem(
            "以 root 运行时需要 setpriv 来降低数据库的权限，本机没有。",
            "安装 util-linux，或以普通用户运行。",
        )
    uid, gid = _unprivileged_user(data, cluster)
    plain = (setpriv, f"--reuid={uid}", f"--regid={gid}", "--clear-groups", "--pdeathsig", "INT")
    for extra in ((), WALK_THROUGH):
        prefix = (*plain, *extra, "--")
        if all(_reaches(prefix, path) for path in (data, binaries / "postgres")):
            return Runner(prefix, uid, gid)
    closed = _first_closed((*plain, "--"), data) or _first_closed((*plain, "--"), binaries)
    raise ServiceProblem(
        f"数据库以用户号 {uid} 运行，进不了文件夹 {closed}。",
        "把数据放到别处（--data 或 DUIXIAN_DATA），或允许穿过该文件夹（chmod o+x）。",
    )


def _unprivileged_user(data: Path, cluster: Path) -> tuple[int, int]:
    """Whoever owns the cluster or the data folder already, else nobody: stable between starts."""
    for place in (cluster, data):
        if place.exists() and place.stat().st_uid != 0 and _has_a_name(place.stat().st_uid):
            return place.stat().st_uid, place.stat().st_gid
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        return NOBODY, NOBODY
    return nobody.pw_uid, nobody.pw_gid


def _has_a_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _reaches(prefix: tuple[str, ...], path: Path) -> bool:
    probe = [*prefix, "/usr/bin/test", "-x", str(path)]
    return subprocess.run(probe, check=False, capture_output=True).returncode == 0


def _first_closed(prefix: tuple[str, ...], path: Path) -> Path | None:
    for place in (*reversed(path.parents), path):
        if not _reaches(prefix, place):
            return place
    return None
