"""The ways in: what the body of an entry point names, by its kind."""

from dataclasses import replace

from crawlers import feed, listing, sitemap
from crawlers.entries import Entries
from dazor.catalogue import Entry, Source, is_article

SITEMAPS = ("sitemap", "news_sitemap")


def named(source: Source, entry: Entry, body: bytes, url: str, content_type: str | None) -> Entries:
    """The addresses that a feed, sitemap, listing or day of an archive names."""
    if entry.kind == "feed":
        return feed.links(body, url, content_type)
    if entry.kind in SITEMAPS:
        return _articles(source, sitemap.links(body, url))
    return listing.links(body, url, entry, source.article.pattern)


def _articles(source: Source, found: Entries) -> Entries:
    """A sitemap names every page of a site: here only those that can be articles, and further sitemaps."""
    links = tuple(link for link in found.links if is_article(source, link.url))
    if found.links and not links:
        reason = f"it has {len(found.links)} addresses, and none is of an article"
        return Entries(outcome="empty", detail=f"The sitemap names no article: {reason}.")
    return replace(found, links=links)
