"""Addresses that entry points name: what waits, what was fetched, what was refused and why."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from store import times
from store.database import Database, Row
from store.types import Candidate, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address as the store knows it."""

    id: int
    source: str
    entry: int | None
    key: str
    url: str
    found_at: datetime
    link: Link  # as the entry point gave it
    state: str
    attempts: int
    looks: int
    etag: str | None
    last_modified: str | None
    document: int | None
    page: int | None  # so many pages behind its entry point; None: an article
    back_to: datetime | None  # of such a page: what is older is not wanted
    is_backfill: bool  # asked for with --since


def save(
    db: Database,
    source: str,
    key: str,
    link: Link,
    *,
    entry: int | None,
    found_at: datetime,
    is_backfill: bool = False,
) -> int | None:
    """Write down an address; its number where it is new, None where it was known."""
    if db.value("SELECT 1 FROM url WHERE source = ? AND key = ?", (source, key)):
        return None
    return db.write(
        """
        INSERT INTO url
            (source, key, url, entry, found_at, title, published_value, published_origin, rubric, is_backfill,
            state)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting')
        """,
        (
            source,
            key,
            link.url,
            entry,
            times.text(found_at),
            link.title,
            link.published.value if link.published else None,
            link.published.origin if link.published else None,
            link.rubric,
            is_backfill,
        ),
    )


def save_page(
    db: Database,
    source: str,
    key: str,
    url: str,
    *,
    entry: int,
    page: int,
    back_to: datetime,
    is_backfill: bool,
    found_at: datetime,
) -> int:
    """
    A further page of an entry point is wanted, though it may have been read before; its number.

    Where it waits already, it leads back as far as both wishes say.
    """
    db.write(
        """
        INSERT INTO url (source, key, url, entry, found_at, page, back_to, is_backfill, state)
        VALUES (:source, :key, :url, :entry, :at, :page, :back_to, :backfill, 'waiting')
        ON CONFLICT (source, key) DO UPDATE SET
            url = :url, entry = :entry, page = :page, reason = NULL, attempts = 0, next_look_at = NULL,
            back_to = CASE WHEN state = 'waiting' THEN min(coalesce(back_to, :back_to), :back_to)
                ELSE :back_to END,
            is_backfill = CASE WHEN state = 'waiting' THEN max(is_backfill, :backfill) ELSE :backfill END,
            state = 'waiting'
        """,
        {
            "source": source,
            "key": key,
            "url": url,
            "entry": entry,
            "at": times.text(found_at),
            "page": page,
            "back_to": times.text(back_to),
            "backfill": is_backfill,
        },
    )
    number: int = db.value("SELECT id FROM url WHERE source = ? AND key = ?", (source, key))
    return number


def want_after_all(
    db: Database, source: str, key: str, url: str, *, reasons: Collection[str], is_backfill: bool
) -> int | None:
    """An address that was refused for one of the reasons is fetched after all; its number, None: was not."""
    number: int | None = db.value(
        """
        SELECT id FROM url
        WHERE source = ? AND key = ? AND state = 'refused' AND reason IN (SELECT value FROM json_each(?))
        """,
        (source, key, json.dumps(list(reasons))),
    )
    if number is not None:
        db.write(
            "UPDATE url SET state = 'waiting', reason = NULL, url = ?, is_backfill = ? WHERE id = ?",
            (url, is_backfill, number),
        )
    return number


def first_page_found_at(db: Database, entry: int) -> datetime | None:
    """When the first page behind an entry point was found; None: it has none."""
    found = db.value("SELECT min(found_at) FROM url WHERE entry = ? AND page IS NOT NULL", (entry,))
    return times.optional_moment(found)


def is_fetched(db: Database, source: str, url: str) -> bool:
    """Whether a page of a source has come, whatever stands behind the # of its address."""
    return bool(
        db.value(
            """
            SELECT 1 FROM url
            WHERE source = :source AND state = 'fetched'
            AND (url = :url OR substr(url, 1, length(:url) + 1) = :url || '#')
            """,
            {"source": source, "url": url},
        )
    )


