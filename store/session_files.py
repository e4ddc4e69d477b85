"""What a session file of Telethon says of itself, read before Telethon opens and upgrades it."""

import contextlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFile:
    """A login on disk; the key itself stays there."""

    version: int  # of its form
    address: str | None  # of the server it speaks to; None: none yet
    port: int | None
    has_key: bool


def look(path: Path) -> SessionFile | None:
    """The session in a file; None: it is not a session of Telethon."""
    try:
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            version = db.execute("SELECT version FROM version").fetchone()
            row = db.execute("SELECT server_address, port, length(auth_key) FROM sessions").fetchone()
    except sqlite3.DatabaseError:
        return None
    if version is None:
        return None
    address, port, key_bytes = row or (None, None, 0)
    return SessionFile(version=int(version[0]), address=address, port=port, has_key=bool(key_bytes))
