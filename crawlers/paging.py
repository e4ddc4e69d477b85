"""
Paging back through a channel's preview: a page shows some twenty posts, and none may be missed.

An older page is an address like any other, so a kill loses nothing. Down to
which post the way back leads stands behind its `#`, which is never sent.
"""

import re
from dataclasses import replace
from datetime import datetime

from crawlers import preview
from crawlers.answer import Answer
from crawlers.entries import Entries
from crawlers.errand import Errand
from crawlers.preview import Preview
from store import sources
from store.database import Database

IN_ALBUMS = ("photo", "video", "document", "audio", "unsupported")


def turned(db: Database, errand: Errand, answer: Answer) -> tuple[Answer, Entries]:
    """Read the numbers of a preview page: the answer with its outcome, and the older page if it is wanted."""
    if answer.outcome != "ok" or answer.body is None:
        return answer, Entries()
    page = preview.posts(answer.body, errand.source.channel or "")
    if page.outcome != "ok":
        outcome = "no_preview" if page.outcome == "no_preview" else "bad_entry"
        return replace(answer, outcome=outcome), Entries()
    if errand.address:
        floor = floor_of(errand.url)
    else:
        known = sources.entry(db, errand.entry_id).newest_post or 0
        floor = 0 if errand.is_backfill else known
        sources.seen_post(db, errand.entry_id, max(numbers(page), default=0))
    number = older(page, floor, errand.oldest_wanted_at)
    if number is None:
        return answer, Entries()
    return answer, Entries(next_page=f"{before(answer.url, number)}#down-to-{floor}")


def before(url: str, number: int) -> str:
    """The address of the page with posts below a number, from that of another page of the channel."""
    return f"{url.partition('?')[0]}?before={number}"


def older(page: Preview, floor: int, oldest_wanted: datetime) -> int | None:
    """
    The `?before=` of the older page, None where the way back ends.

    `floor` is the highest post known before; at the first look it is 0, and
    the way leads back to posts of the time `oldest_wanted`. A page that names
    no older one, or one that is not older, ends the way. What this page leaves
    to the older one (`left_over`) is shown there again.
    """
    shown = numbers(page)
    if not shown or page.older is None or page.older > shown[0]:
        return None
    left = left_over(page)
    next_below = max(left) + 1 if left else page.older
    if floor:
        return next_below if shown[0] > floor + 1 or (left and min(left) > floor) else None
    is_old = bool(page.posts) and page.posts[0].published_at < oldest_wanted
    return None if is_old else next_below


def left_over(page: Preview) -> tuple[int, ...]:
    """
    The numbers of the lowest post, where it may be the end of an album that begins on the older page.

    A page counts photographs, not posts, and ends in the middle of an album; one photograph alone does not
    show that it is of one.
    """
    if page.older is None or len(page.posts) < 2 or page.posts[0].post_id != numbers(page)[0]:
        return ()
    lowest = page.posts[0]
    may_be_cut = any(media.type in IN_ALBUMS for media in lowest.media)
    return (lowest.post_id, *lowest.album_ids) if may_be_cut else ()


def numbers(page: Preview) -> tuple[int, ...]:
    """All numbers that a page shows, ascending: posts, the parts of albums, notices."""
    shown = {number for post in page.posts for number in (post.post_id, *post.album_ids)}
    return tuple(sorted(shown | {*page.service_ids}))


def floor_of(url: str) -> int:
    """The post down to which the way back leads, as the address of an older page says it; 0: by time."""
    match = re.search(r"#down-to-(\d+)$", url)
    return int(match[1]) if match else 0
