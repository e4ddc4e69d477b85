"""A host that asks to be left alone (429, or 503 with Retry-After) gets no more requests in this run."""

from datetime import datetime
from typing import Protocol

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.answer import retry_after
from crawlers.no_answer import NotAsked


class HasClock(Protocol):
    """The spider, as far as it is needed here."""

    def clock(self) -> datetime:
        """The time of what arrives at this moment."""


class Patience:
    """Downloader middleware that notices the wish and keeps it; it can also end the whole run early."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.cooling: dict[str, datetime | None] = {}  # slot to the time that the site named
        self.over: str | None = None  # why nothing is asked any more

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Patience":
        patience = cls(crawler)
        crawler.signals.connect(patience.downloaded, signal=signals.response_downloaded)
        return patience

    def process_request(self, request: Request) -> None:
        """Raise `NotAsked` for a host that asked to be left alone, and for all once the run is over."""
        slot = str(request.meta.get("download_slot"))
        if self.over:
            raise NotAsked(self.over)
        if slot in self.cooling:
            raise NotAsked("cooling", self.cooling[slot])

    def downloaded(self, response: Response, request: Request) -> None:
        """
        Take note of the wish; requests that wait in the host's queue are not sent either.

        A signal, because the queue goes on before the answer comes to a middleware.
        """
        if response.status == 429 or (response.status == 503 and b"Retry-After" in response.headers):
            slot = str(request.meta.get("download_slot"))
            self.cooling[slot] = self._until(response)
            self._empty(slot, NotAsked("cooling", self.cooling[slot]))

    def end(self, reason: str) -> None:
        """Send nothing any more; what is on its way may still arrive."""
        self.over = reason
        assert self.crawler.engine is not None
        for slot in list(self.crawler.engine.downloader.slots):
            self._empty(slot, NotAsked(reason))

    def _until(self, response: Response) -> datetime | None:
        spider: HasClock = self.crawler.spider  # type: ignore[assignment]
        header = response.headers.get("Retry-After")
        wait = retry_after(header.decode("latin-1") if header else None, spider.clock())
        return None if wait is None else spider.clock() + wait

    def _empty(self, name: str, why: NotAsked) -> None:
        assert self.crawler.engine is not None
        slot = self.crawler.engine.downloader.slots.get(name)
        while slot and slot.queue:
            _, waiting = slot.queue.popleft()
            waiting.errback(Failure(why))  # type: ignore[no-untyped-call]
