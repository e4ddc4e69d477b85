"""What an entry point gives: the addresses it names, or the reason why it gives none."""

from collections.abc import Iterable
from dataclasses import dataclass

from crawlers import urls
from store.types import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """The links of one look at an entry point, in its own order, each page once."""

    links: tuple[Link, ...] = ()
    children: tuple[Link, ...] = ()  # the sitemaps that a sitemap index names
    next_page: str | None = None  # of a listing or preview: its next page, with older links
    outcome: str = "ok"  # ok; empty: read, names nothing; broken: could not be read
    detail: str | None = None  # for a person: what is wrong with it, also when some links could be read


def once(found: Iterable[Link | None]) -> tuple[Link, ...]:
    """Without gaps and without a second address of the same page; the first one stays."""
    kept: dict[str, Link] = {}
    for link in found:
        if link:
            kept.setdefault(urls.key(link.url), link)
    return tuple(kept.values())
