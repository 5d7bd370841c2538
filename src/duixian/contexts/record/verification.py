"""`duixian verify`: walks every chain and names the first entry that does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from pymerkle import InmemoryTree as MerkleTree

from duixian.contexts.record.journal import HASHED, hash_of
from duixian.contexts.record.models import Chain, DayRoot, Entry
from duixian.kernel import clock


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken place: which entry, what is wrong with it."""

    chain: str
    seq: int | None
    entry_id: int | None
    what: str
    message: str

    def as_json(self) -> dict[str, Any]:
        return {
            "chain": self.chain,
            "seq": self.seq,
            "entry": self.entry_id,
            "what": self.what,
            "message": self.message,
        }


@dataclass
class _Walk:
    chain: str = ""
    seq: int = 0
    hash: str = ""


def faults(*, case_id: int | None = None) -> Iterator[Fault]:
    """Every fault in the journal (of one case, or all the viewer sees), in chain order.

    Needs an open viewing. Memory is flat: entries stream from the server.
    """
    entries = Entry.objects.order_by("chain", "seq").values("id", *HASHED, "hash")
    chains = Chain.objects.all()
    if case_id is not None:
        entries = entries.filter(chain=f"case:{case_id}")
        chains = chains.filter(name=f"case:{case_id}")
    heads = {row["name"]: row for row in chains.values("name", "length", "head")}
    walk = _Walk()
    seen: set[str] = set()
    for entry in entries.iterator(chunk_size=2000):
        if entry["chain"] != walk.chain:
            yield from _check_end(walk, heads)
            walk = _Walk(chain=entry["chain"])
            seen.add(walk.chain)
        yield from _check_entry(walk, entry)
        walk.seq, walk.hash = entry["seq"], entry["hash"]
    yield from _check_end(walk, heads)
    for name, head in heads.items():
        if name not in seen and head["length"] > 0:
            yield Fault(name, None, None, "chain_missing", "整条日志缺失")
    if case_id is None:
        yield from _check_roots()


def chains() -> int:
    """How many chains the viewer sees."""
    return Chain.objects.count()


def _check_entry(walk: _Walk, entry: dict[str, Any]) -> Iterator[Fault]:
    place = (entry["chain"], entry["seq"], entry["id"])
    if entry["seq"] != walk.seq + 1:
        yield Fault(*place, "entry_missing", f"第 {walk.seq + 1} 项缺失")
    elif entry["previous"] != walk.hash:
        yield Fault(*place, "link_broken", "与前一项的链接不符")
    if hash_of(entry) != entry["hash"]:
        yield Fault(*place, "entry_changed", "内容与其哈希不符")


def _check_end(walk: _Walk, heads: dict[str, Any]) -> Iterator[Fault]:
    if not walk.chain:
        return
    head = heads.get(walk.chain)
    if head is None:
        yield Fault(walk.chain, None, None, "head_missing", "链首记录缺失")
    elif head["length"] != walk.seq or head["head"] != walk.hash:
        yield Fault(walk.chain, walk.seq, None, "end_missing", "末项与链首记录不符，可能被截断")


def _heads_at(court_id: int, day: date) -> list[tuple[str, int, str]]:
    """Each chain's last entry among those recorded up to the end of `day`, by chain name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (chain) chain, seq, hash FROM record_entry "
            "WHERE court_id = %s AND recorded_at < "
            "(%s::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' ORDER BY chain, seq DESC",
            [court_id, day],
        )
        return [(row[0], row[1], row[2]) for row in cursor.fetchall()]


def merkle_tree(heads: list[tuple[str, int, str]]) -> MerkleTree:
    """The tree whose leaves are `chain seq hash`, in order of chain name."""
    tree = MerkleTree(algorithm="sha256")
    for chain, seq, digest in heads:
        tree.append_entry(f"{chain} {seq} {digest}".encode())
    return tree


def close_day(court_id: int, day: date) -> DayRoot | None:
    """Put the chain heads of a court at the end of a past day under one root.

    None where nothing is recorded yet, or where a writer begun on that day is still at work
    (the job asks again later). A closed day stays closed: its root is never computed anew.
    """
    if day >= clock.today():
        raise ValueError("only a day that is over can be closed")
    existing = DayRoot.objects.filter(court_id=court_id, day=day).first()
    if existing is not None or not _writers_finished():
        return existing
    heads = _heads_at(court_id, day)
    if not heads:
        return None
    return DayRoot.objects.create(
        court_id=court_id,
        day=day,
        heads=len(heads),
        root=merkle_tree(heads).get_root().hex(),
        computed_at=clock.now(),
    )


def _writers_finished(patience: timedelta = timedelta(seconds=5)) -> bool:
    """Whether every transaction that was writing when we asked has ended, waiting a little."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
        row = cursor.fetchone()
        assert row is not None
        waited = timedelta(0)
        pause = timedelta(milliseconds=50)
        while waited < patience:
            cursor.execute(
                "SELECT count(*) FROM pg_snapshot_xip(pg_current_snapshot()) AS running "
                "WHERE running < %s::xid8 "
                "AND running IS DISTINCT FROM pg_current_xact_id_if_assigned()",
                [row[0]],
            )
            still = cursor.fetchone()
            if still is not None and still[0] == 0:
                return True
            cursor.execute("SELECT pg_sleep(%s)", [pause.total_seconds()])
            waited += pause
    return False


def _check_roots() -> Iterator[Fault]:
    for row in DayRoot.objects.order_by("court_id", "day"):
        heads = _heads_at(row.court_id, row.day)
        if len(heads) != row.heads or merkle_tree(heads).get_root().hex() != row.root:
            yield Fault(
                f"court:{row.court_id}",
                None,
                None,
                "root_differs",
                f"{row.day.isoformat()} 的日根与日志不符",
            )
