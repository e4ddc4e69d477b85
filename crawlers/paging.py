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
    before = older(page, floor, errand.oldest_wanted_at)
    if before is None:
        return answer, Entries()
    return answer, Entries(next_page=f"{answer.url.partition('?')[0]}?before={before}#down-to-{floor}")


def older(page: Preview, floor: int, oldest_wanted: datetime) -> int | None:
    """
    The `?before=` of the older page, None where the way back ends.

    `floor` is the highest post known before; at the first look it is 0, and
    the way leads back to posts of the time `oldest_wanted`. A page that names
    no older one, or one that is not older, ends the way.
    """
    shown = numbers(page)
    if not shown or page.older is None or page.older > shown[0]:
        return None
    if floor:
        return page.older if shown[0] > floor + 1 else None
    is_old = bool(page.posts) and page.posts[0].published_at < oldest_wanted
    return None if is_old else page.older


def numbers(page: Preview) -> tuple[int, ...]:
    """All numbers that a page shows, ascending: posts, the parts of albums, notices."""
    shown = {number for post in page.posts for number in (post.post_id, *post.album_ids)}
    return tuple(sorted(shown | {*page.service_ids}))


def floor_of(url: str) -> int:
    """The post down to which the way back leads, as the address of an older page says it; 0: by time."""
    match = re.search(r"#down-to-(\d+)$", url)
    return int(match[1]) if match else 0
