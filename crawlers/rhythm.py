"""
When to look again: entry points as often as their source publishes, young articles on a falling
rhythm, failed addresses with growing patience.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

LOOK_AGES = tuple(timedelta(hours=hours) for hours in (1, 2, 4, 8, 16, 32, 48))
RETRY_WAITS = tuple(timedelta(minutes=minutes) for minutes in (10, 60, 6 * 60, 24 * 60))
GONE_WAIT = timedelta(days=1)  # a second look before a page counts as gone
MISSING_RETRIES = 2  # of an article that answers 404 from the start
LONGEST_WAIT = timedelta(days=1)  # of what a site may ask for

HISTORY = timedelta(days=28)  # what is published in an hour of the day is learnt from so much
LEAST_HISTORY = timedelta(days=7)  # with less of it every look is at the pace of the source file
EXPECTED = 0.5  # texts that a quiet source has had time to publish between two looks
SLOWEST = 4  # times the pace of the source file
_DRAWN_TO_MEAN = 3  # days of a source without hours: so much is needed to believe in them
_NEAR_HOURS = ((-1, 0.25), (0, 0.5), (1, 0.25))


def entry_wait(pace: timedelta, per_hour: Sequence[int], watched: timedelta, now: datetime) -> timedelta:
    """
    How long until the next look at an entry point.

    `pace` is that of the source file, and the shortest; `per_hour` how many texts came in each hour
    of the day (UTC) while the source was `watched`. The quieter the hours to come, the longer.
    """
    if watched < LEAST_HISTORY or len(per_hour) != 24:
        return pace
    days, mean = watched / timedelta(days=1), sum(per_hour) / 24
    near = sum(weight * per_hour[(now.hour + step) % 24] for step, weight in _NEAR_HOURS)
    rate = (near + _DRAWN_TO_MEAN * mean / days) / (days + _DRAWN_TO_MEAN)  # texts an hour
    wanted = EXPECTED / rate if rate else float("inf")
    return max(pace, timedelta(hours=min(wanted, SLOWEST * pace / timedelta(hours=1))))


def next_look(born_at: datetime, now: datetime) -> datetime | None:
    """The next look at an article that came out at `born_at`; None: it is old enough."""
    return next((born_at + age for age in LOOK_AGES if born_at + age > now), None)


def retry(attempts: int, now: datetime, *, most: int = len(RETRY_WAITS)) -> datetime | None:
    """The next try after so many failures in a row (0: this was the first); None: give up."""
    return now + RETRY_WAITS[attempts] if attempts < most else None
