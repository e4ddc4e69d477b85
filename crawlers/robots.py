"""
robots.txt: asked once a host and day, before anything else, and obeyed.

One lock a host: of several requests that start together none may slip
through while the file is on its way (Scrapy since 2.14 lets them). No answer,
or an error of the server's own, closes the host until the next run
(RFC 9309, 2.3.1.4); 4xx opens it (2.3.1.3).
"""

import asyncio
from datetime import timedelta
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from twisted.internet.error import ConnectError
from twisted.python.failure import Failure

from crawlers import answer
from crawlers.answer import Answer, NotAsked

KEPT_FOR = timedelta(days=1)
MOST_BYTES = 500 * 1024  # RFC 9309, 2.5
MOST_REDIRECTS = 5
LONGEST_DELAY_S = 30.0


class Memory(Protocol):
    """Where robots.txt answers are kept between runs."""

    def robots(self, url: str) -> Answer | None:
        """An answer of the last day, None if it must be asked for."""

    def keep_robots(self, url: str, answers: list[Answer]) -> None:
        """Write down the answers to one asking: redirects first, the last one counts."""


class Robots:
    """Downloader middleware that lets pass what robots.txt allows."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self.locks: dict[str, asyncio.Lock] = {}
        self.rules: dict[str, Protego | None] = {}  # None: closed

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Robots":
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise `NotAsked` for what robots.txt forbids, and for everything while it does not answer."""
        if request.meta.get("is_robots"):
            return
        parts = urlsplit(request.url)
        async with self.locks.setdefault(parts.netloc, asyncio.Lock()):
            if parts.netloc not in self.rules:
                self.rules[parts.netloc] = await self._ask(
                    f"{parts.scheme}://{parts.netloc}/robots.txt", request
                )
        rules = self.rules[parts.netloc]
        if rules is None:
            raise NotAsked("robots_unreachable")
        if not rules.can_fetch(request.url, self.agent):
            raise NotAsked("robots")

    async def _ask(self, url: str, request: Request) -> Protego | None:
        memory: Memory = self.crawler.spider  # type: ignore[assignment]  # the spider is the memory
        found = memory.robots(url)
        if found is None:
            answers = await self._fetch(url, request)
            memory.keep_robots(url, answers)
            found = answers[-1]
        rules = parsed(found)
        if rules is not None:
            self._slow_down(rules, request)
        return rules

    async def _fetch(self, url: str, request: Request) -> list[Answer]:
        answers: list[Answer] = []
        while len(answers) <= MOST_REDIRECTS:
            answers.append(await self._one(url, request))
            target = answers[-1].header("Location")
            if answers[-1].outcome != "redirected" or not target:
                break
            url = urljoin(url, target)
        return answers

    async def _one(self, url: str, request: Request) -> Answer:
        meta = {"is_robots": True, "download_slot": request.meta.get("download_slot")}
        asked = Request(url, meta=meta, callback=NO_CALLBACK, dont_filter=True)
        assert self.crawler.engine is not None
        try:
            return answer.of_response(await self.crawler.engine.download_async(asked))
        except (OSError, ConnectError, IgnoreRequest, *answer.DOWNLOAD_ERRORS) as error:
            failure = Failure(error)  # type: ignore[no-untyped-call]
            failure.request = asked  # type: ignore[attr-defined]  # as Scrapy does for an errback
            return answer.of_failure(failure)

    def _slow_down(self, rules: Protego, request: Request) -> None:
        """Obey Crawl-delay, up to half a minute."""
        wanted = rules.crawl_delay(self.agent)
        assert self.crawler.engine is not None
        slot = self.crawler.engine.downloader.slots.get(str(request.meta.get("download_slot")))
        if wanted and slot:
            slot.delay = max(slot.delay, min(float(wanted), LONGEST_DELAY_S))


def parsed(found: Answer) -> Protego | None:
    """The rules of an answer; None: the host counts as closed."""
    if found.outcome == "ok":
        return Protego.parse((found.body or b"")[:MOST_BYTES].decode("utf-8", "replace"))
    if found.status is not None and 400 <= found.status < 500 and found.status != 429:
        return Protego.parse("")
    return None
