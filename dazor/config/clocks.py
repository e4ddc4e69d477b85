"""The times of day that a zone skips or repeats on the days when its clocks change."""

from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2042, 1, 1, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)

Stretch = tuple[time, time]  # from, up to and without; over midnight where the second is the earlier one


def next_safe(clock: time, zone: str) -> time:
    """The time itself where it comes once every day in this zone; else the next one that does."""
    while stretch := next((one for one in stretches(zone) if _is_in(clock, one)), None):
        clock = stretch[1]
    return clock


@cache
def stretches(zone: str) -> tuple[Stretch, ...]:
    """What the clock changes of a zone skip or repeat, in the years for which laws are known or foreseen."""
    place = ZoneInfo(zone)
    days = [FIRST + number * DAY for number in range((LAST - FIRST).days)]
    found = {
        _stretch(_change(day, place), place)
        for day in days
        if _offset(day, place) != _offset(day + DAY, place)
    }
    return tuple(sorted(found))


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _change(day: datetime, zone: ZoneInfo) -> datetime:
    """The minute within a day from which another offset holds."""
    before, low, high = _offset(day, zone), 0, DAY // MINUTE
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(day + middle * MINUTE, zone) == before else (low, middle)
    return day + high * MINUTE


def _stretch(change: datetime, zone: ZoneInfo) -> Stretch:
    ends = sorted(change + _offset(moment, zone) for moment in (change - MINUTE, change))
    return ends[0].time(), ends[1].time()


def _is_in(clock: time, stretch: Stretch) -> bool:
    start, end = stretch
    return start <= clock < end if start < end else clock >= start or clock < end
