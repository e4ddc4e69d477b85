"""
The stage that reads what the crawl brought: bytes to documents, versions and posts, or the reason why not.

It can be repeated: it asks the store for bytes without a reading, and decides
of each body whether the archive keeps it or only its hash stays.
"""

from datetime import date, datetime
from functools import partial

from crawlers import recurring, settle_article, settle_posts
from crawlers.mishap import survived
from crawlers.recurring import Learnt
from dazor import catalogue
from dazor.catalogue import Source
from dazor.config import Config
from store import fetches, raws
from store import recurring as counted
from store import urls as addresses
from store.database import Database
from store.fetches import Unread
from store.types import Counts

BATCH = 50


def run(db: Database, config: Config, now: datetime, *, at_most: int | None = None) -> Counts:
    """
    Read every body that waits, oldest first; the time of an arrival is the time of its fetch.

    With `at_most` only so many, the newest first.
    """
    counts = Counts()
    by_hand = catalogue.by_hand(config.desk.zone)
    known = {source.id: source for source in (*catalogue.load(config).sources, by_hand)}
    learnt: dict[tuple[str, date], Learnt] = {}
    with db.transaction():
        counted.forget(db, now.date() - recurring.WINDOW)
    while batch := fetches.unread(db, BATCH) if at_most is None else _newest(db, at_most - counts.done):
        for fetch in batch:
            source = known.get(fetch.source)
            counts.done += 1
            if source is None:
                _put_aside(db, fetch, "unknown_source")
                continue
            read = partial(_read, db, source, fetch, config.digest.first_days, learnt)
            new = survived(db, read, source=source.id, url=fetch.url)
            counts.new += new or 0
            if new is None:
                counts.failed += 1
                _put_aside(db, fetch, "bug")
    return counts


def _newest(db: Database, left: int) -> list[Unread]:
    return fetches.unread_newest_first(db, min(left, BATCH)) if left > 0 else []


def _read(
    db: Database, source: Source, fetch: Unread, first_days: float, learnt: dict[tuple[str, date], Learnt]
) -> int:
    """Read one body; how many versions it gave. `learnt` is kept from one to the next."""
    body = raws.read(db, fetch.sha256)
    if fetch.kind == "preview":
        return settle_posts.settle(db, source, fetch, body, first_days)
    day = fetch.at.date()
    if (source.id, day) not in learnt:
        learnt[source.id, day] = recurring.learnt(db, source.id, day)
    return settle_article.settle(db, source, fetch, body, first_days, learnt[source.id, day])


def _put_aside(db: Database, fetch: Unread, reason: str) -> None:
    """Not read: the bytes go to the archive, so that it can be done over."""
    with db.transaction():
        if fetch.url_id is not None:
            addresses.explain(db, fetch.url_id, reason)
        raws.keep(db, fetch.sha256, raws.archive(db, fetch.sha256, fetch.at))
        fetches.mark_read(db, fetch.id)
