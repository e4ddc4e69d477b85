"""
A day of the pretend newsroom on the smallest server: one core, one gigabyte, a pass every thirty minutes.

    python -m benchmarks.day [--hours 24] [--every 30] [--memory 1024]

Each pass is a `dazor run` in a process of its own, which may use one core and so much address space.
Prints what the passes took and what the doctor says; exits with 1 where a job failed. Five minutes or more.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from dazor.demo.newsroom import Newsroom
from dazor.demo.setup import write_setup
from dazor.demo.show import T0
from store.database import opened_to_read

MEBIBYTE = 1024 * 1024


def main() -> int:
    """The day; the exit code."""
    parser = argparse.ArgumentParser(description="A day of the newsroom on one core.")
    parser.add_argument("--hours", type=float, default=24)
    parser.add_argument("--every", type=int, default=30, help="minutes from pass to pass")
    parser.add_argument("--memory", type=int, default=1024, help="MiB of address space a process may take")
    wanted = parser.parse_args()
    newsroom = Newsroom(t0=T0)
    newsroom.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            config = write_setup(Path(folder), newsroom)
            spent_s = day(config, newsroom, wanted.hours, wanted.every, wanted.memory)
            jobs = told(config)
            doctor = run(config, wanted.memory, "doctor", "--json", "--now", T0.isoformat())
            health = json.loads(doctor.stdout)
    finally:
        newsroom.stop()
    print(f"passes={len(spent_s)} longest_s={max(spent_s):.1f} mean_s={sum(spent_s) / len(spent_s):.1f}")
    for job in jobs:
        print(" ".join(f"{name}={value}" for name, value in job.items()))
    print(f"disk: {health['disk']['sentence']}")
    return 1 if any(job["failed"] for job in jobs) or health["disk"]["year_bytes"] is None else 0


def day(config: Path, newsroom: Newsroom, hours: float, every_min: int, memory: int) -> list[float]:
    """Passes up to the newsroom's own morning; the seconds that each took."""
    spent_s = []
    for minutes in range(round(hours * 60), -1, -every_min):
        now = T0 - timedelta(minutes=minutes)
        newsroom.set_time(now)
        began_s = time.perf_counter()
        found = run(config, memory, "run", "--now", now.isoformat())
        spent_s.append(time.perf_counter() - began_s)
        if found.stderr:
            print(f"{now:%H:%M} {found.stderr.strip()}", file=sys.stderr)
    return spent_s


def run(config: Path, memory: int, *command: str) -> "subprocess.CompletedProcess[str]":
    """A command of Dazor on one core, with so many MiB of address space."""

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (memory * MEBIBYTE, memory * MEBIBYTE))
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    program = [sys.executable, "-m", "dazor", "--config", str(config), *command]
    return subprocess.run(program, capture_output=True, text=True, preexec_fn=small, check=False)


def told(config: Path) -> list[dict[str, object]]:
    """Of each job: how many runs, how many failed, its longest, and the most memory it had."""
    with opened_to_read(config.parent / "data" / "news.db") as db:
        return db.rows(
            """
            SELECT job, count(*) AS runs, sum(outcome IS NOT 'ok') AS failed,
                round(max((julianday(ended_at) - julianday(started_at)) * 86400), 1) AS longest_s,
                round(max(peak_mebibytes)) AS peak_mebibytes
            FROM run GROUP BY job ORDER BY min(id)
            """
        )


if __name__ == "__main__":
    sys.exit(main())
