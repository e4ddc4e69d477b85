"""Points in time as the store writes them: UTC, milliseconds, one width, so that text order is time order."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache


@lru_cache(maxsize=256)  # a page of posts writes the same moments again and again
def text(moment: datetime) -> str:
    """As in 2026-03-02T06:00:00.000+00:00. A naive datetime is a bug."""
    if moment.tzinfo is None:
        raise ValueError(f"a naive datetime: {moment!r}")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def optional_text(moment: datetime | None) -> str | None:
    """As `text`, None stays None."""
    return None if moment is None else text(moment)


def moment(value: str) -> datetime:
    """What `text` wrote, as an aware UTC datetime."""
    return datetime.fromisoformat(value).astimezone(UTC)


def optional_moment(value: str | None) -> datetime | None:
    """As `moment`, None stays None."""
    return None if value is None else moment(value)


@dataclass(frozen=True, slots=True)
class Clock:
    """The time of a run: the `now` it was given plus the monotonic seconds since it began."""

    now: datetime
    began_s: float = field(default_factory=time.monotonic)

    def __call__(self) -> datetime:
        """The time of what arrives at this moment."""
        return self.now + timedelta(seconds=time.monotonic() - self.began_s)
