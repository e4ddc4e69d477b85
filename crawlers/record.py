"""
What is written when an answer came: one transaction an answer, so that a kill leaves all of it or nothing.

The addresses an entry point names are stored together with its validators:
a feed that answers 304 next time has nothing that is not here.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from crawlers import answer as answers
from crawlers import named, rhythm, setback
from crawlers.answer import Answer, row
from crawlers.errand import Errand
from crawlers.no_answer import NotAsked
from store import documents, fetches, raws, sources
from store import urls as addresses
from store.database import Database
from store.fetches import Fetch
from store.urls import Address

UNSAID = ("stopped", "store")  # the run ended early: nothing is known of what it did not come to


def entry_answer(db: Database, errand: Errand, answer: Answer, at: datetime) -> list[Address]:
    """An entry point answered, or failed: all it says, at once. The new addresses, in its order."""
    with db.transaction():
        answer, found = named.read(db, errand, answer)
        fetch_id = fetches.save(
            db, fetch(errand, answer, at), answer.body, is_unread=_has_text(errand, answer)
        )
        _keep_body(db, errand, answer, fetch_id)
        if answer.is_good:
            sources.started(db, errand.source.id, at)
        if answer.outcome == "ok" and named.may_be_unchanged(errand, found):
            sources.keep_validators(
                db, errand.entry_id, answer.header("ETag"), answer.header("Last-Modified")
            )
        kept = named.keep(db, errand, answer, found, at)
        _looked_at(db, errand, answer.outcome, at, is_good=answer.is_good, found_new=bool(kept.new))
        _leave_alone(db, errand, answer, at)
        return [*kept.pages, *kept.new]


def address_answer(db: Database, errand: Errand, answer: Answer, at: datetime) -> list[Address]:
    """An article, or a page behind an entry point, answered or failed. The addresses that follow from it."""
    address = errand.address
    assert address is not None
    with db.transaction():
        answer, found = named.read(db, errand, answer)
        fetch_id = fetches.save(
            db, fetch(errand, answer, at), answer.body, is_unread=_has_text(errand, answer)
        )
        if answer.is_good:
            addresses.fetched(
                db,
                address.id,
                next_look_at=rhythm.next_look(address.found_at, at) if errand.is_article else None,
                etag=answer.header("ETag"),
                last_modified=answer.header("Last-Modified"),
            )
            if answer.outcome == "not_modified":  # with new bytes extraction finds out
                _is_as_before(db, address)
        else:
            setback.failed(db, errand, address, answer, fetch_id, at)
        _leave_alone(db, errand, answer, at)
        kept = named.keep(db, errand, answer, found, at)
        return [*kept.pages, *kept.new]


def redirected(db: Database, errand: Errand, answer: Answer, at: datetime) -> None:
    """A request that leads on, by a redirect or as the page of a form; the errand goes on from there."""
    with db.transaction():
        fetches.save(db, fetch(errand, answer, at))


def not_asked(db: Database, errand: Errand, why: NotAsked, at: datetime) -> None:
    """A request was not sent. What robots.txt forbids is refused; the rest waits for another run."""
    if why.reason in UNSAID or (why.reason == "over_budget" and errand.address is None):
        return
    with db.transaction():
        if errand.address is None:
            _looked_at(db, errand, why.reason, at, is_good=False)
        elif errand.address and why.reason == "robots":
            addresses.refused(db, errand.address.id, why.reason)
        elif errand.address:
            addresses.postpone(db, errand.address.id, why.reason)
        if why.until:
            sources.leave_alone(db, errand.source.id, min(why.until, at + rhythm.LONGEST_WAIT))


def bug(db: Database, errand: Errand, answer: Answer, at: datetime) -> None:
    """We failed on an answer: its bytes stay, so that somebody can look; the address is tried again."""
    with db.transaction():
        fetch_id = fetches.save(db, fetch(errand, answer, at), answer.body)
        if errand.address:
            setback.failed(db, errand, errand.address, replace(answer, outcome="bug"), fetch_id, at)
        else:
            _keep_body(db, errand, replace(answer, outcome="bug"), fetch_id)
            _looked_at(db, errand, "bug", at, is_good=False)


def fetch(errand: Errand, answer: Answer, at: datetime) -> Fetch:
    """The row of one request."""
    return replace(
        row(answer, kind=errand.kind, url=errand.url, at=at),
        source=errand.source.id,
        entry=errand.entry_id,
        url_id=errand.address.id if errand.address else None,
    )


def _is_as_before(db: Database, address: Address) -> None:
    """An unchanged page is there again; where it had no text, that is still the reason."""
    if address.document is not None:
        documents.is_back(db, address.document)
    elif reason := documents.why_none(db, address.id):
        addresses.explain(db, address.id, reason)


def _looked_at(
    db: Database, errand: Errand, outcome: str, at: datetime, *, is_good: bool, found_new: bool = False
) -> None:
    pace = timedelta(minutes=errand.entry.every_min)
    per_hour, watched = sources.per_hour(db, errand.source.id, at - rhythm.HISTORY, at)
    sources.looked_at(
        db,
        errand.entry_id,
        outcome=outcome,
        is_good=is_good,
        at=at,
        wait=rhythm.entry_wait(pace, per_hour, watched, at) if is_good else pace,
        found_new=found_new,
    )


def _leave_alone(db: Database, errand: Errand, answer: Answer, at: datetime) -> None:
    """A site that is busy and says until when gets no request of any kind before."""
    wish = answers.retry_after(answer.header("Retry-After"), at) if answer.status in (429, 503) else None
    if wish:
        sources.leave_alone(db, errand.source.id, at + min(wish, rhythm.LONGEST_WAIT))


def _keep_body(db: Database, errand: Errand, answer: Answer, fetch_id: int) -> None:
    """The last good and the last bad body of an entry point stay, the one before goes."""
    if answer.body is None:
        return
    before = sources.keep_body(db, errand.entry_id, fetches.sha256(db, fetch_id), is_good=answer.is_good)
    if before:
        raws.drop(db, before)


def _has_text(errand: Errand, answer: Answer) -> bool:
    """Whether extraction has to read the body."""
    return answer.outcome == "ok" and (errand.is_article or errand.is_preview)
