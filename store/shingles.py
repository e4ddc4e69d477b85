"""Fingerprints of texts by month, to find those that share a passage."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from store import times
from store.database import Database

MOST_OF_ONE = 61  # versions with one number that are looked at, the newest


def save(db: Database, version: int, seen_at: datetime, numbers: Iterable[int]) -> None:
    """Keep the fingerprint of a version. May be called twice."""
    month = _month(seen_at)
    db.conn.executemany(
        "INSERT OR IGNORE INTO shingle (month, number, version) VALUES (?, ?, ?)",
        [(month, number, version) for number in sorted(numbers)],
    )


def near(
    db: Database, numbers: Iterable[int], *, before: int, months: Sequence[str]
) -> list[tuple[int, int]]:
    """Number and version for the versions under one number that share some, the newest of each number."""
    found: list[tuple[int, int]] = []
    wanted = json.dumps(list(months))
    for number in numbers:
        rows = db.conn.execute(
            """
            SELECT number, version FROM shingle
            WHERE month IN (SELECT value FROM json_each(?)) AND number = ? AND version < ?
            ORDER BY version DESC LIMIT ?
            """,
            (wanted, number, before, MOST_OF_ONE),
        )
        found.extend(rows)
    return found


def months_before(seen_at: datetime, count: int) -> list[str]:
    """The month of a time and those before it, so many in all."""
    year, month = seen_at.year, seen_at.month
    found = []
    for _ in range(count):
        found.append(f"{year:04}-{month:02}")
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found


def forget(db: Database, before_month: str) -> int:
    """Take away the fingerprints of the months before one; how many."""
    db.write("DELETE FROM shingle WHERE month < ?", (before_month,))
    gone: int = db.value("SELECT changes()")
    return gone


def _month(seen_at: datetime) -> str:
    return times.text(seen_at)[:7]
