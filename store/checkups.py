"""Looks of Dazor at itself: is the file of the store whole, was the address outside called."""

import sqlite3
from datetime import datetime

from store import times
from store.database import Database, Row

KEPT = 100  # of each kind


def save(db: Database, kind: str, at: datetime, fault: str | None) -> None:
    """Write down a look; the oldest of its kind go."""
    with db.transaction():
        db.write("INSERT INTO checkup (kind, at, fault) VALUES (?, ?, ?)", (kind, times.text(at), fault))
        db.write(
            """
            DELETE FROM checkup WHERE kind = :kind AND id <= (
                SELECT id FROM checkup WHERE kind = :kind ORDER BY id DESC LIMIT 1 OFFSET :kept
            )
            """,
            {"kind": kind, "kept": KEPT},
        )


def newest(db: Database, kind: str, at_most: int = 1) -> list[Row]:
    """The newest looks of a kind, newest first."""
    return db.rows("SELECT * FROM checkup WHERE kind = ? ORDER BY id DESC LIMIT ?", (kind, at_most))


def damage(db: Database) -> str | None:
    """What is wrong with the file of the store, in SQLite's words; None: nothing. Reads the whole file."""
    try:
        found = [str(row["quick_check"]) for row in db.rows("PRAGMA quick_check(3)")]
    except sqlite3.DatabaseError as error:
        return str(error)
    return None if found == ["ok"] else "; ".join(found)
