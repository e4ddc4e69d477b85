"""How sources and jobs are doing, in words; what `dazor doctor` says and what the clock warns of."""

from datetime import datetime

from dazor import catalogue
from dazor.backup import troubles as of_backup
from dazor.catalogue import Catalogue
from dazor.config import Config
from dazor.health import accounts, clock, exits, integrity, jobs, late, measuring, ping, troubles
from dazor.health.disk import Disk, measured
from dazor.health.line import in_one_line
from dazor.health.report import Report
from dazor.health.sources import Health
from dazor.health.watching import watched
from dazor.rules import row
from store import deliveries, extractions, growth, photographs, runs, words_found
from store.database import Database
from store.types import Counts

__all__ = ["Health", "Report", "line", "report", "run"]


def run(db: Database, config: Config, now: datetime) -> Counts:
    """Measure, look, call outside; the clock writes troubles down. A failed job has spoken for itself."""
    measuring.measure(db)
    extractions.forget(db, now)
    integrity.look(db, now)
    if config.health.ping_url and not troubles.of_jobs(jobs.all_jobs(db)):
        ping.call(db, config.health.ping_url, now)
    known = catalogue.load(config)
    health = watched(db, known.sources, now, has_accounts=bool(config.telegram.accounts))
    return Counts(
        done=len(health),
        failed=sum(one.is_failing for one in health),
        troubles=_found(db, config, known, health, now),
    )


def report(db: Database, config: Config, now: datetime) -> Report:
    """Everything as it is now. Writes nothing: a trouble that no run has seen yet begins now."""
    known = catalogue.load(config)
    health = watched(db, known.sources, now, has_accounts=bool(config.telegram.accounts))
    ran = jobs.all_jobs(db)
    zone = config.desk.zoneinfo
    found = _found(db, config, known, health, now)
    of_now = troubles.of_jobs(ran) | late.of_clock(late.starts(db, ran), now, zone)
    return Report(
        checked_at=now,
        zone=zone,
        troubles=troubles.dated(found | of_now, runs.open_troubles(db), now),
        sources=health,
        accounts=accounts.found(db, config.telegram.accounts, now),
        jobs=ran,
        disk=_disk(db, config, now),
        unindexed=words_found.unindexed(db, row.analysers()),
        photographs=photographs.counts(db),
        letters=tuple(deliveries.waiting(db)),
        whole_at=integrity.last_at(db),
        exits=exits.sentence(known.sources),
    )


def line(db: Database, config: Config, now: datetime) -> str:
    """How everything is, in one sentence, for every mail."""
    health = watched(db, catalogue.load(config).sources, now, has_accounts=bool(config.telegram.accounts))
    return in_one_line(health, _disk(db, config, now))


def _disk(db: Database, config: Config, now: datetime) -> Disk:
    return measured(growth.growth(db, now), config.data_folder)


def _found(
    db: Database, config: Config, known: Catalogue, health: tuple[Health, ...], now: datetime
) -> troubles.Found:
    ran = jobs.all_jobs(db)
    return (
        troubles.of_files(known)
        | troubles.of_sources(health, config.desk.zoneinfo)
        | troubles.of_disk(_disk(db, config, now), config.data_folder)
        | late.of_jobs(ran, late.starts(db, ran), now, config.desk.zoneinfo)
        | of_backup.found(db, config, now)
        | integrity.found(db)
        | clock.found(db, now)
        | (ping.found(db) if config.health.ping_url else {})
    )
