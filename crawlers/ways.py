"""The ways in: what an entry point's body names, by its kind."""

from dataclasses import dataclass

from crawlers import feed, listing, preview
from crawlers.entries import Entries
from crawlers.selectors import Listing
from dazor.catalogue import Entry, Source


def named(source: Source, entry: Entry, body: bytes, url: str, content_type: str | None) -> Entries:
    """The addresses that a feed or listing names."""
    if entry.kind == "feed":
        return feed.links(body, url, content_type)
    selectors = Listing(item=entry.item, link=entry.link, title=entry.title, date=entry.date)
    return listing.links(body, url, selectors, source.article.pattern)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What paging needs to know of one page of a preview."""

    outcome: str  # ok, bad_entry, no_preview
    newest: int | None = None
    older_url: str | None = None  # the page with older posts that is wanted too
    gap_down_to: int | None = None  # down to this number; None: this page closed the gap


def page(
    source: Source, body: bytes, url: str, *, seen: int | None, gap_down_to: int | None, oldest_wanted: float
) -> Page:
    """
    Read a preview page for its numbers only.

    `seen` is the highest number known before, None at the first look; then
    pages are wanted back to posts of the time `oldest_wanted` (seconds since
    the epoch). An older page goes on down to `gap_down_to`.
    """
    found = preview.posts(body, source.channel or "")
    if found.outcome != "ok":
        return Page(outcome="no_preview" if found.outcome == "no_preview" else "bad_entry")
    if not found.posts:
        return Page(outcome="ok")
    floor = gap_down_to if gap_down_to is not None else (seen or 0)
    oldest, newest = found.posts[0], found.posts[-1]
    reaches = oldest.post_id <= floor + 1 or (floor == 0 and oldest.published_at.timestamp() < oldest_wanted)
    if reaches or found.older is None:
        return Page(outcome="ok", newest=max(newest.album_ids or (newest.post_id,)))
    return Page(
        outcome="ok",
        newest=max(newest.album_ids or (newest.post_id,)),
        older_url=f"{url.partition('?')[0]}?before={found.older}",
        gap_down_to=floor,
    )
