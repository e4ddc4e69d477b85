"""
What is written when an answer came: one transaction an answer, so that a kill leaves all of it or nothing.

The addresses an entry point names are stored together with its validators:
a feed that answers 304 next time has nothing that is not here.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from crawlers import answer as answers
from crawlers import rhythm, urls, ways
from crawlers.answer import Answer
from dazor.catalogue import Entry, Source, is_article
from store import documents, fetches, raws, sources
from store import urls as addresses
from store.database import Database
from store.fetches import Fetch
from store.types import Link
from store.urls import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What one request is for: a look at an entry point, or an address."""

    source: Source
    url: str
    entry: Entry
    entry_id: int
    address: Address | None = None  # None: the entry point itself
    oldest_wanted_at: datetime  # posts at the first look
    etag: str | None = None
    last_modified: str | None = None

    def to(self, address: Address) -> "Errand":
        """The errand to an address that this entry point named."""
        return replace(
            self, url=address.url, address=address, etag=address.etag, last_modified=address.last_modified
        )

    @property
    def kind(self) -> str:
        """As the fetch row says it."""
        return "article" if self.address and self.entry.kind != "preview" else self.entry.kind


def redirected(db: Database, errand: Errand, answer: Answer, at: datetime) -> None:
    """A request that leads on; the errand goes on with the next address."""
    with db.transaction():
        fetches.save(db, _fetch(errand, answer, at))


def entry_answer(db: Database, errand: Errand, answer: Answer, at: datetime) -> list[Address]:
    """An entry point answered, or failed: all it says, at once. The new addresses, newest first."""
    with db.transaction():
        if errand.entry.kind == "preview":
            answer, links = _preview_page(db, errand, answer)
        else:
            answer, links = _named(errand, answer)
        fetch_id = fetches.save(
            db, _fetch(errand, answer, at), answer.body, is_unread=_is_text(errand, answer)
        )
        _keep_body(db, errand, answer, fetch_id)
        if answer.is_good:
            sources.started(db, errand.source.id, at)
        if answer.outcome == "ok":
            sources.keep_validators(
                db, errand.entry_id, answer.header("ETag"), answer.header("Last-Modified")
            )
        new = _found(db, errand, links, at)
        sources.looked_at(
            db,
            errand.entry_id,
            outcome=answer.outcome,
            is_good=answer.is_good,
            at=at,
            wait=rhythm.entry_wait(
                timedelta(minutes=errand.entry.every_min), answers.retry_after(answer, at)
            ),
            found_new=bool(new),
        )
        return new


def address_answer(db: Database, errand: Errand, answer: Answer, at: datetime) -> list[Address]:
    """An address answered, or failed. Addresses that follow from it (older pages of a preview)."""
    address = errand.address
    assert address is not None
    with db.transaction():
        links: list[Link] = []
        if errand.entry.kind == "preview":
            answer, links = _preview_page(db, errand, answer)
        fetch_id = fetches.save(
            db, _fetch(errand, answer, at), answer.body, is_unread=_is_text(errand, answer)
        )
        if answer.is_good:
            is_page = errand.entry.kind == "preview"
            addresses.fetched(
                db,
                address.id,
                next_look_at=None if is_page else rhythm.next_look(address.found_at, at),
                etag=answer.header("ETag"),
                last_modified=answer.header("Last-Modified"),
            )
        else:
            _failed(db, errand, address, answer, at)
            _keep_failure(db, answer, fetch_id, at)
        return _found(db, errand, links, at)


def not_asked(db: Database, errand: Errand, reason: str, at: datetime) -> None:
    """A request was not sent. What robots.txt forbids is refused; the rest waits for another run."""
    with db.transaction():
        if errand.address is None:
            every = timedelta(minutes=errand.entry.every_min)
            sources.looked_at(db, errand.entry_id, outcome=reason, is_good=False, at=at, wait=every)
        elif reason in ("robots", "private_address"):
            addresses.refused(db, errand.address.id, reason)
        else:
            addresses.postpone(db, errand.address.id, reason)


def keep_robots(db: Database, url: str, found: list[Answer], at: datetime) -> None:
    """The answers to one asking for robots.txt; the last one is written under the address asked for."""
    with db.transaction():
        for answer in [*found[:-1], replace(found[-1], redirects=tuple(one.url for one in found[:-1]))]:
            asked = url if answer.outcome != "redirected" else answer.url
            fetches.save(db, _fetch_of(answer, at, kind="robots", url=asked), answer.body)


def robots(db: Database, url: str, since: datetime) -> Answer | None:
    """The robots.txt answer that still counts; a failure never does."""
    row = fetches.last_robots(db, url, since)
    if row is None or (row["outcome"] != "ok" and not 400 <= (row["status"] or 500) < 429):
        return None
    body = raws.read(db, row["sha256"]) if row["sha256"] else None
    return Answer(url=url, outcome=row["outcome"], status=row["status"], body=body)


def _named(errand: Errand, answer: Answer) -> tuple[Answer, list[Link]]:
    """The links of a feed or listing; an answer that names nothing is not a good one."""
    if answer.outcome != "ok" or answer.body is None:
        return answer, []
    found = ways.named(errand.source, errand.entry, answer.body, answer.url, answer.header("Content-Type"))
    if found.links:
        return replace(answer, detail=found.detail), list(found.links)
    outcome = "empty_entry" if found.outcome == "empty" else "bad_entry"
    return replace(answer, outcome=outcome, detail=found.detail), []


