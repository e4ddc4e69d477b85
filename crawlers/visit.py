"""
A visit: a few addresses asked for in the process of a command, one after another or side by side.

What holds for the crawl holds here: its settings, robots.txt, the guard and the pace.
What to ask for next is a coroutine, the journey, which gets a `Visitor`.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

import scrapy
from scrapy.http.request import NO_CALLBACK

from crawlers import answer as answers
from crawlers import no_answer, redirects
from crawlers.answer import Answer
from crawlers.collect import Process
from crawlers.no_answer import NotAsked
from crawlers.settings import settings, slot
from crawlers.spider import way
from dazor.catalogue import Source
from dazor.config import Config
from store.errors import Stopped
from store.times import Clock

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """What became of asking for one address."""

    url: str  # asked for
    at: datetime  # when the last answer was there
    answers: tuple[Answer, ...] = ()  # redirects first, the last one counts
    not_asked: str | None = None  # why the last request was not sent (store.fates.REASONS)

    @property
    def last(self) -> Answer | None:
        """The answer that counts; None: nothing was sent in the end."""
        return None if self.not_asked or not self.answers else self.answers[-1]

    @property
    def body(self) -> bytes | None:
        """The body of a good answer."""
        return self.last.body if self.last and self.last.outcome == "ok" else None

    @property
    def outcome(self) -> str:
        """As an outcome or reason of `store.fates`."""
        return self.not_asked or (self.last.outcome if self.last else "bug")


@dataclass(frozen=True, slots=True)
class Robots:
    """The robots.txt answers of a visit: what was known before, and what was asked for."""

    find: Callable[[str], Answer | None] = lambda _url: None
    asked: dict[str, list[Answer]] = field(default_factory=dict)


class Visitor(scrapy.Spider):
    """Sends the requests of a journey. `result` raises what the journey raised."""

    name = "visit"

    def __init__(self, journey: "Journey[Result]", clock: Clock, robots_known: Robots) -> None:
        super().__init__()
        self.journey = journey
        self.clock = clock
        self.robots_known = robots_known
        self.task: asyncio.Task[Result] | None = None

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The whole journey; the requests it sends pass the middlewares, not the scheduler."""
        self.task = asyncio.ensure_future(self.journey(self))
        await asyncio.wait({self.task})
        for request in list[scrapy.Request]():
            yield request

    async def ask(
        self,
        url: str,
        *,
        source: Source | None = None,
        anywhere: bool = False,
        most_bytes: int | None = None,
    ) -> Trip:
        """
        Ask for an address on the way that `source` says; follow redirects, with `anywhere` to other sites.

        An answer larger than `most_bytes` is not taken; None: as the crawl has it.

        Never raises for what a site does; what could not be asked says why.
        """
        found: list[Answer] = []
        target: str | None = url
        while target is not None:
            try:
                answer = await self._one(target, tuple(hop.url for hop in found), source, most_bytes)
            except NotAsked as why:
                return Trip(url=url, at=self.clock(), answers=tuple(found), not_asked=why.reason)
            target = redirects.target(answer)
            if answer.outcome == "redirected":
                answer, target = _followed(answer, target, None if anywhere else url)
            found.append(answer)
        return Trip(url=url, at=self.clock(), answers=tuple(found))

    async def ask_all(self, urls: Iterable[str]) -> list[Trip]:
        """Ask for several addresses; hosts side by side, one host one after another. In their order."""
        return list(await asyncio.gather(*(self.ask(url) for url in urls)))

    def robots(self, url: str) -> Answer | None:
        """A robots.txt answer that still counts."""
        asked = self.robots_known.asked.get(url)
        return asked[-1] if asked else self.robots_known.find(url)

    def keep_robots(self, url: str, found: list[Answer]) -> None:
        """Remember the answers to one asking for robots.txt."""
        self.robots_known.asked[url] = found

    async def _one(
        self, url: str, led_here: tuple[str, ...], source: Source | None, most_bytes: int | None
    ) -> Answer:
        assert self.crawler.engine is not None
        meta: dict[str, Any] = {
            "download_slot": slot(url),
            "redirects": led_here,
            **(way(source) if source else {}),
        }
        if most_bytes is not None:
            meta["download_maxsize"] = most_bytes
        try:
            request = scrapy.Request(url, meta=meta, callback=NO_CALLBACK, dont_filter=True)
        except ValueError as error:
            return Answer(url=url, outcome="bad_url", detail=str(error)[:300])
        try:
            return answers.of_response(await self.crawler.engine.download_async(request))
        except NotAsked:
            raise
        except no_answer.ERRORS as error:
            failed = no_answer.of_error(error, request)
            assert failed is not None
            return failed


def _followed(answer: Answer, target: str | None, site: str | None) -> tuple[Answer, str | None]:
    """A redirect with the address to go on with; where it is not followed, its outcome says why, and None."""
    refusal = None
    if target is None:
        refusal = "bad_url"
    elif target in (answer.url, *answer.redirects) or len(answer.redirects) >= redirects.MOST:
        refusal = "redirect_loop"
    elif site and not redirects.same_site(target, site):
        refusal = "offsite"
    if refusal is None:
        return answer, target
    return replace(answer, outcome=refusal, detail=f"leads to {answer.header('Location')}"[:300]), None


Journey = Callable[[Visitor], Coroutine[None, None, Result]]


def visit(
    config: Config,
    sources: Collection[Source],
    journey: Journey[Result],
    clock: Clock,
    robots: Robots | None = None,
) -> Result:
    """
    Go on a journey and give its result. Once a process, since Scrapy's reactor starts once.

    `sources` say the pace of their hosts. Raises `Stopped` after a signal.
    """
    process = Process(settings(config, sources))
    crawler = process.create_crawler(Visitor)
    process.crawl(crawler, journey=journey, clock=clock, robots_known=robots or Robots())
    process.start()
    task: asyncio.Task[Result] | None = getattr(crawler.spider, "task", None)
    if task is None or not task.done() or process.was_stopped:
        raise Stopped("The visit was stopped.")
    return task.result()
