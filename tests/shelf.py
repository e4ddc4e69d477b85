"""A store for tests: a source, a fetch, a text, all of it invented; and what its file is like."""

import contextlib
import resource
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from store import fetches, sources
from store.database import Database, opened
from store.documents import Arrival
from store.fetches import Fetch
from store.sources import Entry
from store.types import Published, Reading

URL = "https://prudok.example/news/1"


def add_source(db: Database, source: str = "prudok") -> Entry:
    """A source with a feed."""
    with db.transaction():
        sources.save(
            db,
            id=source,
            name="Prudok News",
            kind="site",
            zone="Europe/Minsk",
            languages=["ru", "be"],
            usual_per_day=12,
            is_on=True,
        )
        return sources.save_entry(db, source, "feed", f"https://{source}.example/rss")


def fetch(at: datetime, **changes) -> Fetch:
    """One good answer to one request for an article."""
    given = {"kind": "article", "url": URL, "at": at, "outcome": "ok", "source": "prudok", "status": 200}
    return Fetch(**given | changes)


def add_fetch(db: Database, at: datetime, body: bytes | None = None, *, is_unread=False, **changes) -> int:
    with db.transaction():
        return fetches.save(db, fetch(at, **changes), body, is_unread=is_unread)


def reading(text: str, **changes) -> Reading:
    return Reading(**{"extractor": "test 1", "outcome": "ok", "text": text} | changes)


def arrival(text: str, at: datetime, published_at: datetime | None = None, **changes) -> Arrival:
    """A text of the article that came at a time."""
    published = Published(at=published_at, precision="minute" if published_at else None)
    given = {"source": "prudok", "kind": "article", "key": "prudok.example/news/1", "url": URL, "seen_at": at}
    return Arrival(**given | {"reading": reading(text, published=published)} | changes)


def note(db: Database, *texts: str) -> None:
    """Rows that any store takes, each in a transaction of its own."""
    for text in texts:
        with db.transaction():
            db.write(
                "INSERT INTO setting_load (at, file, sha256, text, changed_by) VALUES ('', '', '', ?, '')",
                (text,),
            )


def notes(db: Database) -> list[str]:
    return [row["text"] for row in db.rows("SELECT text FROM setting_load ORDER BY id")]


def put(path: Path, now: datetime, *texts: str, version: str = "0.1") -> None:
    """Open the store, write the rows, close it."""
    with opened(path, version=version, now=now) as db:
        note(db, *texts)


def written_by(path: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(path)) as conn:
        return [version for (version,) in conn.execute("SELECT version FROM written_by ORDER BY rowid")]


def is_whole(path: Path) -> bool:
    with contextlib.closing(sqlite3.connect(path)) as conn:
        return conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def files(path: Path) -> dict[str, bytes]:
    """The files of a store by name; without the empty ones that reading leaves."""
    found = {file.name: file.read_bytes() for file in path.parent.glob(f"{path.name}*")}
    return {name: content for name, content in found.items() if content and not name.endswith("-shm")}


@contextlib.contextmanager
def file_limit(size_bytes: int) -> Iterator[None]:
    """No file of this process grows beyond it, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
