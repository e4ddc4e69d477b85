"""The disk: what the store takes, what a year of it will take, and whether that fits."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from store.growth import Growth

DAYS_LEFT_AT_LEAST = 30
UNITS = ("B", "kB", "MB", "GB", "TB")


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """Sizes now and in a year."""

    growth: Growth
    free_bytes: int | None  # on the disk of the data folder; None: not known

    @property
    def year_bytes(self) -> float | None:
        """What a year from now adds at this pace; None: watched too short to say."""
        per_day = self.growth.bytes_per_day
        return None if per_day is None else 365 * per_day

    @property
    def days_left(self) -> float | None:
        """How long the free place lasts at this pace; None: not known, or for ever."""
        per_day = self.growth.bytes_per_day
        return self.free_bytes / per_day if per_day and self.free_bytes is not None else None

    def sentence(self) -> str:
        """In one line, with figures."""
        said = (
            f"the store has {size(self.growth.store_bytes)}, the archive {size(self.growth.archive_bytes)}. "
        )
        if self.year_bytes is None:
            said += "What a year takes is known after half a day of watching."
        else:
            said += (
                f"At {self.growth.texts_per_day:.0f} texts a day it grows by "
                f"{size(self.growth.bytes_per_day or 0)} a day, {size(self.year_bytes)} a year."
            )
        return said + (f" {size(self.free_bytes)} are free." if self.free_bytes is not None else "")

    def trouble(self) -> tuple[str, str] | None:
        """Why the disk is too small and what to do; None: it lasts."""
        if self.days_left is None or self.days_left >= DAYS_LEFT_AT_LEAST:
            return None
        why = f"the disk will be full in {self.days_left:.0f} days: {self.sentence()}"
        return why, "Move the data folder to a larger disk, or make room on this one."

    def as_json(self) -> dict[str, Any]:
        """Bytes; unknown is null."""
        return {
            "store_bytes": self.growth.store_bytes,
            "archive_bytes": self.growth.archive_bytes,
            "texts": self.growth.texts,
            "texts_per_day": self.growth.texts_per_day,
            "bytes_per_day": self.growth.bytes_per_day,
            "year_bytes": self.year_bytes,
            "free_bytes": self.free_bytes,
            "sentence": self.sentence(),
        }


def measured(growth: Growth, folder: Path) -> Disk:
    """The disk that a folder lies on."""
    free_bytes = shutil.disk_usage(folder).free if folder.exists() else None
    return Disk(growth=growth, free_bytes=free_bytes)


def size(count: float) -> str:
    """Bytes as people say them."""
    for unit in UNITS[:-1]:
        if count < 1000:
            return f"{count:.0f} {unit}" if count >= 10 or unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} {UNITS[-1]}"
