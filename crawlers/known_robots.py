"""robots.txt answers between runs: each is a fetch like any other, and counts for a day."""

from dataclasses import replace
from datetime import datetime, timedelta

from crawlers.answer import Answer, row
from store import fetches, raws
from store.database import Database

KEPT_FOR = timedelta(days=1)


def find(db: Database, url: str, now: datetime) -> Answer | None:
    """The answer that still counts; None: it has to be asked for. A failure never counts."""
    row = fetches.last_robots(db, url, now - KEPT_FOR)
    if row is None or (row["outcome"] != "ok" and not 400 <= (row["status"] or 500) < 429):
        return None
    sha256 = row["sha256"]
    if sha256 and not raws.is_kept(db, sha256):  # the same bytes were an answer to something else, and let go
        return None
    body = raws.read(db, sha256) if sha256 else None
    return Answer(url=url, outcome=row["outcome"], status=row["status"], body=body)


def keep(db: Database, url: str, found: list[Answer], at: datetime) -> None:
    """Write down the answers to one asking; the last one under `url`, since it counts for that."""
    *hops, last = found
    with db.transaction():
        for hop in hops:
            fetches.save(db, row(hop, kind="robots", url=hop.url, at=at))
        last = replace(last, redirects=tuple(hop.url for hop in hops))
        fetches.save(db, row(last, kind="robots", url=url, at=at), last.body)
