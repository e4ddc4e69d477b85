"""
robots.txt: asked once a host and day, before anything else, and obeyed.

One lock a host: of several requests that start together none may slip
through while the file is on its way (Scrapy since 2.14 lets them). No answer,
or an error of the server's own, closes the host until the next run
(RFC 9309, 2.3.1.4); 4xx opens it (2.3.1.3).
"""

import asyncio
from typing import Protocol
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http.request import NO_CALLBACK

from crawlers import answer, no_answer, redirects
from crawlers.answer import Answer
from crawlers.no_answer import NotAsked

MOST_BYTES = 500 * 1024  # RFC 9309, 2.5
MOST_REDIRECTS = 5  # RFC 9309, 2.3.1.2
LONGEST_DELAY_S = 30.0


class Memory(Protocol):
    """Where robots.txt answers are kept between runs: the spider."""

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
        self.rules: dict[str, Protego | str] = {}  # text: closed, and why

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Robots":
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise `NotAsked` for what robots.txt forbids, and for everything while it does not answer."""
        if request.meta.get("is_robots"):
            return
        parts = urlsplit(request.url)
        host = f"{parts.scheme}://{parts.netloc}"
        async with self.locks.setdefault(host, asyncio.Lock()):
            if host not in self.rules:
                self.rules[host] = await self._ask(f"{host}/robots.txt", request)
        rules = self.rules[host]
        if isinstance(rules, str):
            raise NotAsked(rules)
        if not rules.can_fetch(request.url, self.agent):
            raise NotAsked("robots")

    async def _ask(self, url: str, request: Request) -> Protego | str:
        memory: Memory = self.crawler.spider  # type: ignore[assignment]
        found = memory.robots(url)
        if found is None:
            answers = await self._fetch(url, request)
            if not answers:
                return "cooling"
            memory.keep_robots(url, answers)
            found = answers[-1]
        rules = parsed(found)
        delay_s = None if isinstance(rules, str) else rules.crawl_delay(self.agent)
        if delay_s:
            self._slow_down(str(request.meta.get("download_slot")), min(float(delay_s), LONGEST_DELAY_S))
        return rules

    async def _fetch(self, url: str, request: Request) -> list[Answer]:
        """The answers on the way, the last one counts; empty where nothing may be asked just now."""
        answers: list[Answer] = []
        while len(answers) <= MOST_REDIRECTS:
            found = await self._one(url, request)
            if found is None:
                break
            answers.append(found)
            target = redirects.target(found)
            if target is None:
                break
            url = target
        return answers

    async def _one(self, url: str, request: Request) -> Answer | None:
        assert self.crawler.engine is not None
        same = {name: request.meta.get(name) for name in ("download_slot", "tls", "via")}
        meta = {"is_robots": True, **same}
        asked = Request(url, meta=meta, callback=NO_CALLBACK, dont_filter=True)
        try:
            return answer.of_response(await self.crawler.engine.download_async(asked))
        except NotAsked:
            return None
        except no_answer.ERRORS as error:
            return no_answer.of_error(error, asked)

    def _slow_down(self, name: str, delay_s: float) -> None:
        """Obey Crawl-delay, in a slot that is there and in one that is made later."""
        assert self.crawler.engine is not None
        downloader = self.crawler.engine.downloader
        pace = downloader.per_slot_settings.get(name, {})
        delay_s = max(delay_s, pace.get("delay", 0.0))
        downloader.per_slot_settings[name] = pace | {"delay": delay_s, "jitter": 0.0}
        if slot := downloader.slots.get(name):
            slot.delay, slot.jitter = delay_s, 0.0


def parsed(found: Answer) -> Protego | str:
    """The rules of an answer, or why the host counts as closed."""
    if found.outcome == "ok":
        return Protego.parse(_beginning(found.body or b"").decode("utf-8", "replace"))
    if found.status is not None and 400 <= found.status < 500 and found.status != 429:
        return Protego.parse("")
    return found.outcome if found.status is None else "robots_unreachable"


def _beginning(body: bytes) -> bytes:
    """What has to be read of a robots.txt, cut at the end of a line."""
    return body if len(body) <= MOST_BYTES else body[:MOST_BYTES].rpartition(b"\n")[0]
