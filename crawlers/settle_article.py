"""One body of an article: a document, a version, a reading, or the reason why there is none."""

from datetime import datetime, timedelta

from crawlers import extract, recurring, rhythm, urls
from crawlers.recurring import Learnt
from crawlers.settled import arrival_of, keep_body
from dazor.catalogue import Source, is_article, is_on_site
from store import documents, editions, fetches, raws, versions
from store import urls as addresses
from store.database import Database
from store.documents import Arrival
from store.fetches import Unread
from store.types import Published, Reading
from store.urls import Address

ENOUGH_COPIES = 3  # more articles of the same words are one page that answers every address
_OF_ENTRIES = ("feed", "news_sitemap", "listing")  # origins of a date that the page itself did not say


def settle(
    db: Database, source: Source, fetch: Unread, body: bytes, first_days: float, learnt: Learnt
) -> int:
    """Keep what the body says; how many versions it gave."""
    assert fetch.url_id is not None
    address = addresses.find(db, fetch.url_id)
    whole = _extract(source, address, fetch.final_url, body, fetch.at)
    reading = recurring.without(whole, learnt)
    if reading.outcome != "ok":
        _fail(db, address, fetch, reading)
        return 0
    key = document_key(source, address, reading)
    if address.document is None:
        twin = _twin(db, source, key, reading)
        if twin is not None:
            _lead(db, address, fetch, twin)
            return 0
        key = key if documents.find(db, source.id, key) is None else address.key
    arrival = arrival_of(db, source, fetch, "article", key, address.url, reading)
    reread = _reread(db, source, address, arrival, learnt)
    with db.transaction():
        saved = documents.save(db, arrival, reread=reread, first_days=first_days)
        if saved.outcome == "new":
            recurring.count(db, source.id, saved.version, whole, fetch.at.date())
        addresses.leads_to(db, address.id, saved.id)
        editions.replace(db, saved.id, editions_of(source, reading))
        born_at = _born_at(address.found_at, reading.published)
        addresses.look_again(db, address.id, rhythm.next_look(born_at, fetch.at))
        return keep_body(db, fetch, [saved])


def document_key(source: Source, address: Address, reading: Reading) -> str:
    """The key of an article: what the page calls its own address, if that is an article of the same site."""
    canonical = reading.canonical_url
    if canonical and is_article(source, canonical):
        return urls.key(canonical)
    return address.key


def editions_of(source: Source, reading: Reading) -> list[tuple[str, str, str]]:
    """Language, address and key of each: on another host, or like an article of this one."""
    return [
        (language, url, urls.key(url))
        for language, url in reading.editions
        if is_article(source, url) or not is_on_site(source, url)
    ]


def is_twin(version: versions.Version, reading: Reading) -> bool:
    """Whether two pages that name one address are one article: on some sites all pages name the same."""
    return version.title == reading.title or version.text == reading.text


def is_copy(version: versions.Version, reading: Reading, copies: int) -> bool:
    """
    Whether two pages with the same words are one article, or the one page a site answers everything with.

    They are two where they came out at different times: the warning of a storm, again. What only the entry
    points say of the time is believed until there are enough `copies` of these words.
    """
    before, now = version.published, reading.published
    if before.at is None or now.at is None or before.at == now.at:
        return True
    return copies >= ENOUGH_COPIES and before.origin in _OF_ENTRIES and now.origin in _OF_ENTRIES


def _twin(db: Database, source: Source, key: str, reading: Reading) -> int | None:
    """The document that a new address leads to; None: it is an article of its own."""
    there = documents.find(db, source.id, key)
    if there is not None and is_twin(versions.current(db, there), reading):
        return there
    words = versions.fingerprint(reading.title, reading.text)
    same = documents.with_words(db, source.id, words)
    is_known = same and is_copy(versions.current(db, same[0]), reading, len(same))
    return same[0] if is_known else None


def _fail(db: Database, address: Address, fetch: Unread, reading: Reading) -> None:
    """No text: the first and the latest such body stay."""
    with db.transaction():
        before = documents.failures(db, address.id)
        documents.fail(db, fetch.id, reading, fetch.at)
        addresses.explain(db, address.id, reading.outcome)
        fetches.mark_read(db, fetch.id)
        raws.keep_first_and_latest(db, before, fetch.sha256, fetch.at)


def _lead(db: Database, address: Address, fetch: Unread, document: int) -> None:
    """A second address of a document; the first one is the one that is watched."""
    with db.transaction():
        addresses.leads_to(db, address.id, document)
        addresses.look_again(db, address.id, None)
        keep_body(db, fetch, [])


def _extract(source: Source, address: Address, url: str, body: bytes, now: datetime) -> Reading:
    return extract.read(
        body,
        url,
        settings=source.article,
        entry=address.link,
        now=now,
        zone=source.zone,
        languages=source.languages,
    )


def _reread(
    db: Database, source: Source, address: Address, arrival: Arrival, learnt: Learnt
) -> Reading | None:
    """
    The stored version's bytes as they are read today, with what is learnt today.

    None where nothing is stored, or the words are as they were.
    """
    stored = documents.find(db, source.id, arrival.key)
    if stored is None:
        return None
    before = versions.current(db, stored)
    words = versions.fingerprint(arrival.reading.title, arrival.reading.text)
    if words in versions.fingerprints(db, before):
        return None
    if before.raw_sha256 is None or not raws.is_kept(db, before.raw_sha256):
        return None
    again = _extract(source, address, arrival.url, raws.read(db, before.raw_sha256), arrival.seen_at)
    return recurring.without(again, learnt)


def _born_at(found_at: datetime, published: Published) -> datetime:
    """When an article came out; of a bare day its end, since an old article needs no further looks."""
    if published.at is None:
        return found_at
    if published.precision == "minute":
        return published.at
    return min(found_at, published.at + timedelta(days=1))
