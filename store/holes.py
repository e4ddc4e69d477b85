"""Holes: ids of a channel that no look has shown: deleted before we came, notices, or nothing at all."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from store import times
from store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """A row of ids that were never seen."""

    channel: int
    first_id: int
    last_id: int  # included


def found(db: Database, channel: int, stretches: Iterable[tuple[int, int]], at: datetime) -> int:
    """Write down stretches that a page left out; how many ids of them were not known to be missing."""
    new = 0
    for first, last in stretches:
        new += db.conn.execute(
            "INSERT OR IGNORE INTO hole (channel, first_id, last_id, found_at) VALUES (?, ?, ?, ?)",
            (channel, first, last, times.text(at)),
        ).rowcount * (last - first + 1)
    return new


def unchecked(db: Database, channel: int, limit: int) -> list[Hole]:
    """Holes that nobody has asked for yet, newest first."""
    rows = db.rows(
        """
        SELECT channel, first_id, last_id FROM hole WHERE channel = ? AND checked_at IS NULL
        ORDER BY first_id DESC LIMIT ?
        """,
        (channel, limit),
    )
    return [Hole(**row) for row in rows]


def checked(db: Database, hole: Hole, shown: Collection[int], at: datetime) -> None:
    """A hole was asked for, id by id; `shown` were there after all."""
    db.write(
        "UPDATE hole SET checked_at = ?, shown = ? WHERE channel = ? AND first_id = ?",
        (times.text(at), len(shown), hole.channel, hole.first_id),
    )


def share(db: Database, channel: int, since: datetime, until: datetime) -> tuple[int, int]:
    """The ids never seen and the posts seen that came up in a time."""
    values = {"channel": channel, "since": times.text(since), "until": times.text(until)}
    missing = db.value(
        """
        SELECT coalesce(sum(last_id - first_id + 1 - shown), 0) FROM hole
        WHERE channel = :channel AND found_at >= :since AND found_at < :until
        """,
        values,
    )
    seen = db.value(
        """
        SELECT count(*) FROM document JOIN channel ON channel.source = document.source
        WHERE channel.id = :channel AND first_seen_at >= :since AND first_seen_at < :until
        """,
        values,
    )
    return int(missing), int(seen)
