"""Runs of jobs, and troubles: what began, what ended, and what was said of it."""

import json
from collections.abc import Mapping
from datetime import datetime

from store import times
from store.database import Database, Row


def begin(db: Database, job: str, now: datetime) -> int:
    """A job starts; the number of its run."""
    with db.transaction():
        return db.write("INSERT INTO run (job, started_at) VALUES (?, ?)", (job, times.text(now)))


def end(
    db: Database, run: int, *, outcome: str, counts: Mapping[str, int], message: str | None, at: datetime
) -> None:
    """A run has ended: ok, failed or stopped."""
    with db.transaction():
        db.write(
            "UPDATE run SET ended_at = ?, outcome = ?, counts = ?, message = ? WHERE id = ?",
            (times.text(at), outcome, json.dumps(dict(counts)), message, run),
        )


def last(db: Database) -> dict[str, Row]:
    """The newest run of each job."""
    rows = db.rows("SELECT * FROM run WHERE id IN (SELECT max(id) FROM run GROUP BY job)")
    return {row["job"]: row for row in rows}


def last_start(db: Database, job: str) -> datetime | None:
    """When the job last started a run that ended well; None: never."""
    return times.optional_moment(
        db.value(
            "SELECT started_at FROM run WHERE job = ? AND outcome = 'ok' ORDER BY id DESC LIMIT 1", (job,)
        )
    )


def open_troubles(db: Database) -> list[Row]:
    """Troubles that have not ended, oldest first."""
    return db.rows("SELECT * FROM trouble WHERE until IS NULL ORDER BY since, id")


def note_troubles(
    db: Database, found: Mapping[tuple[str, str], tuple[str, str]], now: datetime
) -> tuple[list[Row], list[Row]]:
    """
    Bring the troubles up to date: those that began now, those that ended now.

    `found` maps (what, place) to (why, remedy) for everything that is wrong now.
    """
    with db.transaction():
        known = {(row["what"], row["place"]): row for row in open_troubles(db)}
        for what, place in found.keys() - known.keys():
            db.write(
                "INSERT INTO trouble (what, place, since, why, remedy) VALUES (?, ?, ?, ?, ?)",
                (what, place, times.text(now), *found[what, place]),
            )
        ended = [row for key, row in known.items() if key not in found]
        for row in ended:
            db.write("UPDATE trouble SET until = ? WHERE id = ?", (times.text(now), row["id"]))
        for key in found.keys() & known.keys():
            db.write("UPDATE trouble SET why = ?, remedy = ? WHERE id = ?", (*found[key], known[key]["id"]))
        began = [row for row in open_troubles(db) if (row["what"], row["place"]) not in known]
    return began, ended
