"""`dazor catalogue check`: every entry point tried once from this machine, and what to do about each."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from crawlers import known_robots, page, plan, preview, refusal, urls, ways
from crawlers.answer import Answer, row
from crawlers.visit import Robots, Trip, Visitor, visit
from dazor.catalogue import VERIFIED, Entry, Source, is_article, templates
from dazor.config import Config
from store import fetches, raws, sources
from store.database import Database
from store.fates import explain
from store.fetches import Fetch
from store.times import Clock

PERMANENT = (301, 308)
MOST_SEEN = 20_000  # characters of a page that are looked at for a filter
REMEDIES = {
    "works": "",
    "moved": "Look for the new place with `dazor catalogue try`.",
    "blocked here": "Ask from another network, or watch something else.",
    "closed by robots": "It is not asked for. Look for another way in.",
    "unknown": "Try again later; if it stays so, look with `dazor catalogue try`.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How one entry point answered."""

    source: str
    kind: str
    url: str
    verdict: str  # a key of REMEDIES
    why: str
    remedy: str  # empty: nothing is to be done

    @property
    def line(self) -> str:
        """For a person, on one line."""
        return f"{self.verdict:16} {self.source:18} {self.url}: {self.why}. {self.remedy}".rstrip()


def check(
    db: Database,
    config: Config,
    wanted: Collection[Source],
    now: datetime,
    *,
    advance: Callable[[], object] = lambda: None,
) -> list[Checked]:
    """
    Try every entry point of these sources, many hosts side by side; in the order of the catalogue.

    Sources with a TLS mode of their own are not asked, and said to be unknown.

    The requests are written down like all others; what the crawl knows of the entry points stays as it is.
    `advance` is called after each one.
    """
    usual = [source for source in wanted if source.tls == VERIFIED]  # Scrapy knows one TLS mode a process
    tried = [(source, entry) for source in usual for entry in source.entries]
    robots = Robots(find=lambda place: known_robots.find(db, place, now))

    async def journey(visitor: Visitor) -> list[Trip]:
        return list(
            await asyncio.gather(*(_ask(visitor, source, entry, now, advance) for source, entry in tried))
        )

    trips = visit(config, usual, journey, Clock(now), robots)
    for place, answers in robots.asked.items():
        known_robots.keep(db, place, answers, now)
    for (source, entry), trip in zip(tried, trips, strict=True):
        _keep(db, source, entry, trip)
    come = iter(trips)
    return [
        judge(source, entry, next(come)) if source.tls == VERIFIED else _not_asked(source, entry)
        for source in wanted
        for entry in source.entries
    ]


def _not_asked(source: Source, entry: Entry) -> Checked:
    return Checked(
        source=source.id,
        kind=entry.kind,
        url=entry.url,
        verdict="unknown",
        why="not asked, its file has a TLS mode of its own",
        remedy=f"`dazor collect web --source {source.id}` tries it.",
    )


def judge(source: Source, entry: Entry, trip: Trip) -> Checked:
    """What an entry point is worth from here, and what to do about it."""
    verdict, why = _verdict(source, entry, trip)
    remedy = "" if verdict == "works" else source.instead or REMEDIES[verdict]
    if verdict == "moved" and trip.body is not None and trip.last is not None:
        remedy = f'Write url = "{trip.last.url}".'
    return Checked(source=source.id, kind=entry.kind, url=entry.url, verdict=verdict, why=why, remedy=remedy)


def _verdict(source: Source, entry: Entry, trip: Trip) -> tuple[str, str]:
    if trip.not_asked:
        return "closed by robots" if trip.not_asked == "robots" else "unknown", explain(trip.not_asked)
    if trip.outcome in ("forbidden", "too_many_requests"):
        return "blocked here", explain(trip.outcome)
    if trip.outcome in ("not_found", "offsite"):
        return "moved", explain(trip.outcome)
    if trip.body is None or trip.last is None:
        return "unknown", explain(trip.outcome)
    if fate := refused(trip.body):
        return "moved" if fate == "soft_404" else "blocked here", explain(fate)
    named = _named(source, entry, trip.last, trip.body)
    moved = any(hop.status in PERMANENT for hop in trip.answers) and urls.key(trip.last.url) != urls.key(
        trip.url
    )
    if entry.kind == "archive" and not entry.form and trip.outcome == "ok":
        return "works", "answers for today"
    if moved and named.endswith("addresses"):
        return "moved", f"leads to {trip.last.url} for good"
    return ("works" if named.endswith(("addresses", "form")) else "unknown"), named


def _named(source: Source, entry: Entry, answer: Answer, body: bytes) -> str:
    """How many addresses it names; else what is wrong with it."""
    if entry.form:
        return "shows its form"
    if entry.kind == "preview":
        seen = preview.posts(body, source.channel or "")
        return f"{len(seen.posts)} addresses" if seen.outcome == "ok" else explain(seen.outcome)
    found = ways.named(source, entry, body, answer.url, answer.header("Content-Type"))
    good = [link for link in found.links if is_article(source, link.url)]
    if good or found.children:
        return f"{len(good) or len(found.children)} addresses"
    if found.links:
        return f"names {len(found.links)} things, and none is an article by the source's pattern"
    return (found.detail or "it names nothing").rstrip(".")


def refused(body: bytes) -> str | None:
    """Whether a page of a filter came instead."""
    root = page.parse(body)
    if root is None or root.tag != "html" or body.lstrip()[:5] == b"<?xml":
        return None
    heads = " ".join(page.text_of(element) for element in root.iter("title", "h1"))
    return refusal.kind(
        heads, page.text_of(root)[:MOST_SEEN], "" if len(body) < 3_000 else page.text_of(root)
    )


async def _ask(
    visitor: Visitor, source: Source, entry: Entry, now: datetime, advance: Callable[[], object]
) -> Trip:
    day = now.astimezone(ZoneInfo(source.zone)).date()
    trip = await visitor.ask(templates.on_day(entry.url, day), source=source)
    advance()
    return trip


def _keep(db: Database, source: Source, entry: Entry, trip: Trip) -> None:
    """A row for each request; of the bodies only their hashes."""
    with db.transaction():
        plan.keep(db, source)
        stored = sources.save_entry(db, source.id, entry.kind, entry.url)
        for answer in trip.answers:
            number = fetches.save(db, _row(source, entry, stored.id, trip, answer), answer.body)
            if answer.body is not None:
                raws.drop(db, fetches.sha256(db, number))


def _row(source: Source, entry: Entry, entry_id: int, trip: Trip, answer: Answer) -> Fetch:
    return replace(row(answer, kind=entry.kind, url=trip.url, at=trip.at), source=source.id, entry=entry_id)
