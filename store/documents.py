"""
Documents: what a source published, never overwritten.

A changed text is a new version. What changed only because it is read better
now is a new reading of the version that is there. Words are compared, not
bytes: markup changes hourly.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from store import editions, photographs, sources, times, versions
from store.database import Database, Row
from store.editions import Edition
from store.types import Published, Reading
from store.versions import Version, fingerprint

_ENCODER = json.JSONEncoder(ensure_ascii=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A text as it came: where from, when, and what the extractor made of it."""

    source: str
    kind: str  # article, post
    key: str
    url: str
    reading: Reading  # its outcome is ok
    seen_at: datetime
    fetch: int | None = None
    raw_sha256: str | None = None
    is_backfill: bool = False  # asked for with --since, if it is not of these days


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What `save` did."""

    id: int
    version: int
    outcome: str  # new, changed, unchanged, reread


def save(db: Database, arrival: Arrival, *, reread: Reading | None = None, first_days: float = 2.0) -> Saved:
    """
    Keep what arrived: a new document, a new version, or only a reading.

    `reread` is the current version's bytes as read by the extractor of today;
    with it, a difference that comes from reading better is no edit. Texts
    published more than `first_days` before their source was first collected
    are backfill; of what was asked for with --since, those more than
    `first_days` old.
    """
    with db.transaction():
        document_id = find(db, arrival.source, arrival.key)
        if document_id is None:
            return add(db, arrival, first_days=first_days)
        is_back(db, document_id)
        before = versions.current(db, document_id)
        words = fingerprint(arrival.reading.title, arrival.reading.text)
        if words in versions.fingerprints(db, before):
            _date(db, document_id, arrival.reading.published)
            return Saved(id=document_id, version=before.id, outcome="unchanged")
        if reread and words == fingerprint(reread.title, reread.text):
            _add_reading(db, arrival, before.id, reread)
            return Saved(id=document_id, version=before.id, outcome="reread")
        version_id = _add_version(db, document_id, arrival, before.number + 1)
        return Saved(id=document_id, version=version_id, outcome="changed")


def add(db: Database, arrival: Arrival, *, first_days: float = 2.0) -> Saved:
    """Keep what arrived as a new document; the caller knows that there is none under its key."""
    document_id = _add(db, arrival, first_days)
    return Saved(id=document_id, version=_add_version(db, document_id, arrival, 1), outcome="new")


def find_all(db: Database, source: str, keys: Iterable[str]) -> dict[str, int]:
    """The documents of a source with these keys, by key."""
    rows = db.rows(
        "SELECT key, id FROM document WHERE source = ? AND key IN (SELECT value FROM json_each(?))",
        (source, json.dumps(list(keys))),
    )
    return {row["key"]: row["id"] for row in rows}


def find(db: Database, source: str, key: str) -> int | None:
    """The document of a source with this key; None: not stored."""
    found: int | None = db.value("SELECT id FROM document WHERE source = ? AND key = ?", (source, key))
    return found


def with_words(db: Database, source: str, fingerprint: str) -> list[int]:
    """The articles of a source that ever had this title and text, oldest first."""
    rows = db.rows(
        """
        SELECT DISTINCT document.id FROM version JOIN document ON document.id = version.document
        WHERE version.sha256 = ? AND document.source = ? AND document.kind = 'article' ORDER BY document.id
        """,
        (fingerprint, source),
    )
    return [row["id"] for row in rows]


def fail(db: Database, fetch_id: int, reading: Reading, read_at: datetime) -> None:
    """Write down a reading that gave no text."""
    db.write(
        "INSERT INTO reading (fetch, extractor, read_at, outcome, warnings) VALUES (?, ?, ?, ?, ?)",
        (fetch_id, reading.extractor, times.text(read_at), reading.outcome, _json(reading.warnings)),
    )


def failures(db: Database, url_id: int) -> list[str | None]:
    """The body hashes of the readings of an address that gave no text, oldest first."""
    rows = db.rows(
        """
        SELECT fetch.sha256 FROM reading JOIN fetch ON fetch.id = reading.fetch
        WHERE fetch.url_id = ? AND reading.version IS NULL ORDER BY reading.id
        """,
        (url_id,),
    )
    return [row["sha256"] for row in rows]


def why_none(db: Database, url_id: int) -> str | None:
    """What the last reading of an address without a document said; None: it was not read yet."""
    outcome: str | None = db.value(
        """
        SELECT reading.outcome FROM reading JOIN fetch ON fetch.id = reading.fetch
        WHERE fetch.url_id = ? AND reading.version IS NULL ORDER BY reading.id DESC LIMIT 1
        """,
        (url_id,),
    )
    return outcome


def miss(db: Database, document_id: int, *, at: datetime, detail: str, confirm_after_s: float) -> bool:
    """
    A look did not find a document. True where that establishes that it is gone.

    One look proves nothing: it takes a second one, `confirm_after_s` after the
    first, with no look between that found it.
    """
    row = db.row("SELECT absent_since, gone_at FROM document WHERE id = ?", (document_id,))
    assert row is not None
    if row["gone_at"] is not None:
        return False
    if row["absent_since"] is None:
        db.write("UPDATE document SET absent_since = ? WHERE id = ?", (times.text(at), document_id))
        return False
    if (at - times.moment(row["absent_since"])).total_seconds() < confirm_after_s:
        return False
    said = f"{detail}; first missed {row['absent_since']}, missed again {times.text(at)}"
    db.write(
        "UPDATE document SET gone_at = ?, gone_detail = ? WHERE id = ?", (times.text(at), said, document_id)
    )
    return True


def is_back(db: Database, document_id: int) -> None:
    """A look found the document: what an earlier look missed was not its end."""
    db.write(
        """
        UPDATE document SET absent_since = NULL, gone_at = NULL, gone_detail = NULL
        WHERE id = ? AND absent_since IS NOT NULL
        """,
        (document_id,),
    )


def export(db: Database, source: str | None = None, since: datetime | None = None) -> Iterator[Row]:
    """Every document with its versions, in the order they came; the shape of `dazor export documents`."""
    rows = db.query(
        """
        SELECT document.*, post.channel, post.post_id, post.is_edited, post.forwarded_from,
            post.forwarded_post_id, post.reply_to, post.album_ids, post.media,
            (SELECT views FROM counter WHERE counter.document = document.id ORDER BY at DESC LIMIT 1) AS views
        FROM document LEFT JOIN post ON post.document = document.id
        WHERE (:source IS NULL OR source = :source) AND (:since IS NULL OR first_seen_at >= :since)
        ORDER BY document.id
        """,
        {"source": source, "since": times.optional_text(since)},
    )
    for row in rows:
        yield _exported(
            row, versions.of(db, row["id"]), editions.of(db, row["id"]), photographs.of(db, row["id"])
        )


def _add(db: Database, arrival: Arrival, first_days: float) -> int:
    published = arrival.reading.published
    return db.write(
        """
        INSERT INTO document (source, kind, key, url, first_seen_at, published_at, published_precision,
            is_backfill)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            arrival.source,
            arrival.kind,
            arrival.key,
            arrival.url,
            times.text(arrival.seen_at),
            times.optional_text(published.at),
            published.precision,
            _is_backfill(db, arrival, timedelta(days=first_days)),
        ),
    )


