"""
The clock: which jobs there are, in which order, when each is due, and how it is run.

A pass takes the time once, asks `due` for each job in the order of `JOBS`,
and starts the due ones as child processes, one after another. A job is one
`dazor job NAME` with a lock, a wall limit and a memory cap of its own; stages
are named as text, so that this process loads none of them. `serve` asks the
same `due`, again and again: APScheduler only wakes it.
"""

import asyncio
import contextlib
import logging
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from dazor import __version__
from dazor.config import Config
from dazor.jobs import child, running, signals
from dazor.jobs.following import Following
from dazor.jobs.job import READ, Job, lock_path, stage
from dazor.jobs.serving import Serving
from store import locks, runs
from store.database import Database, opened
from store.errors import Busy
from store.times import Clock

PROGRAM = (sys.executable, "-m", "dazor")
TICK_S = 5  # between two looks at what is due, under `serve`
HEARTBEAT_S = 30  # a clock set back or a sleep must not keep APScheduler from waking

JOBS = (
    Job(name="web", stage="crawlers.collect:run", lane="web", rest_s=600),
    Job(name="telegram", stage="telegram.collect:run", lane="telegram", rest_s=600, needs_account=True),
    Job(name="extract", stage="crawlers.settle:run", lane=READ, slice=(("at_most", 20),)),
    Job(
        name="analyse",
        stage="dazor.analyse:run",
        lane=READ,
        slice=(("at_most", 200), ("back_at_most", 200)),
    ),
    Job(name="stories", stage="dazor.stories:run", lane=READ, slice=(("at_most", 200),)),
    Job(name="match", stage="dazor.alerts:run", lane=READ, slice=(("stored_at_most", 1000),)),
    Job(name="photographs", stage="crawlers.photographs:run", lane="web"),
    Job(name="digest", stage="dazor.digest:run", rest_s=60),  # each subscriber has a time of their own
    Job(name="deliver", stage="dazor.deliver:run", rest_s=60),
    Job(name="health", stage="dazor.health:run"),
    Job(name="backup", stage="dazor.backup:run", is_daily=True, wall_s=4 * 3600, lane="keep"),
)


def due(job: Job, last_run: datetime | None, now: datetime, config: Config) -> bool:
    """Whether a job is to run at `now`; its last good run began at `last_run` (None: never)."""
    if job.needs_account and not config.telegram.accounts:
        return False
    if last_run is None or not job.is_daily:
        return True
    send_at = config.digest.send_at
    days = CronTrigger(hour=send_at.hour, minute=send_at.minute, timezone=config.desk.zone)
    next_at: datetime = days.get_next_fire_time(last_run, last_run)
    return next_at <= now


def waiting(db: Database, config: Config, now: datetime) -> list[Job]:
    """The jobs that are due, in their order."""
    running.refuse_clock_set_back(db, now)
    return [job for job in JOBS if due(job, runs.last_start(db, job.name), now, config)]


def run_pass(config: Config, config_file: Path, now: datetime) -> int:
    """
    One pass of everything that is due; the exit code of `dazor run`.

    0: done; 1: something is worth a look; that of `Busy`: every due job is running already.
    """
    return signals.run(_pass(config, config_file, Clock(now)))


async def _pass(config: Config, config_file: Path, clock: Clock) -> int:
    with opened(config.store.path, version=__version__, now=clock.now) as db:
        jobs = waiting(db, config, clock.now)
    codes = {await _run_child(job, config, config_file, clock) for job in jobs}
    if codes == {Busy.exit_code}:
        return Busy.exit_code
    return 1 if codes - {0, Busy.exit_code} else 0


async def _run_child(job: Job, config: Config, config_file: Path, clock: Callable[[], datetime]) -> int:
    """Start `dazor job NAME` and wait for it within its wall limit; its exit code."""
    if not locks.is_free(lock_path(config, job)):
        return Busy.exit_code
    command = [*PROGRAM, "--config", str(config_file), "job", job.name, "--now", clock().isoformat()]
    return await child.run(job.name, command, job.wall_s)


def run_job(name: str, config: Config, now: datetime) -> int:
    """One job in this process, as `run_now`, under its memory cap."""
    with running.memory_capped(find(name)):
        return run_now(name, config, now)


def run_now(name: str, config: Config, now: datetime, /, **options: object) -> int:
    """
    A stage in this process, with options of its own, under the lock of its job.

    0: done, 1: something is worth a look. Raises `Busy` where the job is running already.
    """
    job = find(name)
    with running.working(job, config, now) as db:
        return running.perform(db, job, now, lambda: stage(job)(db, config, now, **options))


@contextlib.contextmanager
def working(name: str, config: Config, now: datetime) -> Iterator[Database]:
    """The store, under the lock of a job. Raises `Busy` where that job is running."""
    with running.working(find(name), config, now) as db:
        yield db


def find(name: str) -> Job:
    """The job with this name. Raises `KeyError` for another."""
    return {job.name: job for job in JOBS}[name]


def follow(load: Callable[[], Config], now: datetime, tell: Callable[[str], None]) -> None:
    """The long-lived child of `serve`: the jobs of the lane `read`, until stopped."""
    Following([job for job in JOBS if job.lane == READ], load, wall_clock(now), tell).follow()


def serve(load: Callable[[], Config], config_file: Path, now: datetime) -> None:
    """
    The clock until a signal, which raises `Stopped`. Raises `Busy` where another one serves.

    `load` reads the settings; a file that was changed is read again.
    """
    config, clock = load(), wall_clock(now)
    with locks.held(config.data_folder / "locks" / "serve.lock"):
        with opened(config.store.path, version=__version__, now=now) as db:
            running.refuse_clock_set_back(db, now)
        serving = Serving(
            load=load,
            clock=clock,
            waiting=waiting,
            start=lambda job, config: _run_child(job, config, config_file, clock),
            reader=lambda: [*PROGRAM, "--config", str(config_file), "follow", "--now", clock().isoformat()],
            reader_wall_s=max(job.wall_s for job in JOBS if job.lane == READ),
        )
        signals.run(_serve(serving))


async def _serve(serving: Serving) -> None:
    """APScheduler wakes `serving`, and a heartbeat of our own sees to it that it does."""
    awake = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # that a tick was skipped is normal
    every = IntervalTrigger(seconds=TICK_S, timezone=UTC)
    tick = awake.add_job(serving.wake, every, next_run_time=datetime.now(UTC))
    awake.start()
    reader = asyncio.create_task(serving.keep_reading())
    try:
        while True:
            await asyncio.sleep(HEARTBEAT_S)
            if tick.next_run_time > datetime.now(UTC) + timedelta(seconds=2 * TICK_S):
                tick.reschedule(every)
    finally:
        awake.shutdown(wait=False)
        await serving.stop(reader)


def wall_clock(now: datetime) -> Callable[[], datetime]:
    """What the clock of this machine says; in a rehearsal, where `now` is another time, as far from it."""
    offset = now - datetime.now(UTC)
    if abs(offset) < timedelta(seconds=60):
        offset = timedelta(0)
    return lambda: datetime.now(UTC) + offset
