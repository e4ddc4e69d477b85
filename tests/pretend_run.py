"""A program that runs passes and jobs as `dazor` does, with stages of its own, to be killed by tests."""

import os
import signal
import sys
from datetime import datetime
from pathlib import Path

import scheduler
from dazor import config
from scheduler import Job
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


JOBS = (
    Job(name="wait", stage="pretend_run:wait"),
    Job(name="number", stage="pretend_run:number"),
)


def main(jobs: str, settings: str, command: str, *rest: str) -> int:
    """`pretend_run.py JOBS --config FILE run|job …`: a pass, or one job."""
    scheduler.JOBS = tuple(job for job in JOBS if job.name in jobs.split(","))
    scheduler.PROGRAM = (sys.executable, __file__, jobs)
    now = datetime.fromisoformat(rest[-1])
    loaded = config.load(Path(settings))
    try:
        if command == "run":
            return scheduler.run_pass(loaded, Path(settings), now)
        return scheduler.run_job(rest[0], loaded, now)
    except DazorError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *sys.argv[3:]))