def _is_backfill(db: Database, arrival: Arrival, first_days: timedelta) -> bool:
    """What --since found of these days is news that came late; without a date it is taken as old."""
    published_at = arrival.reading.published.at
    if published_at is None:
        return arrival.is_backfill
    if arrival.seen_at - published_at <= first_days:
        return False  # whenever its source was first collected
    first = sources.first_collected_at(db, arrival.source) or arrival.seen_at
    return arrival.is_backfill or first - published_at > first_days


def _add_version(db: Database, document_id: int, arrival: Arrival, number: int) -> int:
    version_id = versions.add(
        db,
        document_id,
        number,
        arrival.reading,
        seen_at=arrival.seen_at,
        fetch=arrival.fetch,
        raw_sha256=arrival.raw_sha256,
    )
    if number > 1:  # the first one dates its document when it is added
        _date(db, document_id, arrival.reading.published)
    _add_reading(db, arrival, version_id, None)
    return version_id


def _add_reading(db: Database, arrival: Arrival, version_id: int, reread: Reading | None) -> None:
    """A reading row; with `reread` it carries the better title and text."""
    if arrival.fetch is None:
        return
    db.write(
        """
        INSERT INTO reading (fetch, version, extractor, read_at, outcome, title, text, warnings)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            arrival.fetch,
            version_id,
            arrival.reading.extractor,
            times.text(arrival.seen_at),
            arrival.reading.outcome,
            reread.title if reread else None,
            reread.text if reread else None,
            _json(arrival.reading.warnings),
        ),
    )


def _date(db: Database, document_id: int, published: Published) -> None:
    """The document takes its date from the first version or look that says it."""
    db.write(
        "UPDATE document SET published_at = ?, published_precision = ? WHERE id = ? AND published_at IS NULL",
        (times.optional_text(published.at), published.precision, document_id),
    )


def _exported(row: Row, found: list[Version], others: list[Edition], pictures: list[Row]) -> Row:
    post = None
    if row["channel"] is not None:
        post = {
            "channel": row["channel"],
            "edited": bool(row["is_edited"]),
            "forwarded_from": row["forwarded_from"],
            "forwarded_post_id": row["forwarded_post_id"],
            "reply_to": row["reply_to"],
            "album": json.loads(row["album_ids"]),
            "views": row["views"],
            "media": json.loads(row["media"]),
            "photographs": pictures,
        }
    return {
        "document": row["id"],
        "source": row["source"],
        "kind": row["kind"],
        "key": row["key"],
        "url": row["url"],
        "post_id": row["post_id"],
        "published_at": row["published_at"],
        "published_precision": row["published_precision"],
        "first_seen_at": row["first_seen_at"],
        "gone_at": row["gone_at"],
        "post": post,
        "editions": [asdict(edition) for edition in others],
        "versions": [
            {
                "version": version.number,
                "seen_at": times.text(version.seen_at),
                "title": version.title,
                "text": version.text,
                "text_sha256": hashlib.sha256(version.text.encode()).hexdigest(),
                "raw_sha256": version.raw_sha256,
            }
            for version in found
        ],
    }


def _json(values: Sequence[object]) -> str:
    return _ENCODER.encode(values) if values else "[]"
