"""
What a text costs after its extraction: all later stages together, beside extraction, over real pages.

    python -m benchmarks.after_extraction [--pages 300]

Serves saved pages of ../shared/data on loopback, collects them with a real process, and runs the stages by
turns in this one, as `dazor serve` does, with the starter rules. Processor seconds, without what is loaded
once: the first pages warm everything up. Exits with 1 where the stages take more than 0.15 of extraction.
"""

import argparse
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import scheduler
from dazor import config as settings
from dazor.config import Config, init
from dazor.jobs.job import stage
from store import fetches, texts
from store.database import Database, open_database
from tests import commands
from tests.real_sites import RealSites

SHARED = Path(__file__).parent.parent.parent / "shared"
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
WARM_UP = 400  # pages
ALLOWED = 0.15
LEFT_OUT = ("web", "telegram", "backup")  # what collects, and what no text costs


def main() -> int:
    """The measurement; the exit code."""
    parser = argparse.ArgumentParser(description="Later stages beside extraction, over real pages.")
    parser.add_argument("--pages", type=int, default=700)
    wanted = parser.parse_args()
    if not SHARED.is_dir():
        print("../shared is not there: docs/data.md says how to get the pages.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, RealSites(SHARED, wanted.pages) as real:
        file = real.write_setup(Path(folder) / "desk")
        (file.parent / "rules.toml").write_text(init.starter_rules(), "utf-8")
        for minutes in range(0, 60, 20):  # a run takes so many addresses of a source and no more
            commands.dazor(file, "job", "web", now=NOW + timedelta(minutes=minutes))
        with open_database(file.parent / "data/news.db") as db:
            return report(*measure(db, settings.load(file)))


def measure(db: Database, config: Config) -> tuple[int, dict[str, float]]:
    """How many texts came of it, and the seconds of each stage."""
    stages = {job: stage(job) for job in scheduler.JOBS if job.name not in LEFT_OUT}
    seconds = dict.fromkeys((job.name for job in stages), 0.0)
    first = 0
    while fetches.has_unread(db):
        is_warm = texts.newest(db) >= WARM_UP
        first = first if is_warm else texts.newest(db)
        for job, run in stages.items():
            began_s = time.process_time()
            run(db, config, NOW, **dict(job.slice))
            seconds[job.name] += (time.process_time() - began_s) * is_warm
    return texts.newest(db) - first, seconds


def report(count: int, seconds: dict[str, float]) -> int:
    """Print the table; 1 where the later stages take too much."""
    for name, spent_s in seconds.items():
        print(f"{name:8} {spent_s:6.2f} s  {spent_s / max(count, 1) * 1000:6.2f} ms a text")
    share = sum(spent_s for name, spent_s in seconds.items() if name != "extract") / seconds["extract"]
    print(f"texts={count} share={share:.3f} allowed={ALLOWED}")
    return 0 if share <= ALLOWED else 1


if __name__ == "__main__":
    sys.exit(main())
