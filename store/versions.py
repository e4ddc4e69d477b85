"""Versions: what a document said, append-only, and how extractors read it."""

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from store import times
from store.database import Database, Row
from store.types import Candidate, Published, Reading

_ENCODER = json.JSONEncoder(ensure_ascii=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a document said."""

    id: int
    document: int
    number: int
    seen_at: datetime
    title: str | None
    text: str
    authors: tuple[str, ...]
    language: str | None
    published: Published
    sha256: str  # of title and text as words
    raw_sha256: str | None
    extractor: str | None  # of the newest reading; None: it has none


def fingerprint(title: str | None, text: str) -> str:
    """The sha256 of title and text as words: composed letters, single spaces."""
    words = " ".join(unicodedata.normalize("NFC", f"{title or ''}\n{text}").split())
    return hashlib.sha256(words.encode()).hexdigest()


def current(db: Database, document_id: int) -> Version:
    """The newest version of a document."""
    return of(db, document_id)[-1]


def of(db: Database, document_id: int) -> list[Version]:
    """All versions of a document, oldest first."""
    rows = db.rows(
        """
        SELECT version.*,
            (SELECT extractor FROM reading WHERE version = version.id ORDER BY id DESC LIMIT 1) AS extractor
        FROM version WHERE document = ? ORDER BY number
        """,
        (document_id,),
    )
    return [_version(row) for row in rows]


def fingerprints(db: Database, version: Version) -> set[str]:
    """The fingerprint of a version, and those of its text as later extractors read it."""
    rows = db.rows("SELECT title, text FROM reading WHERE version = ? AND text IS NOT NULL", (version.id,))
    reread = {fingerprint(row["title"], row["text"]) for row in rows}
    return {version.sha256} | reread


def add(
    db: Database,
    document_id: int,
    number: int,
    reading: Reading,
    *,
    seen_at: datetime,
    fetch: int | None,
    raw_sha256: str | None,
) -> int:
    """Append a version as it was read; its id."""
    published = reading.published
    return db.write(
        """
        INSERT INTO version (document, number, seen_at, title, text, authors, language, published_at,
            published_precision, published_origin, published_candidates, sha256, fetch, raw_sha256,
            rubric)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            document_id,
            number,
            times.text(seen_at),
            reading.title,
            reading.text,
            _json(reading.authors),
            reading.language,
            times.optional_text(published.at),
            published.precision,
            published.origin,
            _json([(candidate.origin, candidate.value) for candidate in published.candidates]),
            fingerprint(reading.title, reading.text),
            fetch,
            raw_sha256,
            reading.rubric,
        ),
    )


def _version(row: Row) -> Version:
    candidates = tuple(
        Candidate(origin=origin, value=value) for origin, value in json.loads(row["published_candidates"])
    )
    return Version(
        id=row["id"],
        document=row["document"],
        number=row["number"],
        seen_at=times.moment(row["seen_at"]),
        title=row["title"],
        text=row["text"],
        authors=tuple(json.loads(row["authors"])),
        language=row["language"],
        published=Published(
            at=times.optional_moment(row["published_at"]),
            precision=row["published_precision"],
            origin=row["published_origin"],
            candidates=candidates,
        ),
        sha256=row["sha256"],
        raw_sha256=row["raw_sha256"],
        extractor=row["extractor"],
    )


def _json(values: Sequence[object]) -> str:
    return _ENCODER.encode(values) if values else "[]"
