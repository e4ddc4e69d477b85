"""The stage that looks at what is due: entry points first, then the articles that wait or are young."""

import contextlib
import signal
from collections.abc import Collection, Iterator
from datetime import datetime

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.asyncio import call_later

from crawlers.apart import apart
from crawlers.errand import Errand
from crawlers.plan import plan
from crawlers.settings import settings
from crawlers.spider import LONGEST_RUN_S, Watch
from dazor import __version__, catalogue
from dazor.catalogue import VERIFIED, Source
from dazor.config import Config
from store.complaints import explained
from store.database import Database, opened
from store.errors import Stopped
from store.times import Clock
from store.types import Counts

DRAIN_S = 5  # what is on its way may still arrive so long after a signal


def run(
    db: Database,
    config: Config,
    now: datetime,
    *,
    only: Collection[str] = (),
    is_due: bool = True,
    since: datetime | None = None,
) -> Counts:
    """
    Look at every entry point and address that is due: a crawl for each TLS mode, verified first.

    `only` names sources, also such that are off; with `is_due` False all their entry points are looked at,
    with `since` back to that time, as backfill. Raises `Stopped` after a signal, and `StoreError` where the
    store fails: what was fetched before is stored.
    """
    counts = Counts()
    clock = Clock(now)
    known = catalogue.load(config)
    watched = [source for source in known.sources if source.id in only] if only else list(known.watched)
    for tls in _modes(watched):
        sources_of = [source for source in watched if source.tls == tls]
        errands = plan(db, sources_of, config, now, is_due=is_due, since=since)
        left_s = LONGEST_RUN_S - (clock() - now).total_seconds()
        if errands and tls == VERIFIED:
            counts.add(crawl(db, config, sources_of, errands, now, longest_s=left_s))
        elif errands and left_s > 0:
            counts.add(apart(crawl_apart, config, sources_of, errands, clock(), left_s))
    return counts


def crawl(
    db: Database,
    config: Config,
    watched: Collection[Source],
    errands: list[Errand],
    now: datetime,
    *,
    longest_s: float,
) -> Counts:
    """Do these errands for sources of one TLS mode; once a process, because the reactor starts once."""
    counts = Counts()
    (tls,) = {source.tls for source in watched}
    process = Process(settings(config, watched, tls))
    crawler = process.create_crawler(Watch)
    process.crawl(crawler, db=db, errands=errands, clock=Clock(now), counts=counts, longest_s=longest_s)
    with _own_signals():
        process.start()
    trouble = getattr(crawler.spider, "trouble", None)
    if trouble:
        with explained(config.store.path):
            raise trouble
    if process.was_stopped:
        raise Stopped("The crawl was stopped. What was fetched is stored; the next run goes on.")
    return counts


def crawl_apart(
    config: Config, watched: Collection[Source], errands: list[Errand], now: datetime, longest_s: float
) -> Counts:
    """`crawl` in a process that has no store open yet."""
    with opened(config.store.path, version=__version__, now=now) as db:
        return crawl(db, config, watched, errands, now, longest_s=longest_s)


def _modes(watched: Collection[Source]) -> list[str]:
    """The TLS modes of these sources, verified first."""
    return sorted({source.tls for source in watched}, key=lambda tls: (tls != VERIFIED, tls))


@contextlib.contextmanager
def _own_signals() -> Iterator[None]:
    """What a signal did before the block it does again after it."""
    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for name, former in before.items():
            signal.signal(name, former)


class Process(AsyncCrawlerProcess):
    """Scrapy's process, but a signal is obeyed within seconds also when a site is slow."""

    was_stopped = False

    def _signal_shutdown(self, signum: int, frame: object) -> None:
        self.was_stopped = True
        call_later(0, self._drain)
        super()._signal_shutdown(signum, frame)

    def _drain(self) -> None:
        """Empty the queues, so that only what is on its way is waited for, and not for long."""
        call_later(DRAIN_S, self._stop_reactor)
        for crawler in self.crawlers:
            if isinstance(crawler.spider, Watch):
                crawler.spider.end("stopped")
