"""One page of a channel's preview: its posts, and the ones that should stand between them."""

from functools import partial

from crawlers import paging, preview
from crawlers.preview import Preview
from crawlers.settled import is_backfill, keep_body
from dazor.catalogue import Source
from dazor.text.language import guess
from store import channels, documents, fetches, looks
from store import urls as addresses
from store.channels import Channel
from store.database import Database
from store.fetches import Unread
from store.looks import Look, Reader
from store.types import Post, Reading

READER = "preview 1"


def settle(db: Database, source: Source, fetch: Unread, body: bytes, first_days: float) -> int:
    """Keep every post of the page; how many versions it gave."""
    page = preview.posts(body, source.channel or "")
    known = channels.of_source(db, source.id)
    if known and page.channel_id not in (None, known.id):
        return _refuse(db, source, fetch, page, known)
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


def _refuse(db: Database, source: Source, fetch: Unread, page: Preview, known: Channel) -> int:
    """
    The name leads to another channel than the one that an account has found under it.

    Nothing of that is stored under this source: its numbers would be taken for edits.
    """
    why = f"@{source.channel} is another channel now, {page.channel_id} «{page.title}» instead of {known.id}"
    reading = Reading(extractor=READER, outcome="another_channel", warnings=(f"{why}.",))
    remedy = "Nothing of it is stored. Write the right name into the source file."
    with db.transaction():
        channels.set_state(db, known.id, "taken", fetch.at, why=why, remedy=remedy)
        documents.fail(db, fetch.id, reading, fetch.at)
        fetches.settle(db, fetch.id, fetch.sha256, fetch.at, has_made=True)
    return 0


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
