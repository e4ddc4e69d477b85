"""A job in this process: under its lock and memory cap, written down from start to end."""

import contextlib
import logging
import resource
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from dazor import __version__
from dazor.config import Config
from dazor.jobs.job import GIBIBYTE, Job, lock_path
from dazor.jobs.signals import stopping
from store import locks, runs, times
from store.complaints import explained
from store.database import Database, Row, opened
from store.errors import DazorError, Stopped, StoreError
from store.times import Clock
from store.types import Counts

CLOCK_SLACK_S = 120
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How the work of a job ended."""

    outcome: str = "ok"  # ok, failed, stopped
    counts: Counts = field(default_factory=Counts)
    message: str | None = None  # why not ok
    bug: Exception | None = None  # what nobody expected

    def and_then(self, later: "Ending") -> "Ending":
        """Both as one: the counts of both, the troubles of the later, and what went wrong first."""
        counts = replace(self.counts, troubles={})
        counts.add(later.counts)
        return replace(later if self.outcome == "ok" else self, counts=counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A run that has begun."""

    job: Job
    number: int
    before: Row | None  # the run before
    clock: Clock


@contextlib.contextmanager
def working(job: Job, config: Config, now: datetime) -> Iterator[Database]:
    """The store, under the lock of a job. Raises `Busy` where that job is running."""
    with (
        stopping(),
        locks.held(lock_path(config, job)),
        opened(config.store.path, version=__version__, now=now) as db,
    ):
        refuse_clock_set_back(db, now)
        yield db


def perform(db: Database, job: Job, now: datetime, work: Callable[[], Counts]) -> int:
    """Run `work` as a run of the job; 0, or 1 for something worth a look."""
    begun = begin(db, job, now)
    return finish(db, begun, ended(db, job, work))


def begin(db: Database, job: Job, now: datetime) -> Begun:
    """A run begins: it has a row from now on."""
    clock = Clock(now)
    before = runs.last(db).get(job.name)
    return Begun(job=job, number=runs.begin(db, job.name, now), before=before, clock=clock)


def finish(db: Database, begun: Begun, ending: Ending) -> int:
    """
    Write down how a run ended; 0, or 1 for something worth a look.

    What began or ended is told on stderr; what is known already is not told again.
    """
    runs.end(
        db,
        begun.number,
        outcome=ending.outcome,
        counts=ending.counts.numbers(),
        message=ending.message,
        at=begun.clock(),
        peak_mebibytes=_peak_mebibytes(),
    )
    if ending.outcome == "ok":
        return _tell_troubles(db, begun.job.name, ending.counts, begun.clock())
    if not _is_known(begun.before, ending):
        _tell_failure(begun.job.name, ending)
    return 1


def ended(db: Database, job: Job, work: Callable[[], Counts]) -> Ending:
    """Do the work; how it ended."""
    try:
        with explained(db.path):
            return Ending(counts=work())
    except Stopped as stop:
        return Ending(outcome="stopped", message=str(stop))
    except DazorError as error:
        return Ending(outcome="failed", message=str(error))
    except MemoryError:
        cap = f"{job.memory_bytes / GIBIBYTE:.1f} GiB"
        return Ending(outcome="failed", message=f"It wanted more memory than its cap of {cap}.")
    except Exception as error:  # noqa: BLE001 (one of the three: the job runner)
        return Ending(outcome="failed", message=f"{type(error).__name__}: {error}", bug=error)


def refuse_clock_set_back(db: Database, now: datetime) -> None:
    """Going on with a clock before the last run would put everything out of order."""
    newest = runs.newest_start(db)
    if newest and (newest - now).total_seconds() > CLOCK_SLACK_S:
        raise StoreError(
            f"The clock says {times.text(now)}, but the last run began at {times.text(newest)}. "
            "Nothing was done. Set the clock right; if it is right now, wait until it has passed that time."
        )


@contextlib.contextmanager
def memory_capped(job: Job) -> Iterator[None]:
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


def told(trouble: Row) -> str:
    """A trouble in one line: where, what is wrong, what to do."""
    return f"{trouble['place']}: {trouble['why']} {trouble['remedy']}".strip()


def _is_known(before: Row | None, ending: Ending) -> bool:
    """Whether the run before failed in the same way. On a terminal somebody asks: there nothing is known."""
    if before is None or sys.stderr.isatty():
        return False
    return ending.outcome == "failed" and ("failed", ending.message) == (before["outcome"], before["message"])


def _tell_failure(name: str, ending: Ending) -> None:
    if ending.bug:
        logger.error("a job failed job=%s", name, exc_info=ending.bug)
    print(f"{name}: {ending.message}", file=sys.stderr)


def _tell_troubles(db: Database, name: str, counts: Counts, at: datetime) -> int:
    """Say which troubles of a job began and which ended; 1 where one began that does not pass by itself."""
    began, over = runs.note_troubles(db, name, counts.troubles, at)
    for trouble in began:
        print(f"trouble: {told(trouble)}", file=sys.stderr)
    for trouble in over:
        print(f"over: {trouble['place']}: {trouble['why']}", file=sys.stderr)
    return 1 if any((trouble["what"], trouble["place"]) not in counts.passing for trouble in began) else 0


def _peak_mebibytes() -> float:
    """The most memory that this process or a child of it has had."""
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)
