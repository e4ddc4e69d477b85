"""What `dazor serve` holds: which children run, when each job began last, and the child that reads."""

import asyncio
import logging
import re
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from dazor import __version__
from dazor.config import Config
from dazor.jobs import child
from dazor.jobs.job import READ, Job
from store import sources
from store.database import Database, opened
from store.errors import Busy, DazorError

ON_MATCH = ("digest", "deliver")  # started at once where something matched: it may be urgent
MATCHED_REST_S = 5  # then too
LEAST_REST_S = 10  # between two starts of a job, whatever comes due
BAD_REST_S = 300  # after one that was killed, or a daily one that failed
SOON_S = 1.0  # until a child that ended is started again, at first
LATE_S = 300.0  # and at most
GOOD_LIFE_S = 60  # so long a child has to live for that to begin anew
logger = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Serving:
    """The lanes of `serve`. One to a process."""

    load: Callable[[], Config]
    clock: Callable[[], datetime]
    waiting: Callable[[Database, Config, datetime], list[Job]]
    start: Callable[[Job, Config], Coroutine[Any, Any, int]]
    reader: Callable[[], list[str]]
    reader_wall_s: float
    lanes: dict[str, "asyncio.Task[None]"] = field(default_factory=dict)
    began: dict[str, datetime] = field(default_factory=dict)  # the last start of each job
    not_before: dict[str, datetime] = field(default_factory=dict)
    matched: bool = False  # since the digest was last started
    waking: asyncio.Lock = field(default_factory=asyncio.Lock)
    said: str | None = None  # the last complaint, which is not said again

    async def wake(self) -> None:
        """Start what is due in the lanes that are free."""
        async with self.waking:
            await self._wake(self.clock())

    async def keep_reading(self) -> None:
        """Keep the child that reads alive; one that says nothing for too long is ended."""
        wait_s = SOON_S
        while True:
            began_s = asyncio.get_running_loop().time()
            reader = await child.start(self.reader(), stdout=PIPE)
            try:
                code = await self._listen(reader)
            finally:
                await child.end(reader)
            is_good = code == 0 or asyncio.get_running_loop().time() - began_s > GOOD_LIFE_S
            wait_s = SOON_S if is_good else min(wait_s * 2, LATE_S)
            if code:
                logger.warning("the reading child ended code=%s again_in_s=%g", code, wait_s)
            await asyncio.sleep(wait_s)

    async def stop(self, reader: "asyncio.Task[None]") -> None:
        """End every child and wait for it."""
        tasks = [reader, *self.lanes.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _wake(self, now: datetime) -> None:
        try:
            config, jobs = await asyncio.to_thread(self._due, now)
        except DazorError as error:
            self._complain(str(error))
            return
        self._complain(None)
        for lane in {job.lane for job in jobs}:
            if lane not in self.lanes or self.lanes[lane].done():
                wanted = [job for job in jobs if job.lane == lane]
                self.lanes[lane] = asyncio.create_task(self._run(wanted, config))

    def _due(self, now: datetime) -> tuple[Config, list[Job]]:
        """What is due and has rested; beside the loop, since the store may keep one waiting."""
        config = self.load()
        with opened(config.store.path, version=__version__, now=now) as db:
            jobs = [job for job in self.waiting(db, config, now) if job.lane != READ]
            return config, [job for job in jobs if self._has_rested(job, db, now)]

    def _has_rested(self, job: Job, db: Database, now: datetime) -> bool:
        """A job rests between two starts; less where it has something to do."""
        began = self.began.get(job.name)
        if began is None or began > now:
            return True
        if now < self.not_before.get(job.name, began):
            return False
        rest = timedelta(seconds=job.rest_s)
        if job.name == "web" and sources.became_due(db, began, now):
            rest = min(rest, timedelta(seconds=LEAST_REST_S))
        if job.name in ON_MATCH and self.matched:
            rest = timedelta(seconds=MATCHED_REST_S)
        return now - began >= rest

    async def _run(self, jobs: list[Job], config: Config) -> None:
        """The due jobs of a lane, one after another."""
        for job in jobs:
            self.began[job.name] = self.clock()
            if job.name == ON_MATCH[0]:
                self.matched = False
            code = await self.start(job, config)
            if code not in (0, Busy.exit_code) and (job.is_daily or code != 1):
                self.not_before[job.name] = self.clock() + timedelta(seconds=BAD_REST_S)

    async def _listen(self, reader: Process) -> int:
        """Hear what the child says until it ends; its exit code, that of a kill where it fell silent."""
        assert reader.stdout is not None
        try:
            while line := await asyncio.wait_for(reader.stdout.readline(), self.reader_wall_s):
                job, _, new = line.decode("utf-8", "replace").strip().partition(" ")
                if job == "match" and new not in ("", "0"):
                    self.matched = True
                    await self.wake()
        except TimeoutError:
            print(f"read: ended, silent for {self.reader_wall_s:g} s; a new one goes on.", file=sys.stderr)
            await child.end(reader)
        return await reader.wait()

    def _complain(self, sentence: str | None) -> None:
        """Say what keeps the clock from working when it begins, and that it is over."""
        is_new = _without_numbers(sentence) != _without_numbers(self.said)
        if sentence and is_new:
            print(sentence, file=sys.stderr, flush=True)
        if self.said and not sentence:
            print("The clock goes on.", file=sys.stderr, flush=True)
        self.said = sentence


def _without_numbers(sentence: str | None) -> str:
    """What is complained of, without the time it names."""
    return re.sub(r"\d+", "", sentence or "")
