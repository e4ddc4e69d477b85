"""Is the clock of this machine right? Compared with the dates that sites write into their answers."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from statistics import median

from dazor.health.troubles import Found
from store import fetches, times
from store.database import Database, Row

LATELY = timedelta(days=1)
LEAST_SITES = 3  # one site may have a wrong clock itself
MOST = timedelta(minutes=2)


def found(db: Database, now: datetime) -> Found:
    """A trouble while this machine's clock is wrong."""
    ahead = ahead_of_sites(fetches.newest_answers(db, since=now - LATELY))
    if ahead is None or abs(ahead) <= MOST:
        return {}
    way = "ahead of" if ahead > timedelta(0) else "behind"
    why = f"the clock of this machine is {_minutes(ahead)} {way} the clocks of most sites."
    return {("clock", "machine"): (why, "Switch on its time service, as in: timedatectl set-ntp true")}


def ahead_of_sites(answers: Iterable[Row]) -> timedelta | None:
    """
    How much our clock is ahead of that of the site in the middle; None: too few sites tell.

    A server on this machine has the same clock, and a rehearsal another time: it tells nothing.
    """
    by_source: dict[str, list[float]] = {}
    for row in answers:
        said = site_time(json.loads(row["response_headers"]))
        if said and not _is_here(row["server_address"]):
            by_source.setdefault(row["source"], []).append((times.moment(row["at"]) - said).total_seconds())
    if len(by_source) < LEAST_SITES:
        return None
    return timedelta(seconds=median(median(found) for found in by_source.values()))


def site_time(headers: Iterable[tuple[str, str]]) -> datetime | None:
    """
    What time it was at the site, from Date (RFC 9110, 6.6.1); None: it does not say.

    An answer out of a cache says with Age how many seconds it lay there (RFC 9111, 5.1).
    """
    named = {name.lower(): value for name, value in headers}
    age = named.get("age", "0")
    try:
        at = parsedate_to_datetime(named["date"])
        return at.replace(tzinfo=at.tzinfo or UTC) + timedelta(seconds=int(age))
    except (KeyError, ValueError, OverflowError):
        return None


def _is_here(server_address: str | None) -> bool:
    return server_address is not None and ip_address(server_address).is_loopback


def _minutes(ahead: timedelta) -> str:
    minutes = abs(ahead).total_seconds() / 60
    return f"{minutes:.0f} min" if minutes < 120 else f"{minutes / 60:.0f} h"
