"""When to look again: young articles on a falling rhythm, failed addresses with growing patience."""

from datetime import datetime, timedelta

LOOK_AGES = tuple(timedelta(hours=hours) for hours in (1, 2, 4, 8, 16, 32, 48))
RETRY_WAITS = tuple(timedelta(minutes=minutes) for minutes in (10, 60, 6 * 60, 24 * 60))
GONE_WAIT = timedelta(days=1)  # a second look before a page counts as gone
MISSING_RETRIES = 2  # of an article that answers 404 from the start
LONGEST_WAIT = timedelta(days=1)  # of what a site may ask for


def next_look(born_at: datetime, now: datetime) -> datetime | None:
    """The next look at an article that came out at `born_at`; None: it is old enough."""
    return next((born_at + age for age in LOOK_AGES if born_at + age > now), None)


def retry(attempts: int, now: datetime, *, most: int = len(RETRY_WAITS)) -> datetime | None:
    """The next try after so many failures in a row (0: this was the first); None: give up."""
    return now + RETRY_WAITS[attempts] if attempts < most else None
