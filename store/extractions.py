"""What the first readings of article pages gave, measured: whether a site is read otherwise than before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from store import times
from store.database import Database, Row

WALK = "extractions"
KEPT = timedelta(days=91)
BACKWARDS = 20_000  # readings that a store is measured back when it begins

_FIRST = """
    SELECT
        reading.id, reading.outcome, fetch.source, fetch.at, version.text, version.authors,
        version.published_at IS NOT NULL AS has_date
    FROM reading
    JOIN fetch ON fetch.id = reading.fetch
    LEFT JOIN version ON version.id = reading.version
    WHERE reading.id > ? AND fetch.kind = 'article' AND fetch.url_id IS NOT NULL AND fetch.source IS NOT NULL
        AND NOT EXISTS (
            SELECT 1 FROM reading AS before WHERE before.fetch = fetch.id AND before.id < reading.id
        )
        AND NOT EXISTS (
            SELECT 1 FROM fetch AS before JOIN reading AS read_before ON read_before.fetch = before.id
            WHERE before.url_id = fetch.url_id AND before.id < fetch.id
        )
    ORDER BY reading.id LIMIT ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What the first reading of an article page gave."""

    reading: int
    source: str
    at: datetime  # of the look
    outcome: str  # of the reading
    length: int  # characters of the text; 0: none
    has_author: bool
    has_date: bool
    repeated: float  # share of the text that stands in one of the few articles before it


def unmeasured(db: Database, limit: int) -> list[Row]:
    """First readings of article pages that are not measured yet, oldest first, with their texts."""
    return db.rows(_FIRST, (_walked(db), limit))


def save(db: Database, found: Iterable[Extraction], *, up_to: int) -> None:
    """Keep measures; readings up to this one are done."""
    with db.transaction():
        for one in found:
            db.write(
                "INSERT OR IGNORE INTO extraction VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    one.reading,
                    one.source,
                    times.text(one.at),
                    one.outcome,
                    one.length,
                    one.has_author,
                    one.has_date,
                    one.repeated,
                ),
            )
        db.write(
            """
            INSERT INTO walk (stage, version) VALUES (?, ?)
            ON CONFLICT DO UPDATE SET version = excluded.version
            """,
            (WALK, up_to),
        )


def newest_reading(db: Database) -> int:
    """The number of the newest reading of anything; 0: there is none."""
    return int(db.value("SELECT max(id) FROM reading") or 0)


def texts(db: Database, source: str, at_most: int) -> list[str]:
    """The newest measured texts of a source, oldest first."""
    rows = db.rows(
        """
        SELECT version.text FROM extraction
        JOIN reading ON reading.id = extraction.reading
        JOIN version ON version.id = reading.version
        WHERE extraction.source = ? ORDER BY extraction.reading DESC LIMIT ?
        """,
        (source, at_most),
    )
    return [row["text"] for row in reversed(rows)]


def newest(db: Database, source: str, at_most: int, *, before: datetime | None = None) -> list[Extraction]:
    """The newest measures of a source, or the newest of those from before a time; oldest first."""
    rows = db.rows(
        "SELECT * FROM extraction WHERE source = ? AND at < ? ORDER BY reading DESC LIMIT ?",
        (source, times.text(before) if before else "9", at_most),
    )
    return [_extraction(row) for row in reversed(rows)]


def first_at(db: Database, source: str) -> datetime | None:
    """When the oldest measure that is kept was taken; None: there is none."""
    return times.optional_moment(
        db.value("SELECT at FROM extraction WHERE source = ? ORDER BY reading LIMIT 1", (source,))
    )


def pages(db: Database, readings: Iterable[int]) -> list[tuple[str, int | None]]:
    """The addresses of the pages of some readings, each with its document; None: none is stored."""
    found = (
        db.row(
            """
            SELECT fetch.url, version.document FROM reading
            JOIN fetch ON fetch.id = reading.fetch
            LEFT JOIN version ON version.id = reading.version
            WHERE reading.id = ?
            """,
            (reading,),
        )
        for reading in readings
    )
    return [(row["url"], row["document"]) for row in found if row]


def forget(db: Database, now: datetime) -> None:
    """Take away measures that are too old to tell anything."""
    with db.transaction():
        db.write("DELETE FROM extraction WHERE at < ?", (times.text(now - KEPT),))


def _walked(db: Database) -> int:
    walked = db.value("SELECT version FROM walk WHERE stage = ?", (WALK,))
    return max(newest_reading(db) - BACKWARDS, 0) if walked is None else int(walked)


def _extraction(row: Row) -> Extraction:
    return Extraction(
        reading=row["reading"],
        source=row["source"],
        at=times.moment(row["at"]),
        outcome=row["outcome"],
        length=row["length"],
        has_author=bool(row["has_author"]),
        has_date=bool(row["has_date"]),
        repeated=row["repeated"],
    )
