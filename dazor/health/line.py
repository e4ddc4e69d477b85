"""How everything is, in one line: it stands in every mail."""

from collections.abc import Iterable, Sequence

from dazor.health.disk import Disk
from dazor.health.sources import Health

MOST_NAMES = 5
TELL_DISK_DAYS = 365
_STATES = {
    "quiet": "silent",
    "no_text": "without texts",
    "failing": "not answering",
    "never_worked": "never worked here",
}


def in_one_line(health: Iterable[Health], disk: Disk) -> str:
    """How many sources work, which do not and how, and how long the disk lasts."""
    watched = [one for one in health if one.state not in ("off", "not_looked_at")]
    bad = [one for one in watched if one.state in _STATES]
    parts = [f"{len(watched) - len(bad)} of {len(watched)} sources work"]
    for state, words in _STATES.items():
        if names := [one.name for one in watched if one.state == state]:
            parts.append(f"{words}: {_some(names)}")
    if names := [one.name for one in watched if one.drift]:
        parts.append(f"read otherwise than before: {_some(names)}")
    if disk.days_left is not None and disk.days_left < TELL_DISK_DAYS:
        parts.append(f"the disk lasts {disk.days_left:.0f} days")
    return f"{'; '.join(parts)}."


def _some(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
