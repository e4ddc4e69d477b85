"""A host that asks to be left alone (429, or 503 with Retry-After) gets no more requests in this run."""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.answer import NotAsked


class Patience:
    """Downloader middleware that notices the wish and keeps it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.cooling: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Patience":
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise `NotAsked` for a host that asked to be left alone."""
        if request.meta.get("download_slot") in self.cooling:
            raise NotAsked("cooling")

    def process_response(self, request: Request, response: Response) -> Response:
        """Take note of the wish; requests that wait in the host's queue are not sent either."""
        if response.status == 429 or (response.status == 503 and b"Retry-After" in response.headers):
            name = str(request.meta.get("download_slot"))
            self.cooling.add(name)
            self._empty(name)
        return response

    def _empty(self, name: str) -> None:
        assert self.crawler.engine is not None
        slot = self.crawler.engine.downloader.slots.get(name)
        while slot and slot.queue:
            _, waiting = slot.queue.popleft()
            waiting.errback(Failure(NotAsked("cooling")))  # type: ignore[no-untyped-call]
