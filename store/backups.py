"""A copy of the store while it is in use, what a copy holds, and when one was made or rehearsed."""

import contextlib
import os
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from store import chain, times
from store.complaints import explained
from store.database import MEMORY, Database, Row, connect_to_read

PAGES_A_STEP = 4096  # signals are heard between two steps
PRIVATE = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What a store holds, counted: equal before and after a restore."""

    rows: dict[str, int]  # of each table
    last_link: str | None  # of the chain of fetches; None: no fetch yet


def snapshot(db: Database, path: Path) -> None:
    """
    Write the store as it is at one moment to a new file, while others go on reading and writing.

    The read transaction holds that moment: without it each commit of a
    writer would make the copy begin anew, and under a crawl it never ended.
    """
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))
    with explained(path), contextlib.closing(sqlite3.connect(path)) as target:
        if db.path == MEMORY:
            db.conn.backup(target)
            return
        with contextlib.closing(connect_to_read(Path(db.path))) as source:
            source.conn.execute("BEGIN")
            source.value("SELECT count(*) FROM sqlite_master")
            source.conn.backup(target, pages=PAGES_A_STEP, progress=_listen)


def holding(path: Path) -> Holding:
    """What the store in a file holds; the file may be of an older Dazor."""
    with explained(path), contextlib.closing(connect_to_read(path)) as db:
        return Holding(
            rows={name: db.value(f"SELECT count(*) FROM [{name}]") for name in _tables(db)},
            last_link=db.value("SELECT link FROM fetch ORDER BY id DESC LIMIT 1"),
        )


def fault(path: Path, *, is_thorough: bool) -> str | None:
    """What is wrong inside a database file, for a person; None: nothing. Thorough is slower."""
    with contextlib.closing(connect_to_read(path)) as db:
        try:
            said = str(db.value(f"PRAGMA {'integrity_check' if is_thorough else 'quick_check'}(1)"))
            if said != "ok":
                return said
            broken = chain.broken_at(db) if is_thorough else None
        except sqlite3.DatabaseError as error:
            return str(error)
    return f"the chain does not hold at fetch {broken}" if broken else None


def archived(path: Path) -> list[tuple[str, str, int]]:
    """Hash, month and position of every body that the store in a file has in the raw archive."""
    with explained(path), contextlib.closing(connect_to_read(path)) as db:
        rows = db.rows("SELECT sha256, month, position FROM raw WHERE month IS NOT NULL ORDER BY 2, 3")
        return [(row["sha256"], row["month"], row["position"]) for row in rows]


def note_copy(
    db: Database,
    *,
    folder: Path,
    name: str,
    at: datetime,
    size_bytes: int,
    is_sealed: bool,
    is_same_disk: bool,
) -> None:
    """A copy was made and verified."""
    with db.transaction():
        db.write(
            """
            INSERT INTO backup (folder, name, at, size_bytes, is_sealed, is_same_disk)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            (str(folder), name, times.text(at), size_bytes, is_sealed, is_same_disk),
        )


def note_drill(db: Database, *, copy: Path, at: datetime, fault: str | None) -> None:
    """A copy was restored to a scratch place; `fault` is what was wrong with it."""
    with db.transaction():
        db.write("INSERT INTO drill (copy, at, fault) VALUES (?, ?, ?)", (str(copy), times.text(at), fault))


def last_copy(db: Database) -> Row | None:
    """The newest copy that was made; None: there was none."""
    return db.row("SELECT * FROM backup ORDER BY id DESC LIMIT 1")


def last_copy_elsewhere(db: Database) -> Row | None:
    """The newest copy that was written to another disk than that of the store."""
    return db.row("SELECT * FROM backup WHERE is_same_disk = 0 ORDER BY id DESC LIMIT 1")


def last_drill(db: Database) -> Row | None:
    """The newest rehearsal of a restore."""
    return db.row("SELECT * FROM drill ORDER BY id DESC LIMIT 1")


def first_copy_at(db: Database) -> datetime | None:
    """When the first copy was made."""
    return times.optional_moment(db.value("SELECT min(at) FROM backup"))


def first_fetch_at(db: Database) -> datetime | None:
    """Since when there is something to lose."""
    return times.optional_moment(db.value("SELECT at FROM fetch ORDER BY id LIMIT 1"))


def _tables(db: Database) -> list[str]:
    rows = db.rows(
        """
        SELECT name FROM sqlite_master
        WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite_%'
        ORDER BY name
        """
    )
    return [row["name"] for row in rows]


def _listen(_status: int, _remaining: int, _total: int) -> None:
    """Between two steps Python runs, and with it the handlers of signals."""
