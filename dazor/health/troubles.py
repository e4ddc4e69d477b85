"""What a person should know of: sources that fail, files that are bad, jobs that did not end well."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from dazor.catalogue import Catalogue
from dazor.health.disk import Disk
from dazor.health.jobs import LastRun
from dazor.health.sources import Health
from store import times
from store.database import Row

Found = dict[tuple[str, str], tuple[str, str]]  # (what, place) to (why, remedy)

_PASSES = "Most often it passes. If it lasts, open the site in a browser on this machine."
_MARKUP = "The page has changed: compare the selectors and the pattern in the source file with it."
_DRIFT = (
    "Most often the site has another template: compare the selectors in its source file with these pages."
)
_CLOSED = "Open the site in a browser on this machine; if it is closed there too, take another way in."
_MOVED = "It has moved: find the new address on the site and write it into the source file."
_UNSEEN = "they stand where Dazor does not look; write that place into the source file as an [[entry]]."
_ROBOTS = "Take another way in, or switch the source off; robots.txt is obeyed."
_OUTSIDE = "Look at the address in the source file; if it is right, the site is at fault."

# What to do, for each outcome and reason of `store.fates` that a source can fail with.
REMEDIES = {
    "not_a_picture": "Look at the post in a browser: the address of its photograph shows something else.",
    "not_found": _MOVED,
    "offsite": _MOVED,
    "forbidden": _CLOSED,
    "blocked_page": _CLOSED,
    "captcha": _CLOSED,
    "too_many_requests": "Nothing: Dazor comes later. If it lasts, raise delay_s in the source file.",
    "cooling": "Nothing: Dazor comes back when the site allows it.",
    "server_error": _PASSES,
    "http_error": _CLOSED,
    "no_preview": "Check the name of the channel; without a preview it cannot be read.",
    "private_address": "Allow its address with [crawl] allow_private, if it is yours.",
    "redirect_loop": _CLOSED,
    "bad_url": _OUTSIDE,
    "too_big": "Take another way in: a feed or a list of the newest articles is small.",
    "cut_short": _PASSES,
    "timeout": "Most often it passes. If it lasts, the site may be closed to this country: see proxy.",
    "tls": "Look at its certificate in a browser. With tls in the source file you decide what is believed.",
    "dns": "Check the name of the site in the source file, and the network of this machine.",
    "connection": _PASSES,
    "proxy": "Check the address of the proxy in the source file, and DAZOR_PROXY_PASSWORD.",
    "bad_answer": _PASSES,
    "bad_entry": _MARKUP,
    "empty_entry": _MARKUP,
    "deferred": "Nothing: it goes on by itself; meanwhile the preview is read.",
    "account_out": "`dazor telegram status` tells why; meanwhile the preview is read.",
    "unreachable": _PASSES,
    "private": "Look whether its preview still works.",
    "gone": "Look whether it goes on under another name.",
    "refused": "Nothing: Dazor tries again tomorrow.",
    "robots": _ROBOTS,
    "robots_unreachable": _PASSES,
    "no_text": _MARKUP,
    "empty": _PASSES,
    "not_html": _OUTSIDE,
    "soft_404": _MARKUP,
    "not_a_preview": "Check the name of the channel.",
    "same_answer": "Open the site in a browser: if it has news, " + _UNSEEN,
    "other_addresses": "Compare pattern in the source file with the addresses of its newest articles.",
    "dates_stuck": "Open the site in a browser: if its news is new, compare date in the source file with it.",
    "waiting": "Most often it passes. If it lasts, the site is slow or asks for patience: see delay_s.",
    "nothing_new": "Open the site in a browser: if it has news, " + _UNSEEN,
    "another_channel": "Nothing of it is stored. Write the right name into the source file.",
    "bug": "Show the log to who looks after Dazor.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something wrong, with what to do."""

    # source_failing, source_no_text, source_quiet, source_drift, sources_never_worked, source_file,
    # job_failed, disk …; other jobs have their own
    what: str
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
            found["source_failing", source.id] = (why, remedy_for(source))
        if source.state == "no_text" and source.since:
            why = f"its pages give no text since {moment(source.since, zone)}: {source.why}."
            found["source_no_text", source.id] = (why, remedy_for(source))
        if source.state == "quiet":
            why = f"answers, but {source.why}."
            found["source_quiet", source.id] = (why, remedy_for(source))
        if source.drift:
            found["source_drift", source.id] = (source.drift.sentence(), _DRIFT)
    if never:
        names = "; ".join(f"{source.id} ({_why_never(source)})" for source in never)
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


def of_disk(disk: Disk, folder: Path) -> Found:
    """One where the disk will soon be full."""
    found = disk.trouble()
    return {("disk", str(folder)): found} if found else {}


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


def _why_never(source: Health) -> str:
    return f"{source.why}; instead: {source.instead}" if source.instead else source.why


def remedy_for(source: Health) -> str:
    """What to do about the first reason that says something of its own, and what there is instead."""
    usual = REMEDIES["nothing_new"] if source.state == "quiet" else _PASSES
    remedy = next((REMEDIES[reason] for reason in source.reasons if reason in REMEDIES), usual)
    return f"{remedy} Instead: {source.instead}" if source.instead else remedy
