"""What a person should know of: sources that fail, files that are bad, jobs that did not end well."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dazor.catalogue import Catalogue
from dazor.health.jobs import LastRun
from dazor.health.sources import Health
from store import times
from store.database import Row

Found = dict[tuple[str, str], tuple[str, str]]  # (what, place) to (why, remedy)

_PASSES = "Most often it passes. If it lasts, open the site in a browser on this machine."
_MARKUP = "The page has changed: compare the selectors and the pattern in the source file with it."
_REFUSED = "Open the site in a browser on this machine; if it is closed there too, take another way in."
_REMEDIES = {
    "not_found": "Its address has moved: find the new one on the site and write it into the source file.",
    "offsite": "It has moved to another site: write the new address into the source file.",
    "forbidden": _REFUSED,
    "tls": _REFUSED,
    "robots": "robots.txt closes it: take another way in, or switch the source off.",
    "no_preview": "Check the name of the channel; without a preview it cannot be read.",
    "private_address": "Allow its address with [crawl] allow_private, if it is yours.",
    "bad_entry": _MARKUP,
    "empty_entry": _MARKUP,
    "bug": "Show the log to who looks after Dazor.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something wrong, with what to do."""

    what: str  # source_failing, sources_never_worked, source_file, job_failed; other jobs have their own
    where: str
    since: datetime
    why: str
    do: str


def of_files(known: Catalogue) -> Found:
    """One for each source file that is bad."""
    remedy = "Until the file is right, its source is not watched."
    return {("source_file", name): (" ".join(lines), remedy) for name, lines in known.resting.items()}


def of_sources(health: Iterable[Health], zone: ZoneInfo) -> Found:
    """One for each source that has worked and fails; one together for those that never worked."""
    found: Found = {}
    never = [source for source in health if source.state == "never_worked"]
    for source in health:
        if source.state == "failing" and source.since:
            why = f"nothing comes in since {moment(source.since, zone)}: {source.why}."
            found["source_failing", source.id] = (why, _remedy(source))
    if never:
        names = "; ".join(f"{source.id} ({source.why})" for source in never)
        remedy = "Try them in a browser on this machine; [catalogue] only leaves out what stays closed."
        found["sources_never_worked", "catalogue"] = (f"these have not answered here yet: {names}.", remedy)
    return found


def of_jobs(jobs: Iterable[LastRun]) -> Found:
    """One for each job whose last run failed."""
    return {
        ("job_failed", job.job): (
            job.message or "its last run failed.",
            "The next run goes on where it stopped. If it lasts, show the log to who looks after Dazor.",
        )
        for job in jobs
        if job.outcome == "failed"
    }


def dated(
    found: Mapping[tuple[str, str], tuple[str, str]], stored: Iterable[Row], now: datetime
) -> tuple[Trouble, ...]:
    """What is found now and what other jobs have open, oldest first; what no run has seen yet begins now."""
    rows = list(stored)
    since = {
        (row["what"], row["place"]): times.moment(row["since"]) for row in rows if row["job"] == "health"
    }
    here = [
        Trouble(what=what, where=place, since=since.get((what, place), now), why=why, do=remedy)
        for (what, place), (why, remedy) in found.items()
    ]
    return tuple(sorted(here + [_stored(row) for row in rows if row["job"] != "health"], key=_oldest_first))


def moment(at: datetime, zone: ZoneInfo) -> str:
    """A point in time for the desk, to the minute."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _oldest_first(trouble: Trouble) -> tuple[datetime, str, str]:
    return trouble.since, trouble.what, trouble.where


def _stored(row: Row) -> Trouble:
    return Trouble(
        what=row["what"],
        where=row["place"],
        since=times.moment(row["since"]),
        why=row["why"],
        do=row["remedy"],
    )


def _remedy(source: Health) -> str:
    """What to do about the first way in whose reason says something of its own."""
    outcomes = [entry.last_outcome or "" for entry in source.failing]
    return next((_REMEDIES[outcome] for outcome in outcomes if outcome in _REMEDIES), _PASSES)
