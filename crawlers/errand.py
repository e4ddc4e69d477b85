"""What one request is for."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from crawlers import forms
from crawlers.answer import Answer
from crawlers.forms import Query
from dazor.catalogue import Entry, Source
from store.urls import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A look at an entry point, at a page behind it, or at an article that it named."""

    source: Source
    url: str
    entry: Entry
    entry_id: int
    address: Address | None = None  # None: the entry point itself
    oldest_wanted_at: datetime  # how far back posts, listings, sitemaps and archives are read
    is_first: bool = False  # this page of links was never read before
    is_backfill: bool = False  # asked for with --since
    today: date | None = None  # of the source's zone, for an archive; None: not asked for days
    day: date | None = None  # of an archive: whose page it is
    query: Query | None = None  # a filled form; None: none, or its page has to be read first
    etag: str | None = None
    last_modified: str | None = None

    def to(self, address: Address) -> "Errand":
        """The errand to an address that this entry point named."""
        errand = replace(
            self,
            url=address.url,
            address=address,
            oldest_wanted_at=address.back_to or self.oldest_wanted_at,
            is_first=address.looks == 0,
            is_backfill=address.is_backfill,
            day=forms.day_of(address.url),
            query=None,
            etag=address.etag,
            last_modified=address.last_modified,
        )
        return errand.ready()

    def ready(self) -> "Errand":
        """With its form, where that can be filled without a page."""
        if self.day is None or not self.entry.form or self.awaits_form:
            return self
        filled = self.filled()
        assert isinstance(filled, Errand)
        return filled

    @property
    def is_preview(self) -> bool:
        """Whether a page of posts is looked at."""
        return self.entry.kind == "preview"

    @property
    def is_article(self) -> bool:
        """Whether the page of one article is looked at."""
        return self.address is not None and self.address.page is None and not self.is_preview

    @property
    def page(self) -> int:
        """So many pages behind the entry point; 0: the entry point itself."""
        return (self.address.page if self.address else 0) or 0

    @property
    def kind(self) -> str:
        """As the fetch row says it."""
        return "article" if self.is_article else self.entry.kind

    @property
    def awaits_form(self) -> bool:
        """Whether the page that comes is the form, not yet what it asks for."""
        return not self.is_article and self.query is None and forms.needs_page(self.entry)

    def filled(self, form_page: Answer | None = None) -> "Errand | str":
        """With the form for its day; or, as a sentence, what the page of the form lacks."""
        assert self.day is not None
        query = forms.fill(self.entry, self.day, form_page)
        return query if isinstance(query, str) else replace(self, query=query)

    def led_on(self, status: int | None) -> "Errand":
        """After a redirect: what was sent in a form is sent again only where the status says so."""
        is_kept = self.query is None or status in (307, 308)
        return self if is_kept else replace(self, query=Query(body=""))

    @property
    def body(self) -> str:
        """What is sent by POST; empty: it is asked for by GET."""
        return self.query.body if self.query else ""

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that let the site answer "not modified"."""
        if self.is_backfill and not self.is_article:
            return {}
        found = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in found.items() if value}

    @property
    def headers(self) -> dict[str, str]:
        """What the request says besides."""
        return self.query.headers if self.query else self.conditions

    @property
    def limits(self) -> dict[str, float]:
        """What Scrapy has to know where a source needs more patience."""
        timeout_s = None if self.is_article else self.entry.timeout_s
        return {"download_timeout": timeout_s} if timeout_s else {}
