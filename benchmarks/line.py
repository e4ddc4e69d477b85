"""
Real pages, feeds and previews through the whole line, in two passes of real processes.

    python -m benchmarks.line [--pages 300] [--keep FOLDER]

Serves the saved pages of ../shared/data on loopback. Prints a table a pass and what became of every
address; exits with 1 where a page has neither a document nor a reason. Half a minute on two cores.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawlers import urls
from store.database import Database, opened_to_read
from tests import commands
from tests.real_sites import RealSites

SHARED = Path(__file__).parent.parent.parent / "shared"
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
FATES = """
SELECT CASE WHEN document IS NULL THEN coalesce(reason, 'none') ELSE 'a document' END AS fate, count(*) AS n
FROM url GROUP BY 1 ORDER BY 2 DESC
"""


def main() -> int:
    """The whole rehearsal; the exit code."""
    parser = argparse.ArgumentParser(description="Real pages through the whole line.")
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--keep", type=Path, help="where everything lies afterwards")
    wanted = parser.parse_args()
    if not SHARED.is_dir():
        print("../shared is not there: docs/data.md says how to get the pages.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, RealSites(SHARED, wanted.pages) as real:
        config = real.write_setup(wanted.keep or Path(folder) / "desk")
        for number, minutes in enumerate((0, 70), start=1):
            asked, began_s = len(real.asked()), time.monotonic()
            commands.dazor(config, "run", now=NOW + timedelta(minutes=minutes))
            spent_s = time.monotonic() - began_s
            print(f"pass {number}: {len(real.asked()) - asked} requests, {spent_s:.1f} s")
        return report(config, real)


def report(config: Path, real: RealSites) -> int:
    """Print what is in the store; 1 where a page has no fate."""
    with opened_to_read(config.parent / "data/news.db") as db:
        known = {
            row["key"]: row["document"] or row["reason"]
            for row in db.rows("SELECT key, document, reason FROM url")
        }
        for line in lines(db):
            print(line)
    lost = [url for url in real.urls() if not known.get(urls.key(url))]
    megabytes = (
        sum(page.stat().st_size for page in (config.parent / "data").rglob("*") if page.is_file()) / 1e6
    )
    served = sum(len(page.body) for found in real.pages.values() for page in found) / 1e6
    print(
        f"pages: {len(real.urls())} ({served:.1f} MB), without a fate: {len(lost)}; kept: {megabytes:.1f} MB"
    )
    return 1 if lost else 0


def lines(db: Database) -> Iterator[str]:
    """The jobs with their seconds, then every fate with its number."""
    for row in db.rows("SELECT job, started_at, ended_at, counts FROM run ORDER BY id"):
        spent = datetime.fromisoformat(row["ended_at"]) - datetime.fromisoformat(row["started_at"])
        yield f"{row['job']:8} {spent.total_seconds():6.1f} s  {row['counts']}"
    for row in db.rows(FATES):
        yield f"{row['n']:6} {row['fate']}"


if __name__ == "__main__":
    sys.exit(main())
