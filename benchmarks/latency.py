"""
From published to matched, or to sent: the pretend newsroom publishes, `dazor serve` watches, in real time.

    python -m benchmarks.latency [--texts 40] [--seconds 120] [--every 30] [--backlog 10000] [--end sent]

Each text appears on its site at a time of its own. What is measured is the time from there to its match,
or with `--end sent` to the urgent letter that tells of it.
With a backlog so many older pages wait for extraction when it begins. Exits with 1 where the 95th
hundredth is over the polling interval and 15 s.
"""

import argparse
import contextlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from dazor.demo.newsroom import Newsroom
from dazor.demo.setup import write_setup
from dazor.demo.show import T0
from store import fetches, raws, texts
from store.database import Database, open_database, opened_to_read
from store.fetches import Fetch
from tests import commands

SOURCES = ("granit", "zolak", "zarechye", "hutar", "kurjer", "vestka-ru")
RULE = """
[[rule]]
id = "all"
name = "All"
sections = ["political"]
urgent = true
query = "(%s) NOT %s"
"""
ALLOWED_S = 15
WARM_UP_S = 30
OLD = "старьёвщик"  # stands in every page of the backlog
FOUND = """
SELECT DISTINCT url.url AS url FROM match
JOIN version ON version.id = match.version JOIN url ON url.document = version.document
"""
SENT = f"""
{FOUND} JOIN ledger ON ledger.match = match.id JOIN delivery ON delivery.digest = ledger.digest
WHERE delivery.state = 'sent' AND ledger.fate IN ('delivered', 'folded')
"""
ENDS = {"match": FOUND, "sent": SENT}  # what says which addresses have come to their end
SUBSCRIBER = '[[subscriber]]\nid = "anna"\nto = "file"\nkind = "urgent"\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of a run."""

    texts: int
    seconds: float
    every_s: float
    backlog: int
    end: str


