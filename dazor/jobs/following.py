"""
The long-lived child: reads, matches and links what the collectors bring, as it comes, until stopped.

Its jobs take turns with a little each, the newest first where that changes nothing, so that a text
that came this minute does not wait for ten thousand older ones. Their runs are written down
once in a while: a row a round would be a hundred thousand rows a day.
"""

import os
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from dazor import __version__
from dazor.config import Config
from dazor.jobs.job import Job, lock_path, stage
from dazor.jobs.running import Begun, Ending, begin, ended, finish, memory_capped, refuse_clock_set_back
from dazor.jobs.signals import STOPPED, stopping
from store import fetches, locks, revisions, texts
from store.database import Database, opened, opened_to_read
from store.errors import Busy, Stopped

POLL_S = 0.5  # between two looks whether something was committed
ALIVE_S = 10  # a word to the parent at least so often
BOUT_S = 300  # runs are written down after so long
QUIET_S = 600  # a bout at least so often: the doctor sees that it lives
PAUSE_S = 1  # after a bout
RETRY_S = 60  # after one in which something failed or another process held a lock
LIFE_S = 6 * 3600  # then a fresh process goes on, and what a library kept is given back

State = tuple[object, ...]


class Following:
    """The jobs of the lane, and what was there when they had nothing more to do."""

    def __init__(
        self,
        jobs: Sequence[Job],
        load: Callable[[], Config],
        clock: Callable[[], datetime],
        tell: Callable[[str], None],
    ) -> None:
        self.jobs, self.load, self.clock, self.tell = jobs, load, clock, tell
        self.parent = os.getppid()
        self.left: State = ()  # empty: there was more to do
        self.not_before_s = 0.0  # of the monotonic clock
        self.last_bout_s = 0.0

    def follow(self) -> None:
        """Work whenever there is something. Raises `Stopped`; returns when old, or its parent has gone."""
        config, old_s = self.load(), time.monotonic() + LIFE_S
        most = max(self.jobs, key=lambda job: job.memory_bytes)
        with memory_capped(most), stopping(), opened_to_read(config.store.path, version=__version__) as watch:
            while os.getppid() == self.parent and time.monotonic() < old_s:
                change = watch.change()
                if self._has_work(watch, config):
                    self._bout()
                else:
                    self.tell("idle")
                    self._wait(watch, change)

    def _has_work(self, watch: Database, config: Config) -> bool:
        if time.monotonic() < self.not_before_s:
            return False
        is_quiet = time.monotonic() > self.last_bout_s + QUIET_S
        return is_quiet or fetches.has_unread(watch) or _state(watch, config) != self.left

    def _wait(self, watch: Database, change: int) -> None:
        """Until the rest is over or somebody commits, a few seconds at most."""
        now_s = time.monotonic()
        until_s = min(max(self.not_before_s, now_s), now_s + ALIVE_S)
        if until_s > now_s:
            time.sleep(until_s - now_s)
            return
        while time.monotonic() < now_s + ALIVE_S and watch.change() == change:
            time.sleep(POLL_S)

    def _bout(self) -> None:
        """Rounds while there is something to do, written down as one run of each job."""
        config, now = self.load(), self.clock()
        bout_s = time.monotonic()
        with opened(config.store.path, version=__version__, now=now) as db:
            refuse_clock_set_back(db, now)
            begun = [begin(db, job, now) for job in self.jobs]
            endings = [Ending() for _ in begun]
            has_more = True
            while has_more and time.monotonic() < bout_s + BOUT_S:
                state = _state(db, config)
                has_more = self._round(db, config, begun, endings)
            self.left = () if has_more else state
            is_stuck = fetches.has_unread(db) and not any(one.counts.done for one in endings)
            for one, ending in zip(begun, endings, strict=True):
                finish(db, one, ending)
        self.last_bout_s = time.monotonic()
        self._rest({ending.outcome for ending in endings}, is_stuck=is_stuck)

    def _rest(self, outcomes: set[str], *, is_stuck: bool) -> None:
        if "stopped" in outcomes:
            raise Stopped(STOPPED)
        pause_s = RETRY_S if "failed" in outcomes else ALIVE_S if is_stuck else PAUSE_S
        self.not_before_s = time.monotonic() + pause_s

    def _round(self, db: Database, config: Config, begun: list[Begun], endings: list[Ending]) -> bool:
        """A little of each job; whether there is more to do."""
        to_see, has_done = revisions.to_see(db), False
        for place, one in enumerate(begun):
            ending = self._slice(db, config, one.job)
            endings[place] = endings[place].and_then(ending)
            has_done = has_done or ending.counts.done > 0
            self.tell(f"{one.job.name} {ending.counts.new}")
            if ending.outcome == "stopped":
                return False
        is_good = all(ending.outcome == "ok" for ending in endings)
        return is_good and (has_done or revisions.to_see(db) != to_see)

    def _slice(self, db: Database, config: Config, job: Job) -> Ending:
        """A little of one job, under its lock; nothing where it is running elsewhere."""
        try:
            with locks.held(lock_path(config, job)):
                return ended(db, job, partial(stage(job), db, config, self.clock(), **dict(job.slice)))
        except Busy:
            return Ending()


def _state(db: Database, config: Config) -> State:
    """What has to be as it was for nothing to be left to do."""
    files = (config.rules_file, config.entities_file)
    return texts.newest(db), *(path.stat().st_mtime_ns if path.exists() else None for path in files)
