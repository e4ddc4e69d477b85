"""Runs of jobs, and troubles: what began, what ended, and what was said of it."""

import json
from collections.abc import Mapping
from datetime import datetime

from store import times
from store.database import Database, Row


def begin(db: Database, job: str, now: datetime) -> int:
    """A job starts, under its lock: what it began and did not end was killed. The number of the run."""
    with db.transaction():
        db.write("UPDATE run SET outcome = 'killed' WHERE job = ? AND outcome IS NULL", (job,))
        return db.write("INSERT INTO run (job, started_at) VALUES (?, ?)", (job, times.text(now)))


def end(
    db: Database,
    run: int,
    *,
    outcome: str,
    counts: Mapping[str, int],
    message: str | None,
    at: datetime,
    peak_mebibytes: float | None = None,
) -> None:
    """A run has ended: ok, failed or stopped."""
    with db.transaction():
        db.write(
            """
            UPDATE run SET ended_at = ?, outcome = ?, counts = ?, message = ?, peak_mebibytes = ?
            WHERE id = ?
            """,
            (times.text(at), outcome, json.dumps(dict(counts)), message, peak_mebibytes, run),
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


def good_starts(db: Database, job: str, at_most: int) -> list[datetime]:
    """When the newest runs of a job that ended well began, newest first."""
    rows = db.rows(
        "SELECT started_at FROM run WHERE job = ? AND outcome = 'ok' ORDER BY id DESC LIMIT ?", (job, at_most)
    )
    return [times.moment(row["started_at"]) for row in rows]


def newest_start(db: Database) -> datetime | None:
    """When the newest run of any job started; None: there was none."""
    return times.optional_moment(db.value("SELECT max(started_at) FROM run"))


def open_troubles(db: Database) -> list[Row]:
    """Troubles that have not ended, oldest first."""
    return db.rows("SELECT * FROM trouble WHERE until IS NULL ORDER BY since, id")


def note_troubles(
    db: Database, job: str, found: Mapping[tuple[str, str], tuple[str, str]], now: datetime
) -> tuple[list[Row], list[Row]]:
    """
    Bring the troubles that a job sees up to date: those that began now, those that ended now.

    `found` maps (what, place) to (why, remedy) for everything it found wrong now.
    """
    with db.transaction():
        known = {(row["what"], row["place"]): row for row in open_troubles(db) if row["job"] == job}
        for what, place in found:
            if (what, place) in known:
                continue
            db.write(
                "INSERT INTO trouble (job, what, place, since, why, remedy) VALUES (?, ?, ?, ?, ?, ?)",
                (job, what, place, times.text(now), *found[what, place]),
            )
        ended = [row for key, row in known.items() if key not in found]
        for row in ended:
            db.write("UPDATE trouble SET until = ? WHERE id = ?", (times.text(now), row["id"]))
        for key in found.keys() & known.keys():
            db.write("UPDATE trouble SET why = ?, remedy = ? WHERE id = ?", (*found[key], known[key]["id"]))
        began = [
            row for row in open_troubles(db) if row["job"] == job and (row["what"], row["place"]) not in known
        ]
    return began, ended
