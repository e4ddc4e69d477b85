"""Listings: pages that name articles."""

import re

from lxml import html

from crawlers import page, urls
from crawlers.entries import Entries, once
from dazor.catalogue import Entry
from store.types import Candidate, Link


def links(body: bytes, base_url: str, listing: Entry, pattern: str | None = None) -> Entries:
    """
    The articles that a listing names, from top to bottom.

    `pattern` is searched in path and query of each address. An item's link is the first address in it that
    fits. Without `listing.item` every link of the page counts, and its words are the title. Titles and dates
    are as written. What `listing.next` finds is the next page. Never raises for what is in `body`.
    """
    root = page.parse(body)
    if root is None:
        return Entries(outcome="broken", detail="The listing is not a page.")
    base = page.base(root, base_url)
    wanted = re.compile(pattern or "")
    items = page.select(root, listing.item or "a[href]")
    found = once(_link(item, base, listing, wanted) for item in items if not isinstance(item, str))
    if found:
        return Entries(links=found, next_page=_next(root, base, listing.next))
    reason = f"{len(items)} links or items are there, and none has an address of an article"
    return Entries(outcome="empty", detail=f"The listing names no article: {reason}.")


def _link(item: html.HtmlElement, base: str, listing: Entry, wanted: re.Pattern[str]) -> Link | None:
    anchors = [item] if item.tag == "a" and not listing.link else page.select(item, listing.link or "a[href]")
    fitting = ((anchor, _address(anchor, base, wanted)) for anchor in anchors if not isinstance(anchor, str))
    anchor, url = next(((anchor, url) for anchor, url in fitting if url), (None, None))
    if anchor is None or url is None:
        return None
    title = _first(item, listing.title) if listing.title else page.text_of(anchor) or anchor.get("title")
    date = _date(item, listing.date)
    return Link(
        url=url, title=title or None, published=Candidate(origin="listing", value=date) if date else None
    )


def _address(anchor: html.HtmlElement, base: str, wanted: re.Pattern[str]) -> str | None:
    url = page.join(base, anchor.get("href") or "")
    if url is None or not urls.is_address(url):
        return None
    path_and_query = re.sub(r"^[a-z]+://[^/?#]*|#.*$", "", url, flags=re.IGNORECASE) or "/"
    return url if wanted.search(path_and_query) else None


def _next(root: html.HtmlElement, base: str, css: str | None) -> str | None:
    """The address of a link, or the first quoted text of an attribute: get_page('/all_news/page/7/', …)."""
    for found in page.select(root, css) if css else ():
        said = found if isinstance(found, str) else found.get("href") or ""
        quoted = re.search(r"['\"]([^'\"]+)['\"]", said)
        url = page.join(base, quoted[1] if quoted else said)
        if said.strip() and url and urls.is_address(url):
            return url
    return None


def _date(item: html.HtmlElement, css: str | None) -> str | None:
    """As written; of a `<time datetime>` what the attribute says."""
    if not css:
        return None
    found = next(iter(page.select(item, css)), None)
    stamp = None if found is None or isinstance(found, str) else found.get("datetime")
    return stamp or (page.text_of(found) if found is not None else None)


def _first(item: html.HtmlElement, css: str) -> str:
    return next((text for text in map(page.text_of, page.select(item, css)) if text), "")
