"""What came in between two digests, and what waits to be read, matched or fetched."""

from dataclasses import dataclass
from datetime import datetime

from store import times
from store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """Work that is not done yet."""

    waiting: int  # addresses found and not fetched
    unread: int  # pages fetched and not read
    unmatched: int  # texts that some rule has not looked at


def backlog(db: Database) -> Backlog:
    """What waits now."""
    return Backlog(
        waiting=db.value("SELECT count(*) FROM url WHERE state = 'waiting'"),
        unread=db.value("SELECT count(*) FROM fetch WHERE is_unread = 1"),
        unmatched=db.value("SELECT count(*) FROM version WHERE id > ?", (matched_up_to(db),)),
    )


def matched_up_to(db: Database) -> int:
    """The newest version that every rule in force has looked at, with all before it; 0: none."""
    version: int = db.value(
        """
        SELECT coalesce(
            (SELECT min(matched_up_to) FROM rule_revision WHERE kind = 'rule' AND until IS NULL),
            (SELECT version FROM walk WHERE stage = 'alerts'),
            0
        )
        """
    )
    return version


def collected(db: Database, after: int, up_to: int) -> tuple[int, int]:
    """How many new documents and how many changed texts are among these versions."""
    row = db.row(
        """
        SELECT count(*) FILTER (WHERE number = 1) AS new, count(*) FILTER (WHERE number > 1) AS changed
        FROM version WHERE id > ? AND id <= ?
        """,
        (after, up_to),
    )
    assert row is not None
    return row["new"], row["changed"]


def complete_since(db: Database) -> datetime | None:
    """
    Since when nothing was missing: the end of the newest trouble with a source, or the first run or text.

    Troubles that are open are not looked at: who asks names them. None: nothing ran yet.
    """
    return times.optional_moment(
        db.value(
            """
            SELECT coalesce(
                (SELECT max(until) FROM trouble WHERE what LIKE 'source%'),
                (SELECT min(started_at) FROM run),
                (SELECT min(first_seen_at) FROM document)
            )
            """
        )
    )
