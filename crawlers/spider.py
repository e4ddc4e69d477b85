"""The one spider: it runs errands, and every answer or failure goes to `crawlers.record`."""

from collections.abc import AsyncIterator, Iterator
from urllib.parse import urljoin

import scrapy
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers import answer as answers
from crawlers import record
from crawlers.answer import Answer, NotAsked
from crawlers.mishap import survived
from crawlers.record import Errand, same_site
from crawlers.robots import KEPT_FOR
from crawlers.settings import slot
from store.database import Database
from store.times import Clock
from store.types import Counts

MOST_REDIRECTS = 5
BUDGET = 300  # addresses of one source in one run; what is over it waits for the next run


class Watch(scrapy.Spider):
    """Looks at entry points, fetches the articles they name, and writes down every fate."""

    name = "watch"

    def __init__(self, db: Database, errands: list[Errand], clock: Clock, counts: Counts) -> None:
        super().__init__()
        self.db = db
        self.errands = errands
        self.clock = clock
        self.counts = counts
        self.spent: dict[str, int] = {}

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """One request for each errand."""
        for errand in self.errands:
            for request in self.ask(errand):
                yield request

    def ask(
        self, errand: Errand, url: str | None = None, redirects: tuple[str, ...] = ()
    ) -> Iterator[scrapy.Request]:
        """The request of an errand; none where its source has had its share of this run."""
        if errand.address and not redirects:
            self.spent[errand.source.id] = self.spent.get(errand.source.id, 0) + 1
            if self.spent[errand.source.id] > BUDGET:
                record.not_asked(self.db, errand, "over_budget", self.clock())
                return
        address = url or errand.url
        try:
            yield scrapy.Request(
                address,
                callback=self.answered,
                errback=self.failed,
                cb_kwargs={"errand": errand},
                meta={"download_slot": slot(address), "redirects": redirects},
                headers=_conditions(errand),
                priority=0 if errand.address else 10,
                dont_filter=True,
            )
        except ValueError as error:
            yield from self.settle(errand, Answer(url=address, outcome="bad_url", detail=str(error)))

    def answered(self, response: Response, errand: Errand) -> Iterator[scrapy.Request]:
        """An answer came; a redirect is followed as a request of its own."""
        answer = answers.of_response(response)
        target = answer.header("Location")
        if answer.outcome != "redirected" or not target:
            yield from self.settle(errand, answer)
            return
        target = urljoin(response.url, target)
        outcome = redirect_outcome(errand, answer, target)
        if outcome:
            yield from self.settle(errand, Answer(url=target, outcome=outcome, redirects=answer.redirects))
            return
        record.redirected(self.db, errand, answer, self.clock())
        yield from self.ask(errand, target, (*answer.redirects, answer.url))

    def failed(self, failure: Failure) -> Iterator[scrapy.Request]:
        """No whole answer came, or the request was not sent at all."""
        errand: Errand = failure.request.cb_kwargs["errand"]  # type: ignore[attr-defined]
        if isinstance(failure.value, NotAsked):
            record.not_asked(self.db, errand, failure.value.reason, self.clock())
        else:
            yield from self.settle(errand, answers.of_failure(failure))

    def settle(self, errand: Errand, answer: Answer) -> Iterator[scrapy.Request]:
        """Write down what came, and go on with the addresses that follow from it."""
        self.counts.done += 1
        self.counts.failed += not answer.is_good
        keep = record.address_answer if errand.address else record.entry_answer
        new = survived(
            lambda: keep(self.db, errand, answer, self.clock()), source=errand.source.id, url=errand.url
        )
        if new is None:
            record.not_asked(self.db, errand, "bug", self.clock())
            return
        self.counts.new += len(new)
        for address in new:
            yield from self.ask(errand.to(address))

    def robots(self, url: str) -> Answer | None:
        """A robots.txt answer of the last day."""
        return record.robots(self.db, url, self.clock() - KEPT_FOR)

    def keep_robots(self, url: str, found: list[Answer]) -> None:
        """Write down the answers to one asking for robots.txt."""
        record.keep_robots(self.db, url, found, self.clock())


def redirect_outcome(errand: Errand, answer: Answer, target: str) -> str | None:
    """Why a redirect is not followed; None: it is."""
    if target in (answer.url, *answer.redirects) or len(answer.redirects) >= MOST_REDIRECTS:
        return "redirect_loop"
    if not target.lower().startswith(("http://", "https://")):
        return "bad_url"
    if errand.entry.kind == "preview" and "/s/" not in target:
        return "no_preview"  # Telegram leads to the channel's card
    return None if same_site(target, errand.url) else "offsite"


def _conditions(errand: Errand) -> dict[str, str]:
    found = {"If-None-Match": errand.etag, "If-Modified-Since": errand.last_modified}
    return {name: value for name, value in found.items() if value}
