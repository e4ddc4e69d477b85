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


def open_gap(
    db: Database,
    channel: int,
    *,
    below: int,
    down_to: int = 0,
    back_to: datetime | None = None,
    is_backfill: bool = False,
) -> None:
    """Posts between two ids, or from an id back to a time, are wanted."""
    db.write(
        "INSERT INTO gap (channel, below, down_to, back_to, is_backfill) VALUES (?, ?, ?, ?, ?)",
        (channel, below, down_to, times.optional_text(back_to), is_backfill),
    )


def of(db: Database, channel: int) -> list[Gap]:
    """The gaps of a channel, newest posts first."""
    return [
        _gap(row) for row in db.rows("SELECT * FROM gap WHERE channel = ? ORDER BY below DESC", (channel,))
    ]


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
    )
