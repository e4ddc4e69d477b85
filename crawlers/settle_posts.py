"""One page of a channel's preview: its posts, and the ones that should stand between them."""

from crawlers import extract, paging, preview
from crawlers.preview import Preview
from crawlers.settled import arrival_of, keep_body
from dazor.catalogue import Source
from store import documents, posts, raws, versions
from store.database import Database
from store.documents import Arrival, Saved
from store.fetches import Unread
from store.types import Post, Published, Reading

ABSENCE_S = 3600.0  # a post is gone when two looks so far apart miss it
READER = "preview 1"


def settle(db: Database, source: Source, fetch: Unread, body: bytes, first_days: float) -> int:
    """Keep every post of the page; how many versions it gave."""
    page = preview.posts(body, source.channel or "")
    with db.transaction():
        saved = [_save(db, source, fetch, post, first_days) for post in page.posts]
        _notice_absent(db, source, fetch, page)
        return keep_body(db, fetch, saved)


def post_url(post: Post) -> str:
    """The public address of a post."""
    return f"https://t.me/{post.channel}/{post.post_id}"


def _save(db: Database, source: Source, fetch: Unread, post: Post, first_days: float) -> Saved:
    key = str(post.post_id)
    arrival = arrival_of(db, source, fetch, "post", key, post_url(post), _reading(post, source))
    saved = documents.save(db, arrival, reread=_reread(db, source, arrival), first_days=first_days)
    posts.save(db, saved.id, post, at=fetch.at, via="preview")
    return saved


def _notice_absent(db: Database, source: Source, fetch: Unread, page: Preview) -> None:
    """Posts that the page leaves out between others; with a block that is unreadable it proves nothing."""
    if page.unreadable:
        return
    for document, number in posts.missing(db, source.channel or "", paging.numbers(page)):
        detail = f"post {number} was missing between others on {fetch.url}"
        documents.miss(db, document, at=fetch.at, detail=detail, confirm_after_s=ABSENCE_S)


def _reading(post: Post, source: Source) -> Reading:
    return Reading(
        extractor=READER,
        outcome="ok",
        text=post.text,
        published=Published(at=post.published_at, precision="minute", origin="post"),
        language=extract.language(post.text, source.languages),
        warnings=post.warnings,
    )


def _reread(db: Database, source: Source, arrival: Arrival) -> Reading | None:
    """The stored version as the reader of today reads its page; None where that changes nothing."""
    stored = documents.find(db, source.id, arrival.key)
    before = None if stored is None else versions.current(db, stored)
    if before is None or before.extractor == READER or before.raw_sha256 is None:
        return None
    if not raws.is_kept(db, before.raw_sha256):
        return None
    page = preview.posts(raws.read(db, before.raw_sha256), source.channel or "")
    return next((_reading(post, source) for post in page.posts if str(post.post_id) == arrival.key), None)
