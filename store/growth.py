"""How large the store is and how fast it grows, and what came of the addresses of each source lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from store import times
from store.database import MEMORY, Database, Row

WINDOW = timedelta(days=7)
FIRST_PASS = timedelta(hours=2)  # what comes at first has gathered for days
SHORTEST_WATCH = timedelta(hours=12)  # before that nothing can be said


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """Bytes on the disk, and texts."""

    store_bytes: int
    archive_bytes: int
    texts: int  # versions
    texts_per_day: float | None  # of the last week; None: watched too short

    @property
    def bytes_per_day(self) -> float | None:
        """What a day adds, by what a text has taken so far with everything around it; None: not known."""
        if self.texts_per_day is None or not self.texts:
            return None
        return (self.store_bytes + self.archive_bytes) / self.texts * self.texts_per_day


def growth(db: Database, now: datetime) -> Growth:
    """As it is now."""
    first = times.optional_moment(db.value("SELECT min(at) FROM fetch"))
    per_day = None
    if first and now - first >= SHORTEST_WATCH:
        start = max(now - WINDOW, first + FIRST_PASS)
        count = db.value("SELECT count(*) FROM version WHERE seen_at >= ?", (times.text(start),))
        per_day = count / ((now - start) / timedelta(days=1))
    return Growth(
        store_bytes=0 if db.path == MEMORY else _size(Path(db.path)),
        archive_bytes=sum(path.stat().st_size for path in db.archive.folder.glob("*.dzr")),
        texts=db.value("SELECT count(*) FROM version"),
        texts_per_day=per_day,
    )


def lost(db: Database, since: datetime) -> list[Row]:
    """
    Of each source with addresses found since a time: what became of those that were asked for.

    `got` have a text; of the others `reason` is the most frequent reason, `count` how many have it,
    `first_at` when the first of them was found. Sources that lost nothing are left out.
    """
    return db.rows(
        """
        WITH ended AS (
            SELECT source, found_at, document, reason FROM url
            WHERE found_at >= ? AND (document IS NOT NULL OR reason NOT IN (
                'not_an_article', 'offsite', 'robots', 'over_budget', 'cooling', 'too_many_requests',
                'too_old'
            ))
        ),
        reasons AS (
            SELECT source, reason, count(*) AS count, min(found_at) AS first_at FROM ended
            WHERE document IS NULL GROUP BY source, reason
        )
        SELECT source, reason, max(count) AS count, first_at,
            (SELECT count(*) FROM ended WHERE ended.source = reasons.source AND document IS NOT NULL) AS got
        FROM reasons GROUP BY source ORDER BY source
        """,
        (times.text(since),),
    )


def _size(path: Path) -> int:
    """Of the database with what waits beside it to be written into it."""
    return sum(one.stat().st_size for one in (path, path.with_name(f"{path.name}-wal")) if one.exists())
