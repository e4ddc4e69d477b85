"""
Gaps: stretches of a channel's history that are still to be read, each from its newest end down.

A gap is opened in the transaction of the page that showed it and moves in that of each page that fills it,
so that a kill loses none and reads none twice.
"""

from dataclasses import dataclass
from datetime import datetime

from store import times
from store.database import Database, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch that is still to be read."""

    id: int
    channel: int
    below: int  # posts with lower ids come next
    down_to: int  # this id and lower ones are not wanted
    back_to: datetime | None  # what was published earlier is not wanted
    is_backfill: bool  # asked for with --since
    is_reread: bool  # it was read before; looked at again for edits and deletions


def open_gap(
    db: Database,
    channel: int,
    *,
    below: int,
    down_to: int = 0,
    back_to: datetime | None = None,
    is_backfill: bool = False,
    is_reread: bool = False,
) -> None:
    """Posts between two ids, or from an id back to a time, are wanted."""
    db.write(
        """
        INSERT INTO gap (channel, below, down_to, back_to, is_backfill, is_reread) VALUES (?, ?, ?, ?, ?, ?)
        """,
        (channel, below, down_to, times.optional_text(back_to), is_backfill, is_reread),
    )


def of(db: Database, channel: int) -> list[Gap]:
    """The gaps of a channel: what was never read first, newest posts first."""
    rows = db.rows("SELECT * FROM gap WHERE channel = ? ORDER BY is_reread, below DESC", (channel,))
    return [_gap(row) for row in rows]


def reach_back(db: Database, channel: int, back_to: datetime) -> bool:
    """A gap that ends at a time shall end earlier, as was asked for with --since. False: there is none."""
    return bool(
        db.conn.execute(
            """
            UPDATE gap SET back_to = min(back_to, ?), is_backfill = 1
            WHERE channel = ? AND back_to IS NOT NULL AND is_reread = 0
            """,
            (times.text(back_to), channel),
        ).rowcount
    )


def move(db: Database, gap_id: int, below: int) -> None:
    """A page was read: lower ids come next."""
    db.write("UPDATE gap SET below = ? WHERE id = ?", (below, gap_id))


def close(db: Database, gap_id: int) -> None:
    """Nothing of it is left to read."""
    db.write("DELETE FROM gap WHERE id = ?", (gap_id,))


def _gap(row: Row) -> Gap:
    return Gap(
        id=row["id"],
        channel=row["channel"],
        below=row["below"],
        down_to=row["down_to"],
        back_to=times.optional_moment(row["back_to"]),
        is_backfill=bool(row["is_backfill"]),
        is_reread=bool(row["is_reread"]),
    )