def found(db: Database, source: str, key: str, link: Link, *, found_at: datetime) -> int:
    """The number of an address that no entry point named, new or known."""
    new = save(db, source, key, link, entry=None, found_at=found_at)
    return new or int(db.value("SELECT id FROM url WHERE source = ? AND key = ?", (source, key)))


def reason(db: Database, url_id: int) -> str | None:
    """Why an address was refused, given up or has no document; None: nothing is wrong with it."""
    why: str | None = db.value("SELECT reason FROM url WHERE id = ?", (url_id,))
    return why


def find(db: Database, url_id: int) -> Address:
    """An address by its number."""
    row = db.row("SELECT * FROM url WHERE id = ?", (url_id,))
    assert row is not None
    return _address(row)


def due(db: Database, source: str, now: datetime, limit: int) -> list[Address]:
    """Addresses of a source to be fetched or looked at again: waiting ones first, newest first."""
    rows = db.rows(
        """
        SELECT * FROM url
        WHERE source = :source AND (
            (state = 'waiting' AND (next_look_at IS NULL OR next_look_at <= :now))
            OR (state = 'fetched' AND next_look_at <= :now)
        )
        ORDER BY state = 'fetched', id DESC
        LIMIT :limit
        """,
        {"source": source, "now": times.text(now), "limit": limit},
    )
    return [_address(row) for row in rows]


def fetched(
    db: Database,
    url_id: int,
    *,
    next_look_at: datetime | None,
    etag: str | None = None,
    last_modified: str | None = None,
) -> None:
    """A good answer came; the next look is at a time, or never (None)."""
    db.write(
        """
        UPDATE url SET state = 'fetched', reason = NULL, attempts = 0, looks = looks + 1,
            next_look_at = ?, etag = coalesce(?, etag), last_modified = coalesce(?, last_modified)
        WHERE id = ?
        """,
        (times.optional_text(next_look_at), etag, last_modified, url_id),
    )


def failed(db: Database, url_id: int, *, reason: str, next_look_at: datetime | None) -> None:
    """An attempt failed: it waits for the next one, or is given up (None). A fetched one stays fetched."""
    db.write(
        """
        UPDATE url SET attempts = attempts + 1, reason = :reason, next_look_at = :next,
            state = CASE
                WHEN state = 'fetched' THEN 'fetched'
                WHEN :next IS NULL THEN 'given_up'
                ELSE 'waiting'
            END
        WHERE id = :id
        """,
        {"id": url_id, "reason": reason, "next": times.optional_text(next_look_at)},
    )


def refused(db: Database, url_id: int, reason: str) -> None:
    """It must not or cannot be had, and why."""
    db.write(
        "UPDATE url SET state = 'refused', reason = ?, next_look_at = NULL WHERE id = ?", (reason, url_id)
    )


def postpone(db: Database, url_id: int, reason: str) -> None:
    """It was not asked for this time; it stays as it is, due at the next run."""
    db.write("UPDATE url SET reason = ? WHERE id = ?", (reason, url_id))


def leads_to(db: Database, url_id: int, document: int) -> None:
    """The document that an address leads to; two addresses may lead to one."""
    db.write("UPDATE url SET document = ? WHERE id = ?", (document, url_id))


def look_again(db: Database, url_id: int, at: datetime | None) -> None:
    """When to look at a fetched address again; None: never."""
    db.write("UPDATE url SET next_look_at = ? WHERE id = ?", (times.optional_text(at), url_id))


def explain(db: Database, url_id: int, reason: str) -> None:
    """Why a fetched address has no document (no_text, soft_404 …)."""
    db.write("UPDATE url SET reason = ? WHERE id = ?", (reason, url_id))


def _address(row: Row) -> Address:
    origin = row["published_origin"]
    return Address(
        id=row["id"],
        source=row["source"],
        entry=row["entry"],
        key=row["key"],
        url=row["url"],
        found_at=times.moment(row["found_at"]),
        link=Link(
            url=row["url"],
            title=row["title"],
            published=Candidate(origin=origin, value=row["published_value"]) if origin else None,
            rubric=row["rubric"],
        ),
        state=row["state"],
        attempts=row["attempts"],
        looks=row["looks"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        document=row["document"],
        page=row["page"],
        back_to=times.optional_moment(row["back_to"]),
        is_backfill=bool(row["is_backfill"]),
    )
