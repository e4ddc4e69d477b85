"""Channels that nobody watches and that could be taken for watched ones."""

from datetime import datetime

from store import times
from store.database import Database, Row


def note(db: Database, channel: int, username: str | None, title: str, *, source: str, now: datetime) -> None:
    """One was seen, beside posts that were passed on."""
    db.write(
        """
        INSERT INTO lookalike (channel, username, title, source, first_seen_at, last_seen_at)
        VALUES (:channel, :username, :title, :source, :now, :now)
        ON CONFLICT (channel) DO UPDATE SET
            username = excluded.username, title = excluded.title, source = excluded.source,
            last_seen_at = excluded.last_seen_at
        """,
        {
            "channel": channel,
            "username": username,
            "title": title,
            "source": source,
            "now": times.text(now),
        },
    )


def seen_since(db: Database, since: datetime) -> list[Row]:
    """Those that were seen lately, in the order they first were."""
    return db.rows(
        "SELECT * FROM lookalike WHERE last_seen_at >= ? ORDER BY first_seen_at, channel",
        (times.text(since),),
    )
