"""What an entry point, or a page behind it, names: read, chosen and stored."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from crawlers import forms, paging, reach, refusal, urls, ways
from crawlers.answer import Answer
from crawlers.entries import Entries
from crawlers.errand import Errand
from crawlers.redirects import same_site
from dazor.catalogue import is_article
from store import urls as addresses
from store.database import Database
from store.types import Link
from store.urls import Address

NO_ARTICLE = ("not_an_article", "offsite")  # a twin of an article was named first, or the pattern was another


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is to be asked for next."""

    new: tuple[Address, ...] = ()  # articles
    pages: tuple[Address, ...] = ()  # behind this one


def read(db: Database, errand: Errand, answer: Answer) -> tuple[Answer, Entries]:
    """
    What an answer names. One that names nothing is no good answer.

    Only the day of an archive may be empty, and a page behind a listing: there it ends.
    """
    if errand.is_preview:
        return paging.turned(db, errand, answer)
    if errand.is_article or answer.outcome != "ok" or answer.body is None:
        return answer, Entries()
    found = ways.named(errand.source, errand.entry, answer.body, answer.url, answer.header("Content-Type"))
    may_be_empty = errand.page > 0 or errand.day is not None
    if found.links or found.children or (found.outcome == "empty" and may_be_empty):
        return replace(answer, detail=found.detail), found
    outcome = refusal.instead(answer.body) or ("empty_entry" if found.outcome == "empty" else "bad_entry")
    return replace(answer, outcome=outcome, detail=found.detail), Entries()


def may_be_unchanged(errand: Errand, found: Entries) -> bool:
    """
    Whether "not modified" at the next look will mean that there is nothing new.

    Not of an index, whose sitemaps change while it does not, nor of an archive: tomorrow it has another page.
    """
    return not found.children and errand.day is None


def keep(db: Database, errand: Errand, answer: Answer, found: Entries, at: datetime) -> Kept:
    """Store what is named; what of it is to be asked for. Inside a transaction."""
    if errand.is_article:
        return Kept()
    tell = reach.when(errand.source, at)
    wanted: Iterable[Link] = found.links
    if errand.entry.kind in ways.SITEMAPS:
        is_first = errand.is_first and _is_of_first_look(db, errand)
        choice = reach.young(found.links, tell, errand.oldest_wanted_at, is_first=is_first)
        wanted = choice.wanted
        _refuse_old(db, errand, choice.too_old, at)
    new = tuple(_new(db, errand, wanted, at))
    pages = tuple(_pages(db, errand, answer, found, tell, len(new), at))
    return Kept(new=new, pages=pages)


def _is_of_first_look(db: Database, errand: Errand) -> bool:
    """Whether a sitemap was there when its index was first read; what is added later is news."""
    first = addresses.first_page_found_at(db, errand.entry_id)
    return errand.address is None or first is None or errand.address.found_at <= first


def _new(db: Database, errand: Errand, links: Iterable[Link], at: datetime) -> Iterable[Address]:
    """The addresses that were not known, or refused and wanted now."""
    is_backfill = errand.is_backfill and (errand.page > 0 or errand.entry.kind in ways.SITEMAPS)
    source, over = errand.source.id, (*NO_ARTICLE, *(("too_old",) if errand.is_backfill else ()))
    for link in links:
        key, reason = urls.key(link.url), _unwanted(errand, link.url)
        url_id = addresses.save(
            db, source, key, link, entry=errand.entry_id, found_at=at, is_backfill=is_backfill
        )
        if url_id is not None and reason:
            addresses.refused(db, url_id, reason)
        elif url_id is None and not reason:
            url_id = addresses.want_after_all(
                db, source, key, link.url, reasons=over, is_backfill=is_backfill
            )
        if url_id is not None and not reason:
            yield addresses.find(db, url_id)


def _unwanted(errand: Errand, url: str) -> str | None:
    """Why an address that was named is not fetched; None: it is."""
    if not same_site(url, errand.source.site or errand.entry.url):
        return "offsite"
    return None if is_article(errand.source, url) else "not_an_article"


def _refuse_old(db: Database, errand: Errand, links: Iterable[Link], at: datetime) -> None:
    for link in links:
        key = urls.key(link.url)
        url_id = addresses.save(db, errand.source.id, key, link, entry=errand.entry_id, found_at=at)
        if url_id is not None:
            addresses.refused(db, url_id, "too_old")


def _pages(
    db: Database, errand: Errand, answer: Answer, found: Entries, tell: reach.When, new: int, at: datetime
) -> Iterable[Address]:
    """The pages to be read besides, as addresses, so that a kill loses none."""
    for url, key in _further(errand, answer, found, tell, new):
        number = addresses.save_page(
            db,
            errand.source.id,
            key,
            url,
            entry=errand.entry_id,
            page=errand.page + 1,
            back_to=errand.oldest_wanted_at,
            is_backfill=errand.is_backfill,
            found_at=at,
        )
        yield addresses.find(db, number)


def _further(
    errand: Errand, answer: Answer, found: Entries, tell: reach.When, new: int
) -> Iterable[tuple[str, str]]:
    """Address and key of each further page."""
    back_to, is_backfill = errand.oldest_wanted_at, errand.is_backfill
    if errand.is_preview and found.next_page:
        yield found.next_page, urls.key(found.next_page)
    elif errand.entry.kind == "listing":
        url = reach.next_page(
            errand.entry, found, errand.url, errand.page, tell, back_to, new=new, is_backfill=is_backfill
        )
        if url:
            yield url, urls.key(url)
    elif errand.entry.kind in ways.SITEMAPS and errand.page == 0:
        for child in reach.sitemaps(found.children, tell, back_to, is_backfill=is_backfill):
            yield child.url, urls.key(child.url)
    elif errand.day and errand.today and (answer.is_good or answer.outcome == "not_found"):
        last = back_to.astimezone(ZoneInfo(errand.source.zone)).date()
        if day := reach.day_before(errand.day, errand.today, last):
            url = forms.day_url(errand.entry, day)
            yield url, forms.day_key(url)
