"""The one spider: it runs errands, and every answer or failure goes to `crawlers.record`."""

import logging
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from typing import TypeVar

import scrapy
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.utils.asyncio import call_later
from twisted.python.failure import Failure

from crawlers import answer as answers
from crawlers import known_robots, no_answer, record, redirects
from crawlers.answer import Answer
from crawlers.errand import Errand
from crawlers.mishap import survived
from crawlers.no_answer import NotAsked
from crawlers.patience import Patience
from crawlers.plan import BUDGET
from crawlers.settings import slot
from dazor.catalogue import VERIFIED, Source
from store.database import Database
from store.times import Clock
from store.types import Counts

LONGEST_RUN_S = 1500  # then nothing more is asked; the job's wall limit is later
Result = TypeVar("Result")
logger = logging.getLogger(__name__)


class Watch(scrapy.Spider):
    """Looks at entry points, fetches the articles they name, and writes down every fate."""

    name = "watch"

    def __init__(
        self,
        db: Database,
        errands: list[Errand],
        clock: Clock,
        counts: Counts,
        longest_s: float = LONGEST_RUN_S,
    ) -> None:
        super().__init__()
        self.longest_s = longest_s
        self.db = db
        self.errands = errands
        self.clock = clock
        self.counts = counts
        self.spent: dict[str, int] = {}
        self.trouble: Exception | None = None  # of the store; with it nothing can go on

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """One request for each errand."""
        call_later(self.longest_s, self.end, "over_budget")
        for errand in self.errands:
            for request in self.run(errand):
                yield request

    def end(self, reason: str) -> None:
        """Ask nothing any more; what is on its way may still arrive."""
        patience = self.crawler.get_downloader_middleware(Patience)
        assert patience is not None
        patience.end(reason)

    def run(self, errand: Errand) -> Iterator[scrapy.Request]:
        """The request of an errand; none where its source has had its share of this run."""
        if errand.address:
            self.spent[errand.source.id] = self.spent.get(errand.source.id, 0) + 1
            if self.spent[errand.source.id] > BUDGET:
                self.keep(lambda: record.not_asked(self.db, errand, NotAsked("over_budget"), self.clock()))
                return
        yield self.request(errand, errand.url)

    def request(self, errand: Errand, url: str, redirects: tuple[str, ...] = ()) -> scrapy.Request:
        """The request for an errand, at its address or where that leads."""
        return scrapy.Request(
            url,
            callback=self.answered,
            errback=self.failed,
            cb_kwargs={"errand": errand},
            meta={"download_slot": slot(url), "redirects": redirects, **errand.limits, **way(errand.source)},
            method="POST" if errand.body else "GET",
            body=errand.body,
            headers=errand.headers,
            priority=0 if errand.is_article else 5 if errand.address else 10,
            dont_filter=True,
        )

    def answered(self, response: Response, errand: Errand) -> Iterator[scrapy.Request]:
        """An answer came; a redirect is followed as a request of its own, and a form is sent."""
        answer = answers.of_response(response)
        if answer.outcome == "ok" and errand.awaits_form:
            yield from self.ask(errand, answer)
            return
        if answer.outcome != "redirected":
            yield from self.settle(errand, answer)
            return
        target = redirects.target(answer)
        refusal = redirects.refusal(errand, answer, target)
        if refusal or target is None:
            detail = f"leads to {answer.header('Location')}"[:300]
            yield from self.settle(errand, replace(answer, outcome=refusal or "bad_url", detail=detail))
            return
        self.keep(lambda: record.redirected(self.db, errand, answer, self.clock()))
        yield self.request(errand.led_on(answer.status), target, (*answer.redirects, answer.url))

    def ask(self, errand: Errand, form_page: Answer) -> Iterator[scrapy.Request]:
        """The page of a form came: fill it and send it."""
        filled = errand.filled(form_page)
        if isinstance(filled, str):
            yield from self.settle(errand, replace(form_page, outcome="bad_entry", detail=filled))
            return
        self.keep(lambda: record.redirected(self.db, errand, form_page, self.clock()))
        yield self.request(filled, errand.url)

    def failed(self, failure: Failure) -> Iterator[scrapy.Request]:
        """No whole answer came, or the request was not sent at all."""
        request: scrapy.Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        errand: Errand = request.cb_kwargs["errand"]
        error = failure.value
        assert error is not None
        if isinstance(error, CloseSpider):
            raise error
        if isinstance(error, NotAsked):
            self.keep(lambda: record.not_asked(self.db, errand, error, self.clock()))
        elif answer := no_answer.of_error(error, request):
            yield from self.settle(errand, answer)
        else:
            logger.error("a bug while fetching url=%s", request.url, exc_info=error)
            self.keep(lambda: record.not_asked(self.db, errand, NotAsked("bug"), self.clock()))

    def settle(self, errand: Errand, answer: Answer) -> Iterator[scrapy.Request]:
        """Write down what came, and go on with the addresses that follow from it."""
        self.counts.done += 1
        self.counts.failed += not answer.is_good
        write = record.address_answer if errand.address else record.entry_answer
        new = self.keep(
            lambda: survived(
                self.db,
                lambda: write(self.db, errand, answer, self.clock()),
                source=errand.source.id,
                url=errand.url,
            )
        )
        if new is None:
            self.keep(lambda: record.bug(self.db, errand, answer, self.clock()))
            return
        self.counts.new += sum(address.page is None for address in new)
        for address in new:
            yield from self.run(errand.to(address))

    def robots(self, url: str) -> Answer | None:
        """A robots.txt answer of the last day."""
        return self.keep(lambda: known_robots.find(self.db, url, self.clock()))

    def keep_robots(self, url: str, found: list[Answer]) -> None:
        """Write down the answers to one asking for robots.txt."""
        self.keep(lambda: known_robots.keep(self.db, url, found, self.clock()))

    def keep(self, action: Callable[[], Result]) -> Result:
        """Do what reads or writes the store. Where the store fails, the crawl ends."""
        try:
            return action()
        except (OSError, self.db.conn.DatabaseError) as error:
            self.trouble = error
            self.end("store")
            raise CloseSpider("store") from error


def way(source: Source) -> dict[str, str]:
    """How requests of a source go, where that is not the usual way."""
    mode = {} if source.tls == VERIFIED else {"tls": source.tls}
    return mode | ({"via": source.proxy} if source.proxy else {})
