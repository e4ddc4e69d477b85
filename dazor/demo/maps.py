"""Sitemaps of the pretend outlets: of news, of everything, and the index that names them."""

from datetime import datetime, timedelta

from dazor.demo.drawing import Page, draw
from dazor.demo.world import Entry, Outlet, World, changed_at, shown

KINDS = ("news_sitemap", "sitemap", "sitemap_index")
NEWS_FOR = timedelta(days=2)  # a news sitemap names the texts of two days


def page(world: World, outlet: Outlet, entry: Entry, at: datetime, base: str) -> Page:
    """One sitemap. The index names the others of the outlet and, as some do by mistake, itself."""
    articles = shown(world, outlet.id, entry.language, at)
    if entry.kind == "news_sitemap":
        articles = [article for article in articles if at - article.published_at <= NEWS_FOR]
    changes = {article.id: changed_at(article, at) for article in articles}
    body = draw(
        "sitemap.xml",
        kind=entry.kind,
        outlet=outlet,
        base=base,
        articles=articles,
        changes=changes,
        maps=[way for way in outlet.entries if way.kind in KINDS],
    )
    return Page(
        body=body,
        kind="sitemap",
        content_type="application/xml; charset=utf-8",
        changed_at=max(changes.values(), default=None),
    )
