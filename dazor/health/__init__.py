"""How sources and jobs are doing, in words; what `dazor doctor` says and what the clock warns of."""

from datetime import datetime

from dazor import catalogue
from dazor.backup import troubles as of_backup
from dazor.catalogue import Catalogue
from dazor.config import Config
from dazor.health import jobs, measuring, troubles
from dazor.health.disk import Disk, measured
from dazor.health.report import Report
from dazor.health.sources import Health
from dazor.health.watching import watched
from dazor.rules import row
from store import extractions, growth, runs, words_found
from store.database import Database
from store.types import Counts

__all__ = ["Health", "Report", "report", "run"]


def run(db: Database, config: Config, now: datetime) -> Counts:
    """Look for troubles; the clock writes them down. A failed job has spoken for itself."""
    measuring.measure(db)
    extractions.forget(db, now)
    known = catalogue.load(config)
    health = watched(db, known.sources, now)
    return Counts(
        done=len(health),
        failed=sum(one.is_failing for one in health),
        troubles=_found(known, health, _disk(db, config, now), config) | of_backup.found(db, config, now),
    )


def report(db: Database, config: Config, now: datetime) -> Report:
    """Everything as it is now. Writes nothing: a trouble that no run has seen yet begins now."""
    known = catalogue.load(config)
    health = watched(db, known.sources, now)
    disk = _disk(db, config, now)
    return Report(
        checked_at=now,
        zone=config.desk.zoneinfo,
        troubles=troubles.dated(
            _found(known, health, disk, config)
            | of_backup.found(db, config, now)
            | troubles.of_jobs(jobs.all_jobs(db)),
            runs.open_troubles(db),
            now,
        ),
        sources=health,
        jobs=jobs.all_jobs(db),
        disk=disk,
        unindexed=words_found.unindexed(db, row.analysers()),
    )


def _disk(db: Database, config: Config, now: datetime) -> Disk:
    return measured(growth.growth(db, now), config.data_folder)


def _found(known: Catalogue, health: tuple[Health, ...], disk: Disk, config: Config) -> troubles.Found:
    return (
        troubles.of_files(known)
        | troubles.of_sources(health, config.desk.zoneinfo)
        | troubles.of_disk(disk, config.data_folder)
    )
