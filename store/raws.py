"""
Raw bodies by their sha256, and how long they are kept.

A body is received into the database, in the transaction of its fetch.
Extraction then decides: `keep` moves it to the monthly archive, `drop` leaves
only its hash. Bodies of entry points stay in the database until the next
one replaces them; those that first showed something go to the archive two
weeks later (`store.old_looks`).
"""

from collections.abc import Mapping
from datetime import datetime

import zstandard

from store import times
from store.database import Database
from store.errors import StoreError

LEVEL = 3  # received bodies are short-lived: speed before size


def receive(db: Database, sha256: str, body: bytes, *, content_type: str | None, at: datetime) -> None:
    """Put a body into the database; nothing happens where its bytes are there already."""
    packed = zstandard.ZstdCompressor(level=LEVEL).compress(body)
    db.write(
        """
        INSERT INTO raw (sha256, size_bytes, content_type, first_at, body) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (sha256) DO UPDATE SET body = excluded.body WHERE raw.body IS NULL AND raw.month IS NULL
        """,
        (sha256, len(body), content_type, times.text(at), packed),
    )


def read(db: Database, sha256: str) -> bytes:
    """The bytes. Raises `StoreError` where only the hash was kept."""
    row = db.row("SELECT body, month, position FROM raw WHERE sha256 = ?", (sha256,))
    if row and row["body"] is not None:
        return zstandard.ZstdDecompressor().decompress(row["body"])
    if row and row["month"] is not None:
        return db.archive.read(row["month"], row["position"], sha256)
    raise StoreError(f"raw {sha256[:12]}: the bytes were not kept, only their hash.")


def is_kept(db: Database, sha256: str) -> bool:
    """Whether the bytes can be read."""
    return bool(db.value("SELECT body IS NOT NULL OR month IS NOT NULL FROM raw WHERE sha256 = ?", (sha256,)))


def archive(db: Database, sha256: str, at: datetime) -> tuple[str, int] | None:
    """Append a body to the archive, flushed before anything refers to it; None: it is there already."""
    if db.value("SELECT month FROM raw WHERE sha256 = ?", (sha256,)) is not None:
        return None
    month = times.text(at)[:7]
    return month, db.archive.append(month, read(db, sha256))


def keep(db: Database, sha256: str, place: tuple[str, int] | None) -> None:
    """Refer to the place that `archive` gave."""
    if place is not None:
        db.write("UPDATE raw SET body = NULL, month = ?, position = ? WHERE sha256 = ?", (*place, sha256))


def keep_all(db: Database, bodies: Mapping[str, bytes], *, content_type: str | None, at: datetime) -> None:
    """Put bodies, by their sha256, into the archive at once; they were not in the database before."""
    new = [sha256 for sha256 in bodies if not is_kept(db, sha256)]
    month = times.text(at)[:7]
    places = db.archive.append_all(month, [bodies[sha256] for sha256 in new]) if new else []
    for sha256, position in zip(new, places, strict=True):
        _note(db, sha256, bodies[sha256], content_type=content_type, at=at)
        keep(db, sha256, (month, position))


def keep_hash(db: Database, sha256: str, body: bytes, *, content_type: str | None, at: datetime) -> None:
    """Of a body that nobody wants only the hash stays."""
    _note(db, sha256, body, content_type=content_type, at=at)


def _note(db: Database, sha256: str, body: bytes, *, content_type: str | None, at: datetime) -> None:
    db.write(
        """
        INSERT INTO raw (sha256, size_bytes, content_type, first_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (sha256) DO NOTHING
        """,
        (sha256, len(body), content_type, times.text(at)),
    )


def keep_first_and_latest(db: Database, before: list[str | None], sha256: str, at: datetime) -> None:
    """
    Of the failures of one address keep the first and the latest body.

    `before` are the hashes of the earlier ones, oldest first; None: it had no body.
    """
    bodies = [one for one in before if one is not None]
    if not bodies:
        keep(db, sha256, archive(db, sha256, at))
    elif bodies[-1] != sha256:
        drop(db, bodies[-1])


def is_received(db: Database, sha256: str) -> bool:
    """Whether the bytes lie in the database and wait for what becomes of them."""
    return bool(db.value("SELECT body IS NOT NULL FROM raw WHERE sha256 = ?", (sha256,)))


def drop(db: Database, sha256: str) -> None:
    """
    Leave only the hash, unless an entry point or an unread fetch still needs the bytes, or they are evidence.

    Evidence is a look that first showed an article, or first missed a document, or missed it for good.
    """
    db.write(
        """
        UPDATE raw SET body = NULL
        WHERE sha256 = :sha256 AND month IS NULL
        AND NOT EXISTS (SELECT 1 FROM entry WHERE good_raw = :sha256 OR bad_raw = :sha256)
        AND NOT EXISTS (SELECT 1 FROM fetch WHERE is_unread = 1 AND sha256 = :sha256)
        AND NOT EXISTS (
            SELECT 1 FROM fetch
            JOIN url ON url.entry = fetch.entry AND url.found_at = fetch.at AND url.page IS NULL
            WHERE fetch.sha256 = :sha256 AND fetch.outcome = 'ok' AND fetch.kind <> 'article'
        )
        AND NOT EXISTS (
            SELECT 1 FROM fetch JOIN document ON document.source = fetch.source
            AND (document.absent_since = fetch.at OR document.gone_at = fetch.at)
            WHERE fetch.sha256 = :sha256 AND fetch.kind = 'preview' AND document.absent_since IS NOT NULL
        )
        """,
        {"sha256": sha256},
    )
