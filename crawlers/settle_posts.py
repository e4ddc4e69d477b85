"""One page of a channel's preview: its posts, and the ones that should stand between them."""

from functools import partial

from crawlers import paging, preview
from crawlers.preview import Preview
from crawlers.settled import is_backfill, keep_body
from dazor.catalogue import Source
from dazor.text.language import guess
from store import looks
from store import urls as addresses
from store.database import Database
from store.fetches import Unread
from store.looks import Look, Reader
from store.types import Post

READER = "preview 1"


def settle(db: Database, source: Source, fetch: Unread, body: bytes, first_days: float) -> int:
    """Keep every post of the page; how many versions it gave."""
    page = preview.posts(body, source.channel or "")
    look = Look(
        source=source.id,
        via="preview",
        url=fetch.url,
        at=fetch.at,
        fetch=fetch.id,
        sha256=fetch.sha256,
        is_backfill=is_backfill(db, fetch),
    )
    left = _left_to_older(db, source, fetch, page)
    with db.transaction():
        posts = [post for post in page.posts if post.post_id not in left]
        saved = looks.save(db, look, posts, reader(source), first_days=first_days)
        shown = [number for number in paging.numbers(page) if number not in left]
        if shown and not page.unreadable:  # with a block that is unreadable the page proves nothing
            looks.miss(db, look, shown[0], shown[-1], shown)
        return keep_body(db, fetch, saved)


def _left_to_older(db: Database, source: Source, fetch: Unread, page: Preview) -> tuple[int, ...]:
    """What the older page shows again; nothing where that page did not come."""
    left = paging.left_over(page)
    address = paging.before(fetch.final_url, max(left, default=0) + 1)
    return left if left and addresses.is_fetched(db, source.id, address) else ()


def reader(source: Source) -> Reader:
    """How the previews of a source are read today."""

    def again(body: bytes) -> tuple[Post, ...]:
        return preview.posts(body, source.channel or "").posts

    return Reader(name=READER, language=partial(guess, languages=source.languages), again=again)
