"""Jobs that have not come to a good end for longer than is usual with them, and a clock that stands still."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

from dazor.health.jobs import LastRun
from dazor.health.troubles import Found, moment
from store import runs
from store.database import Database

STARTS = 12  # newest good ones, that show what is usual
PASSES = 3  # of health in which the job did not come to its end: then the machine did not just sleep
SLACK = timedelta(hours=2)
FORGOTTEN = timedelta(days=30)  # a job that does not even begin any more is one of an older Dazor


def starts(db: Database, jobs: Iterable[LastRun]) -> dict[str, list[datetime]]:
    """When the newest good runs of each job began, newest first."""
    return {job.job: runs.good_starts(db, job.job, STARTS) for job in jobs}


def of_jobs(
    jobs: Iterable[LastRun], starts: Mapping[str, Sequence[datetime]], now: datetime, zone: ZoneInfo
) -> Found:
    """One for each job that is late. A job that fails has spoken for itself."""
    passes = starts.get("health", ())
    found: Found = {}
    for job in jobs:
        good = starts[job.job]
        if job.outcome == "failed" or not good or now - job.started_at > FORGOTTEN:
            continue
        missed = sum(at > good[0] for at in passes)
        if missed >= PASSES and now - good[0] > allowed(good):
            why = f"has not come to a good end since {moment(good[0], zone)}."
            found["job_late", job.job] = (why, f"See what it says: dazor job {job.job}")
    return found


def of_clock(starts: Mapping[str, Sequence[datetime]], now: datetime, zone: ZoneInfo) -> Found:
    """One where nothing runs any more; only doctor can see it."""
    good = starts.get("health", ())
    if not good or now - good[0] <= allowed(good):
        return {}
    why = f"nothing has come to a good end since {moment(good[0], zone)}."
    return {
        ("clock_stands", "dazor run"): (why, "Look at the cron line or the service: systemctl status dazor")
    }


def allowed(good: Sequence[datetime]) -> timedelta:
    """How long after its last good start a job may take until the next is over."""
    pauses = [(after - before).total_seconds() for after, before in pairwise(good)]
    return timedelta(seconds=1.5 * median(pauses)) + SLACK if pauses else timedelta(days=1) + SLACK
