"""The jobs: when each ran last and how it ended."""

import json
from dataclasses import dataclass
from datetime import datetime

from store import runs, times
from store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRun:
    """The newest run of a job."""

    job: str
    started_at: datetime
    ended_at: datetime | None  # None: still running, or killed
    outcome: str | None  # ok, failed, stopped; None: still running, or killed
    message: str | None  # what went wrong
    counts: dict[str, int]
    peak_mebibytes: float | None = None  # None: not known


def all_jobs(db: Database) -> tuple[LastRun, ...]:
    """The newest run of every job that ever ran, in the order of their names."""
    return tuple(
        LastRun(
            job=job,
            started_at=times.moment(row["started_at"]),
            ended_at=times.optional_moment(row["ended_at"]),
            outcome=row["outcome"],
            message=row["message"],
            counts=json.loads(row["counts"]),
            peak_mebibytes=row["peak_mebibytes"],
        )
        for job, row in sorted(runs.last(db).items())
    )
