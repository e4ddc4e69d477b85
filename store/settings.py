"""The texts that the tuned files ever had, so that a digest can be explained by the rules of its day."""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from store import times
from store.database import Database


def note(db: Database, file: str, text: str, *, now: datetime, changed_by: str = "file") -> bool:
    """Write down what a file says now; True where that differs from its last load."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    before = db.value("SELECT sha256 FROM setting_load WHERE file = ? ORDER BY id DESC LIMIT 1", (file,))
    if before == sha256:
        return False
    db.write(
        "INSERT INTO setting_load (at, file, sha256, text, changed_by) VALUES (?, ?, ?, ?, ?)",
        (times.text(now), file, sha256, text, changed_by),
    )
    return True


def earlier(db: Database, file: str) -> Iterator[str]:
    """What a file said, the newest text first."""
    rows = db.conn.execute("SELECT text FROM setting_load WHERE file = ? ORDER BY id DESC LIMIT 100", (file,))
    return (text for (text,) in rows)
