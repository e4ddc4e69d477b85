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
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import FrameType

from apscheduler.triggers.cron import CronTrigger

from dazor import __version__
from dazor.config import Config
from store import locks, runs, times
from store.complaints import explained
from store.database import Database, Row, opened
from store.errors import Busy, DazorError, Stopped, StoreError
from store.times import Clock
from store.types import Counts

GIBIBYTE = 1024**3
KILL_AFTER_S = 9  # a child that was asked to stop has so long
CLOCK_SLACK_S = 120
PROGRAM = (sys.executable, "-m", "dazor")
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What the clock starts."""

    name: str
    stage: str  # module:function
    is_daily: bool = False  # once a day, when the digest is due; else at every pass
    needs_account: bool = False  # only where a Telegram account is configured
    wall_s: float = 1800
    memory_bytes: int = 2 * GIBIBYTE  # of address space


JOBS = (
    Job(name="web", stage="crawlers.collect:run"),
    Job(name="telegram", stage="telegram.collect:run", needs_account=True),
    Job(name="extract", stage="crawlers.settle:run"),
    Job(name="analyse", stage="dazor.analyse:run"),
    Job(name="match", stage="dazor.alerts:run"),
    Job(name="photographs", stage="crawlers.photographs:run"),
    Job(name="digest", stage="dazor.digest:run", is_daily=True),
    Job(name="health", stage="dazor.health:run"),
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


def run_pass(config: Config, config_file: Path, now: datetime) -> int:
    """
    One pass of everything that is due; the exit code of `dazor run`.

    0: done; 1: something is worth a look; that of `Busy`: every due job is running already.
    """
    clock = Clock(now)
    with _signals_stop():
        with opened(config.store.path, version=__version__, now=now) as db:
            refuse_clock_set_back(db, now)
            waiting = [job for job in JOBS if due(job, runs.last_start(db, job.name), now, config)]
        codes = {_run_child(job, config, config_file, clock) for job in waiting}
    if codes == {Busy.exit_code}:
        return Busy.exit_code
    return 1 if codes - {0, Busy.exit_code} else 0


def run_job(name: str, config: Config, now: datetime) -> int:
    """One job in this process, as `run_now`, under its memory cap."""
    with _memory_capped(find(name)):
        return run_now(name, config, now)


def run_now(name: str, config: Config, now: datetime, /, **options: object) -> int:
    """
    A stage in this process, with options of its own, under the lock of its job.

    0: done, 1: something is worth a look. Raises `Busy` where the job is running already.
    """
    with working(name, config, now) as db:
        return perform(db, name, now, lambda: _stage(find(name))(db, config, now, **options))


@contextlib.contextmanager
def working(name: str, config: Config, now: datetime) -> Iterator[Database]:
    """The store, under the lock of a job. Raises `Busy` where that job is running."""
    with (
        _signals_stop(),
        locks.held(lock_path(config, find(name))),
        opened(config.store.path, version=__version__, now=now) as db,
    ):
        refuse_clock_set_back(db, now)
        yield db


def perform(db: Database, name: str, now: datetime, work: Callable[[], Counts]) -> int:
    """
    Run `work` as a run of the job, written down from start to end; 0, or 1 for something worth a look.

    What began or ended is told on stderr; what is known already is not told again.
    """
    clock = Clock(now)
    before = runs.last(db).get(name)
    run = runs.begin(db, name, now)
    ending = _ending(db, find(name), work)
    numbers = ending.counts.numbers()
    runs.end(
        db,
        run,
        outcome=ending.outcome,
        counts=numbers,
        message=ending.message,
        at=clock(),
        peak_mebibytes=_peak_mebibytes(),
    )
    if ending.outcome == "ok":
        return _tell_troubles(db, name, ending.counts, clock())
    if not _is_known(before, ending):
        _tell_failure(name, ending)
    return 1


def told(trouble: Row) -> str:
    """A trouble in one line: where, what is wrong, what to do."""
    return f"{trouble['place']}: {trouble['why']} {trouble['remedy']}".strip()


def find(name: str) -> Job:
    """The job with this name. Raises `KeyError` for another."""
    return {job.name: job for job in JOBS}[name]


def lock_path(config: Config, job: Job) -> Path:
    """The lock of a job, in the data folder."""
    return config.data_folder / "locks" / f"{job.name}.lock"


def refuse_clock_set_back(db: Database, now: datetime) -> None:
    """Going on with a clock before the last run would put everything out of order."""
    newest = runs.newest_start(db)
    if newest and (newest - now).total_seconds() > CLOCK_SLACK_S:
        raise StoreError(
            f"The clock says {times.text(now)}, but the last run began at {times.text(newest)}. "
            "Nothing was done. Set the clock right; if it is right now, wait until it has passed that time."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ending:
    """How the work of a job ended."""

    outcome: str  # ok, failed, stopped
    counts: Counts = field(default_factory=Counts)
    message: str | None = None  # why not ok
    bug: Exception | None = None  # what nobody expected


def _ending(db: Database, job: Job, work: Callable[[], Counts]) -> _Ending:
    try:
        with explained(db.path):
            return _Ending(outcome="ok", counts=work())
    except Stopped as stop:
        return _Ending(outcome="stopped", message=str(stop))
    except DazorError as error:
        return _Ending(outcome="failed", message=str(error))
    except MemoryError:
        cap = f"{job.memory_bytes / GIBIBYTE:.1f} GiB"
        return _Ending(outcome="failed", message=f"It wanted more memory than its cap of {cap}.")
    except Exception as error:  # noqa: BLE001 (one of the three: the job runner)
        return _Ending(outcome="failed", message=f"{type(error).__name__}: {error}", bug=error)


def _is_known(before: Row | None, ending: _Ending) -> bool:
    """Whether the run before failed in the same way. On a terminal somebody asks: there nothing is known."""
    if before is None or sys.stderr.isatty():
        return False
    return ending.outcome == "failed" and ("failed", ending.message) == (before["outcome"], before["message"])


def _tell_failure(name: str, ending: _Ending) -> None:
    if ending.bug:
        logger.error("a job failed job=%s", name, exc_info=ending.bug)
    print(f"{name}: {ending.message}", file=sys.stderr)


def _tell_troubles(db: Database, name: str, counts: Counts, at: datetime) -> int:
    """Say which troubles of a job began and which ended; 1 where one began that does not pass by itself."""
    began, ended = runs.note_troubles(db, name, counts.troubles, at)
    for trouble in began:
        print(f"trouble: {told(trouble)}", file=sys.stderr)
    for trouble in ended:
        print(f"over: {trouble['place']}: {trouble['why']}", file=sys.stderr)
    return 1 if any((trouble["what"], trouble["place"]) not in counts.passing for trouble in began) else 0


def _peak_mebibytes() -> float:
    """The most memory that this process or a child of it has had."""
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _stage(job: Job) -> Callable[..., Counts]:
    module, function = job.stage.split(":")
    stage: Callable[..., Counts] = getattr(import_module(module), function)
    return stage


def _run_child(job: Job, config: Config, config_file: Path, clock: Clock) -> int:
    """Start `dazor job NAME` and wait for it within its wall limit; its exit code."""
    if not locks.is_free(lock_path(config, job)):
        return Busy.exit_code
    command = [*PROGRAM, "--config", str(config_file), "job", job.name, "--now", clock().isoformat()]
    # In a group of its own, so that Ctrl-C reaches it once: through this process.
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, process_group=0) as child:
        try:
            code = child.wait(job.wall_s)
        except subprocess.TimeoutExpired:
            _end(child)
            print(
                f"{job.name}: ended at its limit of {job.wall_s:g} s; the next pass goes on.", file=sys.stderr
            )
            return 1
        except Stopped:
            _end(child)
            raise
    if code < 0:  # most often the system had no memory left
        print(f"{job.name}: killed by signal {-code}; the next pass goes on.", file=sys.stderr)
    return code


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
    """The first Ctrl-C or SIGTERM raises `Stopped` while the block runs; more of them change nothing."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for name in before:
            signal.signal(name, signal.SIG_IGN)
        raise Stopped("Stopped. What was done is stored; the next run goes on.")

    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    for name in before:
        signal.signal(name, stop)
    try:
        yield
    finally:
        for name, former in before.items():
            signal.signal(name, former)


@contextlib.contextmanager
def _memory_capped(job: Job) -> Iterator[None]:
    """The job may take so much address space and no more, where the system can hold it to that."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    hard = before[1]
    cap = job.memory_bytes if hard == resource.RLIM_INFINITY else min(job.memory_bytes, hard)
    with contextlib.suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (cap, hard))
    try:
        yield
    finally:
        with contextlib.suppress(ValueError):
            resource.setrlimit(resource.RLIMIT_AS, before)
