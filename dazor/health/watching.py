"""Every source as the store knows it: listened to, looked at, judged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from dazor.catalogue import Source
from dazor.health import listening, silent
from dazor.health.drifting import drifted
from dazor.health.listening import Heard, Times
from dazor.health.sources import ACCOUNT, Health, judge
from store import fetches, growth, income, sources, times
from store.database import Database, Row
from store.sources import Entry

LATELY = timedelta(days=2)
_JOBS = {"site": ("web",), "channel": ("web", "telegram")}  # that bring the texts of such a source


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is stored of all sources."""

    facts: Mapping[str, Row]
    entries: Mapping[str, list[Entry]]
    lost: Mapping[str, Row]
    looks: Mapping[str, list[Times]]  # by kind of source
    read_up_to: datetime  # what was fetched later waits for extraction


def watched(
    db: Database, catalogue: Iterable[Source], now: datetime, *, has_accounts: bool = False
) -> tuple[Health, ...]:
    """How each source of the catalogue is doing; without accounts what one said of a channel is not heard."""
    known = _known(db, now, has_accounts=has_accounts)
    return tuple(_judged(db, source, known, now) for source in catalogue)


def _judged(db: Database, source: Source, known: Known, now: datetime) -> Health:
    entries = known.entries.get(source.id, [])
    heard = _heard(db, source, known)
    found = judge(source, known.facts.get(source.id), entries, known.lost.get(source.id), now, heard)
    if source.on and not found.is_failing:
        found = replace(found, drift=drifted(db, source.id, now))
    if found.state != "quiet" or found.since is None:
        return found
    urls = {entry.url for entry in source.entries}
    mine = [entry for entry in entries if entry.url in urls or entry.kind == ACCOUNT]
    word, why = silent.reason(db, source.id, mine, found.since, waiting=found.waiting)
    return replace(found, reasons=(word,), why=f"{found.why}: {why}")


def _heard(db: Database, source: Source, known: Known) -> Heard | None:
    facts: Mapping[str, Any] = known.facts.get(source.id) or {}
    if not source.on or not facts.get("first_collected_at"):
        return None
    return listening.hear(
        db,
        source.id,
        known.looks[source.kind],
        first_at=times.optional_moment(facts["first_collected_at"]),
        last_at=times.optional_moment(facts["last_document_at"]),
        now=known.read_up_to,
    )


def _known(db: Database, now: datetime, *, has_accounts: bool) -> Known:
    facts = {row["id"]: row for row in sources.health(db)}
    entries: dict[str, list[Entry]] = {}
    for entry in sources.entries(db):
        if entry.kind != ACCOUNT or has_accounts:
            entries.setdefault(entry.source, []).append(entry)
    last = [times.moment(row["last_document_at"]) for row in facts.values() if row["last_document_at"]]
    since = min([now - listening.LISTENED, *last]) - listening.HISTORY
    return Known(
        facts=facts,
        entries=entries,
        lost={row["source"]: row for row in growth.lost(db, now - LATELY)},
        looks={
            kind: sorted(look for job in jobs for look in income.looks(db, job, since))
            for kind, jobs in _JOBS.items()
        },
        read_up_to=min(now, fetches.oldest_unread_at(db) or now),
    )
