"""The stage that looks at what is due: entry points first, then the articles that wait or are young."""

from collections.abc import Collection
from datetime import datetime, timedelta

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.asyncio import call_later

from crawlers.record import Errand
from crawlers.settings import settings
from crawlers.spider import BUDGET, Watch
from dazor import catalogue
from dazor.catalogue import Source
from dazor.config import Config
from store import sources
from store import urls as addresses
from store.database import Database
from store.errors import Stopped
from store.times import Clock
from store.types import Counts

DRAIN_S = 7  # what is on its way may still arrive so long after a signal


def run(
    db: Database, config: Config, now: datetime, *, only: Collection[str] = (), is_due: bool = True
) -> Counts:
    """
    Look at every entry point and address that is due; `only` names sources, `is_due` False takes all their entry points.

    Raises `Stopped` after a signal: what was fetched is stored.
    """
    counts = Counts()
    watched = [source for source in catalogue.load(config).watched if not only or source.id in only]
    errands = plan(db, watched, config, now, is_due=is_due)
    if not errands:
        return counts
    process = Process(settings(config, watched))
    crawler = process.create_crawler(Watch)
    process.crawl(crawler, db=db, errands=errands, clock=Clock(now), counts=counts)
    process.start()
    if process.was_stopped:
        raise Stopped("The crawl was stopped. What was fetched is stored; the next run goes on.")
    return counts


def plan(
    db: Database, watched: Collection[Source], config: Config, now: datetime, *, is_due: bool = True
) -> list[Errand]:
    """What there is to do for these sources at this time: entry points, then addresses."""
    errands: list[Errand] = []
    with db.transaction():
        for source in watched:
            errands += _of_source(db, source, now, config.digest.first_days, is_due=is_due)
    return errands


def _of_source(
    db: Database, source: Source, now: datetime, first_days: float, *, is_due: bool
) -> list[Errand]:
    sources.save(
        db,
        id=source.id,
        name=source.name,
        kind=source.kind,
        zone=source.zone,
        languages=source.languages,
        usual_per_day=source.usual_per_day,
        is_on=source.on,
    )
    oldest_wanted_at = now - timedelta(days=first_days)
    looks = []
    ways = {}
    for entry in source.entries:
        stored = sources.save_entry(db, source.id, entry.kind, entry.url)
        ways[stored.id] = Errand(
            source=source,
            url=entry.url,
            entry=entry,
            entry_id=stored.id,
            oldest_wanted_at=oldest_wanted_at,
            etag=stored.etag,
            last_modified=stored.last_modified,
        )
        if not is_due or stored.next_look_at is None or stored.next_look_at <= now:
            looks.append(ways[stored.id])
    if not ways:
        return []
    fallback = next(iter(ways.values()))  # of an address whose entry point has left the file
    due = addresses.due(db, source.id, now, BUDGET)
    return looks + [ways.get(address.entry or 0, fallback).to(address) for address in due]


class Process(AsyncCrawlerProcess):
    """Scrapy's process, but a signal is obeyed within seconds also when a site is slow."""

    was_stopped = False

    def _signal_shutdown(self, signum: int, frame: object) -> None:
        self.was_stopped = True
        call_later(DRAIN_S, self._stop_reactor)
        super()._signal_shutdown(signum, frame)
