"""What came in from a source and when, who looked, and what became of the addresses it named."""

from datetime import datetime, timedelta

from store import times
from store.database import Database, Row


def counts(db: Database, source: str, *, since: datetime, step: timedelta) -> dict[int, int]:
    """How many texts of a source came in each step from `since` on; steps without one are left out."""
    found: dict[int, int] = {}
    rows = db.rows(
        """
        SELECT first_seen_at FROM document
        WHERE source = ? AND first_seen_at >= ? AND is_backfill = 0
        """,
        (source, times.text(since)),
    )
    for row in rows:
        at = (times.moment(row["first_seen_at"]) - since) // step
        found[at] = found.get(at, 0) + 1
    return found


def looks(db: Database, job: str, since: datetime) -> list[tuple[datetime, datetime]]:
    """Begin and end of every run of a job that ended well since then, oldest first."""
    rows = db.rows(
        """
        SELECT started_at, ended_at FROM run
        WHERE job = ? AND outcome = 'ok' AND ended_at >= ? ORDER BY id
        """,
        (job, times.text(since)),
    )
    return [(times.moment(row["started_at"]), times.moment(row["ended_at"])) for row in rows]


def refused(db: Database, source: str, since: datetime) -> Row | None:
    """The most frequent reason why new addresses of a source were refused since then, and `count`."""
    return db.row(
        """
        SELECT reason, count(*) AS count FROM url
        WHERE source = ? AND found_at >= ? AND state = 'refused' AND reason IS NOT NULL
        GROUP BY reason ORDER BY count DESC LIMIT 1
        """,
        (source, times.text(since)),
    )


def answers(db: Database, entry: int, since: datetime) -> Row:
    """How often an entry point answered well since then (`looks`), and with how many `bodies`."""
    row = db.row(
        """
        SELECT count(*) AS looks, count(DISTINCT sha256) AS bodies FROM fetch
        WHERE entry = ? AND url_id IS NULL AND at >= ? AND outcome IN ('ok', 'not_modified')
        """,
        (entry, times.text(since)),
    )
    assert row is not None
    return row
