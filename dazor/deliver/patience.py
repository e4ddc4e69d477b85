"""How long to wait between attempts, and when to give up. Pure."""

from datetime import datetime, timedelta

FIRST = timedelta(minutes=5)
LONGEST = timedelta(hours=4)
LEAST_ATTEMPTS = 10  # so that a machine that was asleep for days still tries


def next_at(attempts: int, now: datetime) -> datetime:
    """When to try again after so many attempts: 5, 10, 20 minutes … four hours."""
    wait: timedelta = FIRST * 2 ** min(max(attempts, 1) - 1, 10)
    return now + min(wait, LONGEST)


def is_over(attempts: int, queued_at: datetime, now: datetime, days: int) -> bool:
    """Whether a letter has been tried for so many days, and often enough."""
    return attempts >= LEAST_ATTEMPTS and now - queued_at >= timedelta(days=days)
