"""What a run has to do: entry points that are due, then the addresses that wait or are young."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from crawlers.errand import Errand
from dazor.catalogue import Entry, Source, templates
from dazor.config import Config
from store import channels, sources
from store import urls as addresses
from store.database import Database

BUDGET = 300  # addresses of one source in one run; what is over it waits for the next run
OVERLAP = timedelta(days=1)  # before the last good look


def plan(
    db: Database,
    watched: Collection[Source],
    config: Config,
    now: datetime,
    *,
    is_due: bool = True,
    since: datetime | None = None,
) -> list[Errand]:
    """
    What there is to do for these sources at this time: of each its entry points, then addresses.

    With `since` every entry point is looked at, back to that time.
    """
    errands: list[Errand] = []
    with db.transaction():
        for source in watched:
            looks = _looks(db, source, now, config.digest.first_days, config.telegram.accounts)
            wanted = [errand for errand, due_at in looks if not is_due or due_at is None or due_at <= now]
            if since:
                wanted = [replace(one, oldest_wanted_at=since, is_backfill=True) for one in wanted]
            errands += wanted
            errands += _addresses(db, source, [errand for errand, _ in looks], now)
    return errands


def oldest_wanted(last_good_at: datetime | None, now: datetime, first_days: float) -> datetime:
    """How far back a look reads: at first so many days, later to the last good look and a little before."""
    return last_good_at - OVERLAP if last_good_at else now - timedelta(days=first_days)


def keep(db: Database, source: Source) -> None:
    """Write down a source as its file says it now."""
    sources.save(
        db,
        id=source.id,
        name=source.name,
        kind=source.kind,
        zone=source.zone,
        languages=source.languages,
        usual_per_day=source.usual_per_day,
        is_on=source.on,
    )


def _looks(
    db: Database, source: Source, now: datetime, first_days: float, accounts: Collection[str]
) -> list[tuple[Errand, datetime | None]]:
    """The source as its file says it now: each entry point with the time it is due (None: at once)."""
    keep(db, source)
    if source.kind == "channel" and not _is_by_account(db, source, accounts):
        sources.take_back(db, source.id)
    return [_look(db, source, entry, now, first_days) for entry in source.entries]


def _is_by_account(db: Database, source: Source, accounts: Collection[str]) -> bool:
    """Whether the account that read the channel last is still in the settings."""
    channel = channels.of_source(db, source.id)
    return channel is not None and channel.account in accounts


def _look(
    db: Database, source: Source, entry: Entry, now: datetime, first_days: float
) -> tuple[Errand, datetime | None]:
    stored = sources.save_entry(db, source.id, entry.kind, entry.url)
    today = now.astimezone(ZoneInfo(source.zone)).date() if entry.kind == "archive" else None
    errand = Errand(
        source=source,
        url=templates.on_day(entry.url, today) if today else entry.url,
        entry=entry,
        entry_id=stored.id,
        oldest_wanted_at=oldest_wanted(stored.last_good_at, now, first_days),
        is_first=stored.last_good_at is None,
        today=today,
        day=today,
        etag=stored.etag,
        last_modified=stored.last_modified,
    )
    return errand.ready(), stored.next_look_at


def _addresses(db: Database, source: Source, looks: list[Errand], now: datetime) -> list[Errand]:
    """Addresses that are due. Where the entry point of one has left the file, the first one counts."""
    if not looks:
        return []
    ways = {look.entry_id: look for look in looks}
    errands = []
    for address in addresses.due(db, source.id, now, BUDGET):
        way = ways.get(address.entry or 0)
        if way is None and address.page is not None:
            addresses.refused(db, address.id, "entry_gone")
        else:
            errands.append((way or looks[0]).to(address))
    return errands