def _preview_page(db: Database, errand: Errand, answer: Answer) -> tuple[Answer, list[Link]]:
    """The older page of a preview that is wanted too, if posts between are missing."""
    if answer.outcome != "ok" or answer.body is None:
        return answer, []
    entry = sources.entry(db, errand.entry_id)
    page = ways.page(
        errand.source,
        answer.body,
        answer.url,
        seen=entry.newest_post,
        gap_down_to=entry.gap_down_to if errand.address else None,
        oldest_wanted=errand.oldest_wanted_at.timestamp(),
    )
    if page.newest is not None:
        sources.page_back(db, errand.entry_id, newest_post=page.newest, gap_down_to=page.gap_down_to)
    return replace(answer, outcome=page.outcome), [Link(url=page.older_url)] if page.older_url else []


def _found(db: Database, errand: Errand, links: list[Link], at: datetime) -> list[Address]:
    """Store what was named; the new addresses that are to be fetched."""
    wanted: list[Address] = []
    for link in links:
        url_id = addresses.save(
            db, errand.source.id, urls.key(link.url), link, entry=errand.entry_id, found_at=at
        )
        if url_id is None:
            continue
        reason = _unwanted(errand, link.url)
        if reason:
            addresses.refused(db, url_id, reason)
        else:
            wanted.append(addresses.find(db, url_id))
    return wanted


def _unwanted(errand: Errand, url: str) -> str | None:
    """Why an address that was named is not fetched; None: it is."""
    if errand.entry.kind == "preview":
        return None
    if not same_site(url, errand.source.site or errand.entry.url):
        return "offsite"
    return None if is_article(errand.source, url) else "not_an_article"


def same_site(url: str, site: str) -> bool:
    """Whether two addresses belong to one site: the same host, or one under the other."""
    one, other = (urlsplit(address).hostname or "" for address in (url, site))
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _failed(db: Database, errand: Errand, address: Address, answer: Answer, at: datetime) -> None:
    """An address gave no good answer: refuse it, try again later, or take it as a sign that its page is gone."""
    if answer.outcome in ("offsite", "private_address", "bad_url", "too_big", "redirect_loop", "no_preview"):
        addresses.refused(db, address.id, answer.outcome)
        return
    if answer.outcome == "not_found" and address.document is not None:
        _missing(db, errand, address, address.document, at)
        return
    most = rhythm.MISSING_RETRIES if answer.outcome == "not_found" else len(rhythm.RETRY_WAITS)
    again = rhythm.retry(address.attempts, at, most=most)
    wish = answers.retry_after(answer, at)
    if again and wish:
        again = max(again, at + min(wish, rhythm.LONGEST_WAIT))
    addresses.failed(db, address.id, reason=answer.outcome, next_look_at=again)


def _missing(db: Database, errand: Errand, address: Address, document: int, at: datetime) -> None:
    """A stored page answers 404: it counts only while other pages of its source answer."""
    answers_otherwise = fetches.answered_since(db, errand.source.id, at - timedelta(hours=1))
    gone = answers_otherwise and documents.miss(
        db,
        document,
        at=at,
        detail=f"{address.url} answers 404",
        confirm_after_s=rhythm.GONE_WAIT.total_seconds(),
    )
    addresses.failed(db, address.id, reason="not_found", next_look_at=None if gone else at + rhythm.GONE_WAIT)


def _keep_body(db: Database, errand: Errand, answer: Answer, fetch_id: int) -> None:
    """The last good and the last bad body of an entry point stay, the one before goes."""
    if answer.body is None:
        return
    before = sources.keep_body(db, errand.entry_id, fetches.sha256(db, fetch_id), is_good=answer.is_good)
    if before:
        raws.drop(db, before)


def _keep_failure(db: Database, answer: Answer, fetch_id: int, at: datetime) -> None:
    """The first and the latest failed body of an address stay, those between go."""
    if answer.body is None:
        return
    raws.keep_first_and_latest(db, fetches.failures_before(db, fetch_id), fetches.sha256(db, fetch_id), at)


def _is_text(errand: Errand, answer: Answer) -> bool:
    return answer.outcome == "ok" and (errand.address is not None or errand.entry.kind == "preview")


def _fetch(errand: Errand, answer: Answer, at: datetime) -> Fetch:
    fetch = _fetch_of(answer, at, kind=errand.kind, url=errand.url)
    url_id = errand.address.id if errand.address else None
    return replace(fetch, source=errand.source.id, entry=errand.entry_id, url_id=url_id)


def _fetch_of(answer: Answer, at: datetime, *, kind: str, url: str) -> Fetch:
    return Fetch(
        kind=kind,
        url=url,
        at=at,
        outcome=answer.outcome,
        final_url=answer.url,
        redirects=answer.redirects,
        status=answer.status,
        request_headers=answer.request_headers,
        response_headers=answer.response_headers,
        server_address=answer.server_address,
        detail=answer.detail,
        content_type=answer.header("Content-Type"),
    )
