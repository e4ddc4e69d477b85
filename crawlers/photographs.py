"""
The stage that fetches photographs of matching posts from the addresses on preview pages, without an account.

An address stands on the page that showed the post, and dies after some hours; then the page is asked for
once more. What an account reads is left to it for half an hour.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawlers import known_robots, paging, preview
from crawlers.answer import Answer, row
from crawlers.visit import Robots, Trip, Visitor, visit
from dazor import catalogue
from dazor.catalogue import Source
from dazor.config import Config
from store import channels, fetches, photographs, pictures, raws
from store.database import Database
from store.photographs import Wanted
from store.times import Clock
from store.types import Counts

VIA = "preview"
FOR_ACCOUNT = timedelta(minutes=30)  # so long an account has, where one reads the channel
LONGEST_RUN = timedelta(seconds=1200)  # what is left then waits for the next run
ENDED = ("not_found", "forbidden", "http_error", "not_a_picture")  # what an address says that has died


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What looking for the photographs works with."""

    db: Database
    visitor: Visitor
    counts: Counts
    clock: Clock
    most_bytes: int
    daily_bytes: int


def run(db: Database, config: Config, now: datetime) -> Counts:
    """Fetch what is due and no account fetches, the newest posts first, within the day's budget."""
    counts = Counts()
    settings = config.photographs
    if not settings.is_on:
        return counts
    with db.transaction():
        photographs.want(db, now)
    known = {source.id: source for source in catalogue.load(config).sources}
    wanted = [(one, known[one.source]) for one in photographs.due(db, now) if one.source in known]
    wanted = [pair for pair in wanted if is_ours(db, *pair, config.telegram.accounts, now)]
    if not wanted or photographs.spent(db, now) >= settings.daily_bytes:
        return counts
    clock = Clock(now)
    robots = Robots(find=lambda place: known_robots.find(db, place, now))

    async def journey(visitor: Visitor) -> None:
        search = Search(
            db=db,
            visitor=visitor,
            counts=counts,
            clock=clock,
            most_bytes=settings.max_bytes,
            daily_bytes=settings.daily_bytes,
        )
        for one, source in wanted:
            if clock() >= now + LONGEST_RUN or not await _fetch(search, one, source):
                break

    visit(config, {source.id: source for _, source in wanted}.values(), journey, clock, robots)
    for place, answers in robots.asked.items():
        known_robots.keep(db, place, answers, clock())
    return counts


def is_ours(db: Database, wanted: Wanted, source: Source, accounts: Collection[str], now: datetime) -> bool:
    """Whether the preview is the way: there is one, and no account reads the channel or it is late."""
    if _preview_of(source) is None:
        return False
    channel = channels.of_source(db, source.id)
    is_by_account = channel is not None and channel.is_read and channel.account in accounts
    return not is_by_account or wanted.wanted_at + FOR_ACCOUNT <= now


async def _fetch(search: Search, wanted: Wanted, source: Source) -> bool:
    """Fetch one, from the address that is known, else from the one the page gives now. False: stop here."""
    if (address := _known(search.db, wanted, source)) and (
        fate := await _try(search, wanted, source, address)
    ) not in ENDED:
        return fate != "over_budget"
    trip = await search.visitor.ask(_page(wanted, source), source=source)
    _keep_page(search, wanted, trip)
    if trip.body is None:
        _fail(search, wanted, trip.outcome)
    elif fresh := _address(trip.body, wanted, source, trip.last.url if trip.last else trip.url):
        fate = await _try(search, wanted, source, fresh)
        if fate in ENDED:
            _fail(search, wanted, fate)
        return fate != "over_budget"
    elif preview.posts(trip.body, source.channel or "").outcome == "ok":
        with search.db.transaction():
            photographs.gone(search.db, wanted, "no_photograph", via=VIA)
    else:
        _fail(search, wanted, "bad_entry")
    return True


async def _try(search: Search, wanted: Wanted, source: Source, address: str) -> str:
    """
    Ask an address and write down what came; the outcome.

    Of what is in `ENDED` only the request is written down: the caller knows whether there is another address.
    """
    left = search.daily_bytes - photographs.spent(search.db, search.clock())
    if left <= 0:
        return "over_budget"
    most_bytes = min(left, search.most_bytes)
    trip = await search.visitor.ask(address, source=source, most_bytes=most_bytes)
    search.counts.done += 1
    with search.db.transaction():
        return _settle(search, wanted, trip, is_capped=most_bytes < search.most_bytes)


def _settle(search: Search, wanted: Wanted, trip: Trip, *, is_capped: bool) -> str:
    """Write down a trip to a photograph: its requests, and what they brought."""
    db = search.db
    is_picture = trip.body is not None and pictures.kind(trip.body) is not None
    outcome = "not_a_picture" if trip.body is not None and not is_picture else trip.outcome
    for answer in trip.answers:
        sent = replace(row(answer, kind=photographs.KIND, url=trip.url, at=trip.at), source=wanted.source)
        if answer is trip.last and is_picture and answer.body is not None:
            photographs.keep(db, wanted, sent, answer.body, via=VIA)
            search.counts.new += 1
            continue
        if answer is trip.last and outcome == "not_a_picture":
            sent = replace(sent, outcome=outcome)
        _keep_hash(db, sent, answer)
    if is_picture or outcome in ENDED:
        return outcome
    if outcome == "too_big" and is_capped:
        return "over_budget"
    if outcome == "too_big":
        photographs.too_big(db, wanted, None, via=VIA)
        return outcome
    _fail_inside(search, wanted, outcome)
    return outcome


def _known(db: Database, wanted: Wanted, source: Source) -> str | None:
    """The address on the page that showed the post, where that page was kept."""
    if wanted.shown_by != VIA or wanted.raw_sha256 is None or not raws.is_kept(db, wanted.raw_sha256):
        return None
    return _address(raws.read(db, wanted.raw_sha256), wanted, source, _preview_of(source) or "")


def _address(body: bytes, wanted: Wanted, source: Source, url: str) -> str | None:
    found = preview.photographs(body, source.channel or "", wanted.post_id, url)
    return found[wanted.place - 1] if wanted.place <= len(found) else None


def _page(wanted: Wanted, source: Source) -> str:
    """The preview page whose newest post this is."""
    return paging.before(_preview_of(source) or "", max(wanted.ids) + 1)


def _preview_of(source: Source) -> str | None:
    return next((entry.url for entry in source.entries if entry.kind == "preview"), None)


def _keep_page(search: Search, wanted: Wanted, trip: Trip) -> None:
    """The requests for a page are links of the chain too; of its bytes the hash stays."""
    with search.db.transaction():
        for answer in trip.answers:
            sent = row(answer, kind="preview", url=trip.url, at=trip.at)
            _keep_hash(search.db, replace(sent, source=wanted.source), answer)


def _keep_hash(db: Database, sent: fetches.Fetch, answer: Answer) -> None:
    number = fetches.save(db, sent, answer.body, is_received=False)
    if answer.body is not None:
        digest = fetches.sha256(db, number)
        raws.keep_hash(db, digest, answer.body, content_type=sent.content_type, at=sent.at)


def _fail(search: Search, wanted: Wanted, reason: str) -> None:
    with search.db.transaction():
        _fail_inside(search, wanted, reason)


def _fail_inside(search: Search, wanted: Wanted, reason: str) -> None:
    search.counts.failed += 1
    photographs.failed(search.db, wanted, reason, search.clock(), via=VIA)
