"""The copies in a folder: their names, which are whole, and which stay."""

import re
import shutil
from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from dazor.backup import manifest
from dazor.backup.manifest import Manifest
from store.errors import StoreError

DAYS = 7
WEEKS = 4  # besides the one that runs, whose days are kept
HALF = ".part"  # being written, or being taken away

_NAME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")
_FORM = "%Y-%m-%dT%H%M%SZ"


def name(at: datetime) -> str:
    """Of a copy made at a time."""
    return at.astimezone(UTC).strftime(_FORM)


def made_at(copy: Path) -> datetime:
    """When a copy was made, by its name."""
    return datetime.strptime(copy.name, _FORM).replace(tzinfo=UTC)


def whole(folder: Path) -> list[Path]:
    """The copies in a folder that were finished, oldest first."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name) and path.is_dir())


def newest(place: Path) -> Path:
    """The copy that a path names: itself, or the newest of a folder of copies. Raises `StoreError`."""
    if (place / manifest.NAME).exists() or _NAME.fullmatch(place.name):
        return place
    found = whole(place)
    if not found:
        raise StoreError(f"backup: {place}: there is no copy. Name the folder that `[backup] folder` names.")
    return found[-1]


def read(copy: Path) -> Manifest:
    """The list of a copy. Raises `StoreError` that names the file where it cannot be believed."""
    path = copy / manifest.NAME
    try:
        return manifest.read(path.read_bytes())
    except OSError as error:
        raise StoreError(f"backup: {path}: cannot be read ({error.strerror}). Take another copy.") from error
    except ValueError as error:
        raise StoreError(f"backup: {path}: {error}. Take another copy.") from error


def to_keep(moments: Iterable[datetime], zone: ZoneInfo) -> set[datetime]:
    """Of the last days and weeks that have copies the newest of each, and the newest of all."""
    newest_first = sorted(moments, reverse=True)
    days = _firsts(newest_first, lambda at: at.astimezone(zone).date(), DAYS)
    weeks = _firsts(newest_first, lambda at: at.astimezone(zone).isocalendar()[:2], WEEKS + 1)
    return days | weeks


def take_away(folder: Path, zone: ZoneInfo) -> list[Path]:
    """Delete the copies that need not stay; those that were deleted."""
    found = {made_at(copy): copy for copy in whole(folder)}
    gone = [copy for at, copy in found.items() if at not in to_keep(found, zone)]
    for copy in gone:
        # Renamed first: a copy that a kill leaves half deleted is not taken for a whole one.
        shutil.rmtree(copy.rename(copy.with_name(copy.name + HALF)))
    return gone


def sweep(folder: Path) -> None:
    """Delete what an earlier run began and did not finish."""
    for path in folder.glob(f"*{HALF}"):
        if _NAME.fullmatch(path.name.removesuffix(HALF)) and path.is_dir():
            shutil.rmtree(path)


def _firsts(
    newest_first: list[datetime], period: Callable[[datetime], Hashable], count: int
) -> set[datetime]:
    """The first of each period, of so many periods."""
    kept: dict[Hashable, datetime] = {}
    for at in newest_first:
        if len(kept) == count and period(at) not in kept:
            break
        kept.setdefault(period(at), at)
    return set(kept.values())
