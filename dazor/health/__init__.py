"""How sources and jobs are doing, in words; what `dazor doctor` says and what the clock warns of."""

from datetime import datetime

from dazor import catalogue
from dazor.catalogue import Catalogue
from dazor.config import Config
from dazor.health import jobs, troubles
from dazor.health.report import Report
from dazor.health.sources import Health, judge
from store import runs, sources
from store.database import Database
from store.types import Counts

__all__ = ["Health", "Report", "report", "run"]


def run(db: Database, config: Config, now: datetime) -> Counts:
    """Look for troubles; the clock writes them down. A failed job has spoken for itself."""
    known = catalogue.load(config)
    health = _judged(db, known)
    return Counts(
        done=len(health),
        failed=sum(one.is_failing for one in health),
        troubles=_found(known, health, config),
    )


def report(db: Database, config: Config, now: datetime) -> Report:
    """Everything as it is now. Writes nothing: a trouble that no run has seen yet begins now."""
    known = catalogue.load(config)
    health = _judged(db, known)
    return Report(
        checked_at=now,
        zone=config.desk.zoneinfo,
        troubles=troubles.dated(
            _found(known, health, config) | troubles.of_jobs(jobs.all_jobs(db)), runs.open_troubles(db), now
        ),
        sources=health,
        jobs=jobs.all_jobs(db),
    )


def _judged(db: Database, known: Catalogue) -> tuple[Health, ...]:
    facts = {row["id"]: row for row in sources.health(db)}
    entries = sources.entries(db)
    return tuple(judge(source, facts.get(source.id), entries) for source in known.sources)


def _found(known: Catalogue, health: tuple[Health, ...], config: Config) -> troubles.Found:
    return troubles.of_files(known) | troubles.of_sources(health, config.desk.zoneinfo)
