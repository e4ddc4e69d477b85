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


def slots(
    after: datetime, now: datetime, *, zone: ZoneInfo, send_at: time, weekday: int | None = None
) -> tuple[date, ...]:
    """
    The days on which a digest became due after one time and not after the other, oldest first.

    `weekday`: Monday is 0; None: every day. A clock that was set back gives none.
    """
    first = after.astimezone(zone).date()
    days = [first + timedelta(days=number) for number in range((now - after).days + 3)]
    return tuple(
        day
        for day in days
        if weekday in (None, day.weekday()) and after < datetime.combine(day, send_at, zone) <= now
    )
