"""`dazor capture`: one page from anywhere into the store, with its bytes, for the source "by-hand"."""

import gzip
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from crawlers import extract, known_robots, plan, urls
from crawlers.answer import Answer, row
from crawlers.visit import Robots, Trip, Visitor, visit
from dazor import catalogue
from dazor.config import Config
from store import fetches
from store import urls as addresses
from store.database import Database
from store.errors import DazorError, UsageError
from store.fates import explain
from store.fetches import Fetch
from store.times import Clock
from store.types import Link

SOURCE = "by-hand"


def fetch(db: Database, config: Config, url: str, now: datetime) -> Trip:
    """Ask for a page, also where redirects lead to another site; robots.txt is asked first."""
    robots = Robots(find=lambda place: known_robots.find(db, place, now))

    async def journey(visitor: Visitor) -> Trip:
        return await visitor.ask(url, anywhere=True)

    trip = visit(config, (), journey, Clock(now), robots)
    for place, answers in robots.asked.items():
        known_robots.keep(db, place, answers, trip.at)
    return trip


def from_file(path: Path, url: str | None, now: datetime) -> Trip:
    """A page that somebody saved; what is not said by `url` must be said by the page itself."""
    try:
        body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError) as error:
        raise UsageError(f"{path}: cannot be read ({error}).") from error
    address = url or extract.read(body, "https://unknown.example/", now=now, zone="UTC").canonical_url
    if address is None:
        raise UsageError(f"{path}: the page does not say its own address. Say it with --url.")
    if not urls.is_address(address):
        raise UsageError(f"{address}: not an address that begins with http:// or https://.")
    answer = Answer(url=address, outcome="ok", body=body, detail=f"from the file {path.name}")
    return Trip(url=address, at=now, answers=(answer,))


def keep(db: Database, config: Config, trip: Trip, note: str | None) -> int:
    """
    Write down what came, in the chain of all fetches; the number of its address.

    The job `extract` reads the bytes. Raises `DazorError` with the reason where the page did not come: the
    requests that were sent are written down all the same.
    """
    with db.transaction():
        url_id = _address(db, config, trip)
        for answer in trip.answers:
            is_last = answer is trip.last
            sent = _row(trip, answer, url_id, note if is_last else None)
            fetches.save(db, sent, answer.body, is_unread=is_last and answer.outcome == "ok")
        if trip.body is not None:
            addresses.fetched(db, url_id, next_look_at=None)
        else:
            addresses.failed(db, url_id, reason=trip.outcome, next_look_at=None)
    if trip.body is None:
        raise DazorError(
            f"{trip.url}: {explain(trip.outcome)}. Save the page in a browser and capture the file."
        )
    return url_id


def told(db: Database, url_id: int) -> str:
    """What became of a captured page: its document, or why there is none."""
    address = addresses.find(db, url_id)
    if address.document is None:
        why = addresses.reason(db, url_id)
        return (
            f"{address.url}: kept, but without a document: {explain(why) if why else 'it waits to be read'}."
        )
    return f"{address.url}: document {address.document} of the source {SOURCE}."


def _address(db: Database, config: Config, trip: Trip) -> int:
    source = catalogue.by_hand(config.desk.zone)
    plan.keep(db, source)
    return addresses.found(db, source.id, urls.key(trip.url), Link(url=trip.url), found_at=trip.at)


def _row(trip: Trip, answer: Answer, url_id: int, note: str | None) -> Fetch:
    sent = row(answer, kind="article", url=trip.url, at=trip.at)
    return replace(sent, source=SOURCE, url_id=url_id, note=note)
