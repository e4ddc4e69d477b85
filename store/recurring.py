"""Lines that articles of a source have in common: how many articles show them, by day."""

from collections.abc import Iterable
from datetime import date

from store.database import Database

PARTS = ("text", "title")


def add(db: Database, source: str, on: date, part: str, lines: Iterable[str]) -> None:
    """One more article of a day shows these lines; "" counts the articles themselves."""
    for line in lines:
        db.write(
            """
            INSERT INTO recurring (source, day, part, line, articles) VALUES (?, ?, ?, ?, 1)
            ON CONFLICT DO UPDATE SET articles = articles + 1
            """,
            (source, on.isoformat(), part, line),
        )


def counts(db: Database, source: str, *, since: date, before: date) -> dict[str, dict[str, int]]:
    """The lines of each part with the number of articles that showed them on these days."""
    rows = db.rows(
        """
        SELECT part, line, sum(articles) AS articles FROM recurring
        WHERE source = ? AND day >= ? AND day < ? GROUP BY part, line
        """,
        (source, since.isoformat(), before.isoformat()),
    )
    found: dict[str, dict[str, int]] = {part: {} for part in PARTS}
    for row in rows:
        found[row["part"]][row["line"]] = row["articles"]
    return found


def forget(db: Database, before: date) -> None:
    """Take away the counts of days that are too old to teach anything."""
    db.write("DELETE FROM recurring WHERE day < ?", (before.isoformat(),))


def is_copy(db: Database, source: str, version: int) -> bool:
    """Whether another article of the source has the very title and text of a version."""
    found = db.value(
        """
        SELECT 1 FROM version AS this
        JOIN version AS other ON other.sha256 = this.sha256 AND other.document <> this.document
        JOIN document ON document.id = other.document AND document.source = ?
        WHERE this.id = ? LIMIT 1
        """,
        (source, version),
    )
    return found is not None
