"""Copies of everything that a restore needs: made once a day, few kept for long, rehearsed on demand."""

from datetime import datetime
from pathlib import Path

from dazor.backup import copies, writing
from dazor.backup.writing import Made
from dazor.config import Config
from store import backups, old_looks
from store.complaints import explained
from store.database import Database
from store.types import Counts


def run(db: Database, config: Config, now: datetime) -> Counts:
    """Let go of bytes that nobody needs, make today's copy, take away those that need not stay."""
    tidied = old_looks.tidy(db, now)
    if config.backup.folder is None:
        return Counts(done=tidied)
    make(db, config, config.backup.folder, now)
    with explained(config.backup.folder):
        copies.take_away(config.backup.folder, config.desk.zoneinfo)
    return Counts(done=tidied, new=1)


def make(db: Database, config: Config, folder: Path, now: datetime) -> Made:
    """One copy into a folder, written down."""
    made = writing.make(db, config, folder, now)
    backups.note_copy(
        db,
        folder=folder,
        name=made.copy.name,
        at=now,
        size_bytes=made.manifest.size_bytes,
        is_sealed=made.manifest.recipient is not None,
        is_same_disk=writing.is_same_disk(folder, config),
    )
    return made
