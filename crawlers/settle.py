"""
The stage that reads what the crawl brought: bytes to documents, versions and posts, or the reason why not.

It can be repeated: it asks the store for bytes without a reading, and decides
of each body whether the archive keeps it or only its hash stays.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from crawlers import extract, preview, rhythm, urls
from crawlers.mishap import survived
from crawlers.selectors import Article
from dazor import catalogue
from dazor.catalogue import Source, is_article
from dazor.config import Config
from store import documents, fetches, posts, raws, versions
from store import urls as addresses
from store.database import Database
from store.documents import Arrival, Saved
from store.fetches import Unread
from store.types import Counts, Post, Published, Reading
from store.urls import Address

BATCH = 50
POST_ABSENCE_S = 3600.0  # a post is gone when two looks so far apart miss it
PREVIEW_READER = "preview 1"


def run(db: Database, config: Config, now: datetime) -> Counts:
    """Read every body that waits, oldest first; the time of an arrival is the time of its fetch."""
    counts = Counts()
    known = {source.id: source for source in catalogue.load(config).sources}
    while batch := fetches.unread(db, BATCH):
        for fetch in batch:
            source = known.get(fetch.source)
            if source is None:  # its file is gone; the bytes stay
                _put_aside(db, fetch, "unknown_source")
                continue
            read = partial(_read, db, source, fetch, config.digest.first_days)
            new = survived(db, read, source=source.id, url=fetch.url)
            counts.done += 1
            counts.new += new or 0
            if new is None:
                counts.failed += 1
                _put_aside(db, fetch, "bug")
    return counts


def _read(db: Database, source: Source, fetch: Unread, first_days: float) -> int:
    """Read one body; how many versions it gave."""
    body = raws.read(db, fetch.sha256)
    reader: Callable[..., int] = _read_preview if fetch.kind == "preview" else _read_article
    return reader(db, source, fetch, body, first_days)


def _read_article(db: Database, source: Source, fetch: Unread, body: bytes, first_days: float) -> int:
    assert fetch.url_id is not None
    address = addresses.find(db, fetch.url_id)
    reading = _extract(source, address, fetch.final_url, body, fetch.at)
    if reading.outcome != "ok":
        with db.transaction():
            before = documents.failures(db, address.id)
            documents.fail(db, fetch.id, reading, fetch.at)
            addresses.explain(db, address.id, reading.outcome)
            fetches.mark_read(db, fetch.id)
            raws.keep_first_and_latest(db, before, fetch.sha256, fetch.at)
        return 0
    key = document_key(source, address, reading)
    twin = address.document is None and documents.find(db, source.id, key)
    if twin:
        with db.transaction():
            addresses.leads_to(db, address.id, twin)
            addresses.look_again(db, address.id, None)  # the other address is the one that is watched
            fetches.mark_read(db, fetch.id)
            raws.drop(db, fetch.sha256)
        return 0
    arrival = _arrival(source, fetch, "article", key, address.url, reading)
    reread = _reread(db, source, address, arrival)
    with db.transaction():
        saved = documents.save(db, arrival, reread=reread, first_days=first_days)
        addresses.leads_to(db, address.id, saved.id)
        addresses.look_again(db, address.id, rhythm.next_look(_born_at(address, reading.published), fetch.at))
        fetches.mark_read(db, fetch.id)
        return _settle_body(db, fetch, [saved])


def _read_preview(db: Database, source: Source, fetch: Unread, body: bytes, first_days: float) -> int:
    """Keep every post of a page, and notice the ones that should be between them."""
    page = preview.posts(body, source.channel or "")
    with db.transaction():
        saved = []
        for post in page.posts:
            arrival = _arrival(
                source, fetch, "post", str(post.post_id), post_url(post), _reading(post, source)
            )
            saved.append(documents.save(db, arrival, first_days=first_days))
            posts.save(db, saved[-1].id, post, at=fetch.at, via="preview")
        shown = {number for post in page.posts for number in (post.post_id, *post.album_ids)} | {
            *page.service_ids
        }
        for document, number in posts.missing(db, source.channel or "", shown):
            why = f"post {number} was missing between others on {fetch.url}"
            documents.miss(db, document, at=fetch.at, detail=why, confirm_after_s=POST_ABSENCE_S)
        fetches.mark_read(db, fetch.id)
        return _settle_body(db, fetch, saved)


def document_key(source: Source, address: Address, reading: Reading) -> str:
    """The key of an article: what the page calls its own address, if that is an article of the same site."""
    canonical = reading.canonical_url
    if canonical and is_article(source, canonical):
        return urls.key(canonical)
    return address.key


def post_url(post: Post) -> str:
    """The public address of a post."""
    return f"https://t.me/{post.channel}/{post.post_id}"


def _extract(source: Source, address: Address, url: str, body: bytes, now: datetime) -> Reading:
    article = source.article
    selectors = Article(body=article.body, remove=article.remove, title=article.title, date=article.date)
    return extract.read(
        body,
        url,
        settings=selectors,
        entry=address.link,
        now=now,
        zone=source.zone,
        languages=source.languages,
    )


def _reread(db: Database, source: Source, address: Address, arrival: Arrival) -> Reading | None:
    """The stored version's bytes as the extractor of today reads them; None where that changes nothing."""
    stored = documents.find(db, source.id, arrival.key)
    if stored is None:
        return None
    before = versions.current(db, stored)
    is_same_reader = before.extractor == arrival.reading.extractor
    if is_same_reader or before.raw_sha256 is None or not raws.is_kept(db, before.raw_sha256):
        return None
    return _extract(source, address, arrival.url, raws.read(db, before.raw_sha256), arrival.seen_at)


def _arrival(source: Source, fetch: Unread, kind: str, key: str, url: str, reading: Reading) -> Arrival:
    return Arrival(
        source=source.id,
        kind=kind,
        key=key,
        url=url,
        reading=reading,
        seen_at=fetch.at,
        fetch=fetch.id,
        raw_sha256=fetch.sha256,
    )


def _reading(post: Post, source: Source) -> Reading:
    return Reading(
        extractor=PREVIEW_READER,
        outcome="ok",
        text=post.text,
        published=Published(at=post.published_at, precision="minute", origin="post"),
        language=extract.language(post.text, source.languages),
        warnings=post.warnings,
    )


def _born_at(address: Address, published: Published) -> datetime:
    """When an article came out, as far as it is known to the minute."""
    return published.at if published.at and published.precision == "minute" else address.found_at


def _settle_body(db: Database, fetch: Unread, saved: list[Saved]) -> int:
    """The archive keeps the bytes of a look that made a version; of others the hash stays."""
    made = sum(one.outcome in ("new", "changed") for one in saved)
    if made:
        raws.keep(db, fetch.sha256, raws.archive(db, fetch.sha256, fetch.at))
    else:
        raws.drop(db, fetch.sha256)
    return made


def _put_aside(db: Database, fetch: Unread, reason: str) -> None:
    """Not read: the bytes go to the archive, so that it can be done over."""
    with db.transaction():
        if fetch.url_id is not None:
            addresses.explain(db, fetch.url_id, reason)
        raws.keep(db, fetch.sha256, raws.archive(db, fetch.sha256, fetch.at))
        fetches.mark_read(db, fetch.id)
