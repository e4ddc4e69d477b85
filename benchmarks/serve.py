"""
Fifty passes under the clock: does its memory grow, is its loop ever late?

    python -m benchmarks.serve [--passes 50]

The clock itself, in this process, with a tick every half second and jobs that are processes of their own
and write; the child that reads runs beside it. Exits with 1 where memory grew by 5 MB or the loop was late
by 50 ms.
"""

import argparse
import asyncio
import contextlib
import os
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import scheduler
from dazor import config
from dazor.config import init
from dazor.jobs import serving
from dazor.jobs.job import READ
from store.database import opened_to_read
from store.errors import Stopped

ALLOWED_MB = 5
ALLOWED_LATE_MS = 50
SAMPLE_S = 0.01
FIRST_PASSES = 5  # then everything that is loaded once is loaded


class Measured:
    """What the loop and the memory of this process were like."""

    def __init__(self, wanted: int, store: Path) -> None:
        self.wanted, self.store = wanted, store
        self.late_s: list[float] = []
        self.memory_mb: list[float] = []

    async def watch(self) -> None:
        """Sleep and see how much too long it took, until there were enough passes."""
        while (passes := self.passes()) < self.wanted:
            if passes >= FIRST_PASSES:
                self.memory_mb.append(resident_mb())
            until_s = time.monotonic() + 1
            while time.monotonic() < until_s:
                began_s = time.perf_counter()
                await asyncio.sleep(SAMPLE_S)
                self.late_s.append(time.perf_counter() - began_s - SAMPLE_S)
        os.kill(os.getpid(), 15)

    def passes(self) -> int:
        """How often the daily jobs' neighbour, health, has run."""
        with opened_to_read(self.store) as db:
            return int(db.value("SELECT count(*) FROM run WHERE job = 'health' AND outcome IS NOT NULL"))


def main() -> int:
    """The measurement; the exit code."""
    parser = argparse.ArgumentParser(description="Fifty passes under the clock.")
    parser.add_argument("--passes", type=int, default=50)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measured = run(Path(folder), wanted.passes)
    grown = max(measured.memory_mb) - measured.memory_mb[0]
    late = sorted(measured.late_s)
    print(
        f"passes={wanted.passes} memory_mb={measured.memory_mb[0]:.1f} grown_mb={grown:.1f} "
        f"late_p99_ms={late[round(0.99 * len(late)) - 1] * 1000:.1f} late_most_ms={late[-1] * 1000:.1f}"
    )
    heavy = {"scrapy", "twisted", "trafilatura", "lxml", "pymorphy3", "telethon"} & set(sys.modules)
    print(f"heavy libraries: {', '.join(sorted(heavy)) or 'none'}")
    return 1 if grown >= ALLOWED_MB or late[-1] * 1000 >= ALLOWED_LATE_MS or heavy else 0


def run(folder: Path, passes: int) -> Measured:
    """The clock over an empty installation, at a quick pace."""
    init.write(folder)
    file = folder / "config.toml"
    scheduler.TICK_S = 0.5
    scheduler.JOBS = tuple(
        replace(job, rest_s=0.1) for job in scheduler.JOBS if job.lane == READ or job.name == "health"
    )
    settings = config.load(file)
    measured = Measured(passes, settings.store.path)
    original = serving.Serving.keep_reading

    async def keep_and_watch(self: serving.Serving) -> None:
        watching = asyncio.create_task(measured.watch())
        await original(self)
        await watching

    serving.Serving.keep_reading = keep_and_watch  # type: ignore[method-assign]
    with contextlib.suppress(Stopped):
        scheduler.serve(lambda: config.load(file), file, datetime.now(UTC))
    return measured


def resident_mb() -> float:
    """What this process has in memory now."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no /proc here")


if __name__ == "__main__":
    sys.exit(main())
