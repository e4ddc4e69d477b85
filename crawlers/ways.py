"""The ways in: what the body of an entry point names, by its kind."""

from crawlers import feed, listing
from crawlers.entries import Entries
from dazor.catalogue import Entry, Source


def named(source: Source, entry: Entry, body: bytes, url: str, content_type: str | None) -> Entries:
    """The addresses that a feed or listing names."""
    if entry.kind == "feed":
        return feed.links(body, url, content_type)
    return listing.links(body, url, entry, source.article.pattern)
