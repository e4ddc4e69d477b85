"""When a digest is due, which mornings it makes good, and how times are written in it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """When a digest is made, as the desk sees it."""

    now: datetime
    zone: ZoneInfo
    missed: tuple[date, ...] = ()  # days before it without a digest

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def in_words(self, moment: datetime) -> str:
        """As in 08:12; on another day as in 1 March, 08:12."""
        local = moment.astimezone(self.zone)
        clock = f"{local:%H:%M}"
        return clock if local.date() == self.today else f"{self.day_in_words(local.date())}, {clock}"

    def day_in_words(self, day: date) -> str:
        """As in 1 March, with the year where it is another one."""
        return f"{day.day} {day:%B}" + ("" if day.year == self.today.year else f" {day.year}")


def is_due(last_day: date | None, now: datetime, *, zone: ZoneInfo, send_at: time) -> bool:
    """
    Is the digest of today still to be made?

    Days are those of the desk's zone. A digest of a later day means that the
    clock was set back: then it waits for the next new day.
    """
    local = now.astimezone(zone)
    return local.time() >= send_at and (last_day is None or last_day < local.date())


def missed(
    last_day: date | None, since: datetime, now: datetime, *, zone: ZoneInfo, send_at: time
) -> tuple[date, ...]:
    """The days before today on which no digest was made, oldest first; `since`: when the subscriber came."""
    came = since.astimezone(zone)
    first = came.date() if came.time() <= send_at else came.date() + timedelta(days=1)
    if last_day is not None:
        first = last_day + timedelta(days=1)
    days = (now.astimezone(zone).date() - first).days
    return tuple(first + timedelta(days=day) for day in range(days))