def main() -> int:
    """The measurement; the exit code."""
    parser = argparse.ArgumentParser(description="From published to matched, in real time.")
    parser.add_argument("--texts", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--every", type=float, default=30, help="seconds between two looks at a source")
    parser.add_argument("--backlog", type=int, default=0)
    parser.add_argument("--end", choices=ENDS, default="match", help="sent: an urgent letter, as a file")
    given = parser.parse_args()
    wanted = Wanted(
        texts=given.texts, seconds=given.seconds, every_s=given.every, backlog=given.backlog, end=given.end
    )
    with tempfile.TemporaryDirectory() as folder, Newsroom(t0=T0) as newsroom:
        published, found, left = measure(Path(folder), newsroom, wanted)
    waits = sorted((found[url] - at).total_seconds() for url, at in published.items() if url in found)
    for url in published.keys() - found.keys():
        print(f"never found: {url}", file=sys.stderr)
    if not waits:
        print("nothing was found", file=sys.stderr)
        return 1
    p95 = waits[min(round(0.95 * len(waits)), len(waits) - 1)]
    limit = wanted.every_s + ALLOWED_S
    print(
        f"end={wanted.end} texts={len(published)} found={len(waits)} backlog={wanted.backlog} left={left} "
        f"every_s={wanted.every_s:g} median_s={waits[len(waits) // 2]:.1f} "
        f"p95_s={p95:.1f} longest_s={waits[-1]:.1f} limit_s={limit:g}"
    )
    return 0 if p95 < limit and len(waits) == len(published) else 1


def measure(
    folder: Path, newsroom: Newsroom, wanted: Wanted
) -> tuple[dict[str, datetime], dict[str, datetime], int]:
    """When each text was published and found, by address, and what of the backlog is left."""
    config = write_setup(folder, newsroom, only=SOURCES)
    for source in (folder / "sources").glob("*.toml"):
        text = re.sub(r"every_min = .*", f"every_min = {wanted.every_s / 60}", source.read_text("utf-8"))
        source.write_text(text, "utf-8")
    anywhere = " OR ".join(f"source:{source}" for source in SOURCES)
    (folder / "rules.toml").write_text(RULE % (anywhere, OLD), "utf-8")
    config.write_text(config.read_text("utf-8") + SUBSCRIBER, "utf-8")
    start = T0 + timedelta(hours=1)
    begins = start + timedelta(minutes=2)  # the clock of `serve` goes on from here
    published = plan(newsroom, wanted, begins + timedelta(seconds=WARM_UP_S))
    newsroom.set_time(start)
    commands.dazor(config, "run", now=start)
    pile_up(config, wanted.backlog, start)
    with ticking(newsroom, begins), serving(config, begins):
        found = watch(
            config, newsroom, ENDS[wanted.end], WARM_UP_S + wanted.seconds + wanted.every_s + 2 * ALLOWED_S
        )
    with opened_to_read(folder / "data/news.db") as db:
        left = int(db.value("SELECT count(*) FROM fetch WHERE is_unread = 1"))
    return published, found, left


def watch(config: Path, newsroom: Newsroom, end: str, seconds: float) -> dict[str, datetime]:
    """When each address came to its end, as somebody sees it who looks four times a second."""
    found: dict[str, datetime] = {}
    waiting = True
    began_s = time.monotonic()
    until_s = began_s + seconds
    with opened_to_read(config.parent / "data/news.db") as db:
        while time.monotonic() < until_s:
            for row in db.rows(end):
                found.setdefault(row["url"], newsroom._answers.now)
            if waiting and not fetches.has_unread(db):
                waiting = False
                print(f"no page waits after {time.monotonic() - began_s:.0f} s, texts={texts.newest(db)}")
            time.sleep(0.25)
    return found


def plan(newsroom: Newsroom, wanted: Wanted, start: datetime) -> dict[str, datetime]:
    """Let some texts appear later, each at a time of its own; by address."""
    chance = random.Random(1)
    articles = newsroom._world.articles
    outlets = {source.removesuffix("-ru") for source in SOURCES}
    able = [one for one in articles.values() if one.outlet in outlets and one.state == "ok"]
    published = {}
    for article in chance.sample(able, wanted.texts):
        at = start + timedelta(seconds=chance.uniform(0, wanted.seconds))
        articles[article.id] = replace(article, published_at=at, appears_at=at, edits=())
        published[newsroom.url(article.id)] = at
    newest_first = sorted(articles.items(), key=lambda item: item[1].published_at, reverse=True)
    articles.clear()
    articles.update(newest_first)
    return published


def pile_up(config: Path, number: int, now: datetime) -> None:
    """So many pages that were fetched and not read: those that are there, a little changed."""
    with open_database(config.parent / "data/news.db") as db, db.transaction():
        rows = db.rows("SELECT * FROM fetch WHERE kind = 'article' AND outcome = 'ok' AND url_id IS NOT NULL")
        bodies = [raws.read(db, row["sha256"]) for row in rows]
        for count in range(number):
            row, body = rows[count % len(rows)], bodies[count % len(rows)]
            word = "".join("бвгдзклмнр"[int(digit)] + "а" for digit in str(count))
            path = urlsplit(row["url"]).path.encode()
            page = body.replace(b"</p>", f" {word} {OLD}.</p>".encode()).replace(path, path + b"-%d" % count)
            pile_one(db, row, page, now, count)


def pile_one(db: Database, row: dict[str, object], body: bytes, now: datetime, count: int) -> None:
    """One of them, at an address of its own."""
    url = f"{row['url']}-{count}"
    number = db.write(
        "INSERT INTO url (source, key, url, found_at, state) VALUES (?, ?, ?, ?, 'fetched')",
        (row["source"], url, url, now.isoformat()),
    )
    fetch = Fetch(
        source=str(row["source"]),
        url_id=number,
        kind="article",
        at=now,
        url=url,
        outcome="ok",
        status=200,
        content_type="text/html; charset=utf-8",
    )
    fetches.save(db, fetch, body, is_unread=True)


@contextlib.contextmanager
def ticking(newsroom: Newsroom, start: datetime) -> Iterator[None]:
    """The newsroom's time goes on as ours does."""
    is_over, began_s = threading.Event(), time.monotonic()

    def tick() -> None:
        while not is_over.wait(0.1):
            newsroom.set_time(start + timedelta(seconds=time.monotonic() - began_s))

    thread = threading.Thread(target=tick)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


@contextlib.contextmanager
def serving(config: Path, now: datetime) -> Iterator["subprocess.Popen[str]"]:
    """`dazor serve` while the block runs."""
    with commands.start(config, "serve", now=now) as clock:
        try:
            yield clock
        finally:
            clock.send_signal(signal.SIGTERM)
            _, told = clock.communicate(timeout=30)
            if told:
                print(told, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
