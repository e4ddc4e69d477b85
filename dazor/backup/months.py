"""Months of the raw archive that may go, and what goes with them."""

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from dazor.backup import copies
from store import backups, raw_months, times
from store.database import Database, Row
from store.errors import StoreError, UsageError

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def before(db: Database, month: str, now: datetime) -> list[Row]:
    """The months older than one. Raises `UsageError` for what is no month, or is still to come."""
    if not _MONTH.fullmatch(month):
        raise UsageError(f'--before "{month}": not a month. Write it as 2026-03.')
    if month > times.text(now)[:7]:
        raise UsageError(
            f"--before {month}: the archive is still being written. Name this month or an older one."
        )
    return [row for row in raw_months.held(db) if row["month"] < month]


def in_last_copy(db: Database) -> set[str]:
    """The months that the last copy holds; none where it cannot be read."""
    last = backups.last_copy(db)
    if last is None:
        return set()
    try:
        held = copies.read(Path(last["folder"]) / last["name"])
    except StoreError:
        return set()
    return {Path(part.to).stem for part in held.parts if part.to and part.to.endswith(".dzr")}


def told(months: Iterable[Row], copied: set[str]) -> list[str]:
    """A line for each month."""
    return [
        f"{row['month']}: {row['size_bytes'] / 1e6:.1f} MB, {row['bodies']} raw pages, of them "
        f"{row['versions']} the proof of a version; "
        f"{'in the last copy' if row['month'] in copied else 'in NO copy'}"
        for row in months
    ]
