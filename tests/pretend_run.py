"""A program that runs passes and jobs as `dazor` does, with stages of its own, to be killed by tests."""

import os
import signal
import sys
from datetime import datetime
from pathlib import Path

import scheduler
from dazor import config
from dazor.jobs.job import READ
from scheduler import Job
from store import fetches
from store.database import Database
from store.errors import DazorError
from store.types import Counts

STEPS = 20


def wait(db: Database, config: config.Config, now: datetime) -> Counts:
    """Never ends by itself; says on stdout which process has begun."""
    sys.stdout.write(f"{os.getpid()}\n")
    sys.stdout.flush()
    signal.pause()
    return Counts()


def number(db: Database, config: config.Config, now: datetime) -> Counts:
    """Numbers rows, reading and writing apart: two at once would give a number twice."""
    for _ in range(STEPS):
        rows = db.value("SELECT count(*) FROM setting_load")
        with db.transaction():
            db.write(
                "INSERT INTO setting_load (at, file, sha256, text, changed_by) VALUES ('', '', '', ?, '')",
                (str(rows),),
            )
    return Counts(done=STEPS)


def read(db: Database, config: config.Config, now: datetime) -> Counts:
    """Reads what was fetched, which means nothing here."""
    counts = Counts()
    for fetch in fetches.unread(db, STEPS):
        with db.transaction():
            fetches.mark_read(db, fetch.id)
        counts.done += 1
    return counts


JOBS = (
    Job(name="wait", stage="pretend_run:wait", lane="web"),
    Job(name="number", stage="pretend_run:number"),
    Job(name="daily", stage="pretend_run:number", is_daily=True),
    Job(name="read", stage="pretend_run:read", lane=READ),
)


def main(jobs: str, settings: str, command: str, *rest: str) -> int:
    """`pretend_run.py JOBS --config FILE run|job|serve|follow …`: a pass, one job, the clock, its child."""
    scheduler.JOBS = tuple(job for job in JOBS if job.name in jobs.split(","))
    scheduler.PROGRAM = (sys.executable, __file__, jobs)
    now = datetime.fromisoformat(rest[-1])
    loaded = config.load(Path(settings))
    try:
        if command == "run":
            return scheduler.run_pass(loaded, Path(settings), now)
        if command == "serve":
            scheduler.serve(lambda: config.load(Path(settings)), Path(settings), now)
        if command == "follow":
            scheduler.follow(lambda: loaded, now, lambda word: print(word, flush=True))  # noqa: T201
        return scheduler.run_job(rest[0], loaded, now)
    except DazorError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *sys.argv[3:]))
