"""
The clock: which jobs there are, in which order, when each is due, and how it is run.

A pass takes the time once, asks `due` for each job in the order of `JOBS`,
and starts the due ones as child processes, one after another. A job is one
`dazor job NAME` with a lock, a wall limit and a memory cap of its own; stages
are named as text, so that this process loads none of them.
"""

import contextlib
import logging
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from types import FrameType

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from dazor import __version__
from dazor.config import Config
from store import locks, runs, times
from store.database import Database, Row, opened
from store.errors import Busy, DazorError, Stopped, StoreError
from store.types import Counts

GIBIBYTE = 1024**3
KILL_AFTER_S = 9  # a child that was asked to stop has so long
CLOCK_SLACK = timedelta(minutes=2)
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What the clock starts."""

    name: str
    stage: str  # module:function
    every: timedelta | None = timedelta(0)  # 0: at every pass; None: once a day, when the digest is due
    wall_s: int = 1800
    memory_bytes: int = 2 * GIBIBYTE


JOBS = (
    Job(name="web", stage="crawlers.collect:run"),
    Job(name="extract", stage="crawlers.settle:run"),
    Job(name="match", stage="dazor.alerts:run"),
    Job(name="digest", stage="dazor.digest:run", every=None),
    Job(name="health", stage="dazor.health:run"),
)


def due(job: Job, last_run: datetime | None, now: datetime, config: Config) -> bool:
    """Whether a job is to run at `now`; its last good run began at `last_run` (None: never)."""
    if last_run is None or not _is_timed(job):
        return True
    fires_at: datetime | None = _trigger(job, config).get_next_fire_time(last_run, last_run)
    return fires_at is not None and fires_at <= now


def run_pass(config: Config, config_file: Path, now: datetime) -> int:
    """One pass of everything that is due; the exit code of `dazor run`."""
    with opened(config.store.path, version=__version__, now=now) as db:
        refuse_clock_set_back(db, now)
        waiting = [job for job in JOBS if due(job, runs.last_start(db, job.name), now, config)]
    codes = [_run_child(job, config_file, now) for job in waiting]
    if codes and all(code == Busy.exit_code for code in codes):
        return Busy.exit_code
    return 1 if any(code not in (0, Busy.exit_code) for code in codes) else 0


def run_job(name: str, config: Config, now: datetime) -> int:
    """One job in this process, under its lock: 0, 1 for something worth a look, `Busy` where it runs already."""
    job = find(name)
    with locks.held(lock_path(config, job)), _memory_capped(job), _signals_stop():
        with opened(config.store.path, version=__version__, now=now) as db:
            refuse_clock_set_back(db, now)
            return _perform(db, job, config, now)


def run_now(name: str, config: Config, now: datetime, **options: object) -> int:
    """A stage now, with options of its own, under the lock of its job."""
    job = find(name)
    with locks.held(lock_path(config, job)), _signals_stop():
        with opened(config.store.path, version=__version__, now=now) as db:
            refuse_clock_set_back(db, now)
            return perform(db, name, now, lambda: _stage(job)(db, config, now, **options))


def perform(db: Database, name: str, now: datetime, work: Callable[[], Counts]) -> int:
    """Run `work` as a run of the job, written down from its start to its end; 0, or 1 with the reason on stderr."""
    clock = times.Clock(now)
    run = runs.begin(db, name, now)
    counts, outcome, message = Counts(), "ok", None
    try:
        counts = work()
    except Stopped as stop:
        outcome, message = "stopped", str(stop)
    except DazorError as error:
        outcome, message = "failed", str(error)
    except Exception as error:  # one of the three: the job runner
        logger.exception("a job failed job=%s", name)
        outcome, message = "failed", f"{type(error).__name__}: {error}"
    runs.end(db, run, outcome=outcome, counts=counts.numbers(), message=message, at=clock())
    if message:
        print(f"{name}: {message}", file=sys.stderr)
        return 1
    began, ended = runs.note_troubles(db, name, counts.troubles, clock())
    for trouble in began:
        print(f"trouble: {told(trouble)}", file=sys.stderr)
    for trouble in ended:
        print(f"over: {told(trouble)}", file=sys.stderr)
    return 1 if began else 0


def told(trouble: Row) -> str:
    """A trouble in one line: where, what is wrong, what to do."""
    return f"{trouble['place']}: {trouble['why']} {trouble['remedy']}".strip()


def find(name: str) -> Job:
    """The job with this name. Raises `KeyError` for another."""
    return {job.name: job for job in JOBS}[name]


def lock_path(config: Config, job: Job) -> Path:
    """The lock of a job, in the data folder."""
    return config.store.path.parent / "locks" / f"{job.name}.lock"


def refuse_clock_set_back(db: Database, now: datetime) -> None:
    """Going on with a clock before the last run would put everything out of order."""
    newest = runs.newest_start(db)
    if newest and now < newest - CLOCK_SLACK:
        raise StoreError(
            f"The clock says {times.text(now)}, but the last run began at {times.text(newest)}. "
            "Nothing was done. Set the clock right; if it is right now, wait until it has passed that time."
        )


def moment_now() -> datetime:
    """The time, taken once a run."""
    return datetime.now(UTC)


def _is_timed(job: Job) -> bool:
    return job.every is None or bool(job.every)


def _trigger(job: Job, config: Config) -> BaseTrigger:
    if job.every is not None:
        return IntervalTrigger(seconds=int(job.every.total_seconds()), timezone=UTC)
    send_at = config.digest.send_at
    return CronTrigger(hour=send_at.hour, minute=send_at.minute, timezone=config.desk.zone)


def _perform(db: Database, job: Job, config: Config, now: datetime) -> int:
    return perform(db, job.name, now, lambda: _stage(job)(db, config, now))


def _stage(job: Job) -> Callable[..., Counts]:
    module, function = job.stage.split(":")
    stage: Callable[..., Counts] = getattr(import_module(module), function)
    return stage


def _run_child(job: Job, config_file: Path, now: datetime) -> int:
    """Start `dazor job NAME`, wait for it within its wall limit; its exit code."""
    command = [
        sys.executable,
        "-m",
        "dazor",
        "--config",
        str(config_file),
        "job",
        job.name,
        "--now",
        now.isoformat(),
    ]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as child, _signals_stop():
        try:
            return child.wait(job.wall_s)
        except subprocess.TimeoutExpired:
            _end(child)
            print(
                f"{job.name}: stopped after {job.wall_s // 60} minutes; the next pass goes on.",
                file=sys.stderr,
            )
            return 1
        except Stopped:
            _end(child)
            raise


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Ask a child to stop, and kill it where it does not."""
    child.terminate()
    try:
        child.wait(KILL_AFTER_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


@contextlib.contextmanager
def _signals_stop() -> Iterator[None]:
    """Ctrl-C and SIGTERM raise `Stopped` while the block runs, once."""

    def stop(signum: int, frame: FrameType | None) -> None:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, signal.SIG_IGN)
        raise Stopped("Stopped. What was done is stored; the next run goes on.")

    before = {name: signal.signal(name, stop) for name in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for name, former in before.items():
            signal.signal(name, former)


@contextlib.contextmanager
def _memory_capped(job: Job) -> Iterator[None]:
    """The job may take so much address space and no more."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    hard = before[1]
    cap = job.memory_bytes if hard == resource.RLIM_INFINITY else min(job.memory_bytes, hard)
    with contextlib.suppress(ValueError):  # some systems do not let it be set
        resource.setrlimit(resource.RLIMIT_AS, (cap, hard))
    try:
        yield
    finally:
        with contextlib.suppress(ValueError):
            resource.setrlimit(resource.RLIMIT_AS, before)
