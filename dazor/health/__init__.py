"""How sources and jobs are doing, in words; what `dazor doctor` says and what the clock warns of."""

from datetime import datetime, timedelta

from dazor import catalogue
from dazor.catalogue import Catalogue
from dazor.config import Config
from dazor.health import accounts, jobs, troubles
from dazor.health.disk import Disk, measured
from dazor.health.report import Report
from dazor.health.sources import ACCOUNT, Health, judge
from dazor.rules import row
from store import growth, photographs, runs, sources, words_found
from store.database import Database
from store.types import Counts

LATELY = timedelta(days=2)

__all__ = ["Health", "Report", "report", "run"]


def run(db: Database, config: Config, now: datetime) -> Counts:
    """Look for troubles; the clock writes them down. A failed job has spoken for itself."""
    known = catalogue.load(config)
    health = _judged(db, known, config, now)
    return Counts(
        done=len(health),
        failed=sum(one.is_failing for one in health),
        troubles=_found(known, health, _disk(db, config, now), config),
    )


def report(db: Database, config: Config, now: datetime) -> Report:
    """Everything as it is now. Writes nothing: a trouble that no run has seen yet begins now."""
    known = catalogue.load(config)
    health = _judged(db, known, config, now)
    disk = _disk(db, config, now)
    return Report(
        checked_at=now,
        zone=config.desk.zoneinfo,
        troubles=troubles.dated(
            _found(known, health, disk, config) | troubles.of_jobs(jobs.all_jobs(db)),
            runs.open_troubles(db),
            now,
        ),
        sources=health,
        accounts=accounts.found(db, config.telegram.accounts, now),
        jobs=jobs.all_jobs(db),
        disk=disk,
        unindexed=words_found.unindexed(db, row.analysers()),
        photographs=photographs.counts(db),
    )


def _judged(db: Database, known: Catalogue, config: Config, now: datetime) -> tuple[Health, ...]:
    facts = {row["id"]: row for row in sources.health(db)}
    lost = {row["source"]: row for row in growth.lost(db, now - LATELY)}
    # An account that is no longer configured says nothing of a channel.
    entries = [one for one in sources.entries(db) if one.kind != ACCOUNT or config.telegram.accounts]
    return tuple(
        judge(source, facts.get(source.id), entries, lost.get(source.id), now) for source in known.sources
    )


def _disk(db: Database, config: Config, now: datetime) -> Disk:
    return measured(growth.growth(db, now), config.data_folder)


def _found(known: Catalogue, health: tuple[Health, ...], disk: Disk, config: Config) -> troubles.Found:
    return (
        troubles.of_files(known)
        | troubles.of_sources(health, config.desk.zoneinfo)
        | troubles.of_disk(disk, config.data_folder)
    )
