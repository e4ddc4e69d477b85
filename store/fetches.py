"""Fetches: one row for every request sent, with its outcome in words of a closed list."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from store import chain, raws, times
from store.database import Database, Row
from store.fates import OUTCOMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One request and what became of it. The body goes beside it, into `save`."""

    kind: str
    url: str
    at: datetime
    outcome: str
    source: str | None = None
    entry: int | None = None
    url_id: int | None = None
    final_url: str | None = None
    redirects: tuple[str, ...] = ()
    status: int | None = None
    request_headers: tuple[tuple[str, str], ...] = ()
    response_headers: tuple[tuple[str, str], ...] = ()
    server_address: str | None = None
    detail: str | None = None
    content_type: str | None = None
    tls: str | None = None  # None: verified, or not encrypted; unverified; a file of authorities
    proxy: str | None = None  # that it went through
    note: str | None = None  # of the person who captured it


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A fetch that waits for extraction."""

    id: int
    kind: str
    source: str
    entry: int | None
    url_id: int | None
    url: str
    final_url: str
    at: datetime
    sha256: str
    outcome: str


def save(
    db: Database,
    fetch: Fetch,
    body: bytes | None = None,
    *,
    is_unread: bool = False,
    is_received: bool = True,
) -> int:
    """
    Append a fetch to the chain and keep its body; the number of the fetch.

    With `is_received` False the caller keeps the body himself, once he knows whether it is wanted.
    """
    if fetch.outcome not in OUTCOMES:
        raise ValueError(f"not an outcome: {fetch.outcome!r}")
    digest = None if body is None else hashlib.sha256(body).hexdigest()
    before = db.row("SELECT id, link FROM fetch ORDER BY id DESC LIMIT 1")
    previous: str | None = before["link"] if before else None
    row = {
        "id": before["id"] + 1 if before else 1,
        "source": fetch.source,
        "entry": fetch.entry,
        "url_id": fetch.url_id,
        "kind": fetch.kind,
        "url": fetch.url,
        "final_url": fetch.final_url,
        "redirects": json.dumps(fetch.redirects),
        "at": times.text(fetch.at),
        "status": fetch.status,
        "request_headers": json.dumps(fetch.request_headers, ensure_ascii=False),
        "response_headers": json.dumps(fetch.response_headers, ensure_ascii=False),
        "server_address": fetch.server_address,
        "size_bytes": None if body is None else len(body),
        "sha256": digest,
        "outcome": fetch.outcome,
        "detail": fetch.detail,
        "tls": fetch.tls,
        "proxy": fetch.proxy,
        "note": fetch.note,
        "previous_link": previous,
        "is_unread": is_unread,
    }
    row["link"] = chain.link(row, previous)
    if is_received and body is not None and digest is not None:
        raws.receive(db, digest, body, content_type=fetch.content_type, at=fetch.at)
    names = ", ".join(row)
    return db.write(f"INSERT INTO fetch ({names}) VALUES ({', '.join(':' + name for name in row)})", row)


def unread(db: Database, limit: int) -> list[Unread]:
    """Fetches that wait for extraction, oldest first."""
    return [
        _unread(row)
        for row in db.rows("SELECT * FROM fetch WHERE is_unread = 1 ORDER BY id LIMIT ?", (limit,))
    ]


def newest_answers(db: Database, since: datetime) -> list[Row]:
    """Source, server, time and headers of the newest answer of each entry point, if it came since then."""
    return db.rows(
        """
        SELECT source, server_address, at, response_headers FROM fetch
        WHERE id IN (
            SELECT (SELECT max(fetch.id) FROM fetch WHERE fetch.entry = entry.id) FROM entry
        ) AND at >= ? AND status IS NOT NULL AND source IS NOT NULL
        """,
        (times.text(since),),
    )


def oldest_unread_at(db: Database) -> datetime | None:
    """When the oldest fetch came that waits for extraction; None: none waits."""
    return times.optional_moment(db.value("SELECT min(at) FROM fetch WHERE is_unread = 1"))


def unread_newest_first(db: Database, limit: int) -> list[Unread]:
    """
    Fetches that wait for extraction, the newest first; of one address or channel the oldest first.

    So that each version of a page comes after the one before.
    """
    return [
        _unread(row)
        for row in db.rows(
            """
            SELECT fetch.* FROM fetch JOIN (
                SELECT min(id) AS first, max(id) AS last FROM fetch WHERE is_unread = 1
                GROUP BY CASE WHEN kind = 'preview' THEN entry END,
                    CASE WHEN kind = 'preview' THEN NULL ELSE coalesce(url_id, -id) END
            ) ON fetch.id = first
            ORDER BY last DESC LIMIT ?
            """,
            (limit,),
        )
    ]


def has_unread(db: Database) -> bool:
    """Whether a fetch waits for extraction."""
    return bool(db.value("SELECT EXISTS (SELECT 1 FROM fetch WHERE is_unread = 1)"))


def mark_read(db: Database, fetch_id: int) -> None:
    """Extraction is done with this fetch."""
    db.write("UPDATE fetch SET is_unread = 0 WHERE id = ?", (fetch_id,))


def settle(db: Database, fetch_id: int, sha256: str, at: datetime, *, has_made: bool) -> None:
    """A look is read. The archive keeps its bytes where it has made a version; of others the hash stays."""
    mark_read(db, fetch_id)
    if has_made:
        raws.keep(db, sha256, raws.archive(db, sha256, at))
    else:
        raws.drop(db, sha256)


def sha256(db: Database, fetch_id: int) -> str:
    """The hash of the body of a fetch that had one."""
    return str(db.value("SELECT sha256 FROM fetch WHERE id = ?", (fetch_id,)))


def last_robots(db: Database, robots_url: str, since: datetime) -> Row | None:
    """The newest robots.txt answer since a time: outcome and sha256; None: it must be asked for."""
    return db.row(
        """
        SELECT outcome, status, sha256 FROM fetch
        WHERE kind = 'robots' AND url = ? AND at >= ?
        ORDER BY id DESC LIMIT 1
        """,
        (robots_url, times.text(since)),
    )


def answered_since(db: Database, source: str, since: datetime) -> bool:
    """Whether a source gave a good answer to anything since a time."""
    return bool(
        db.value(
            """
            SELECT 1 FROM fetch WHERE source = ? AND at >= ? AND outcome IN ('ok', 'not_modified')
            ORDER BY id DESC LIMIT 1
            """,
            (source, times.text(since)),
        )
    )


def failures_before(db: Database, fetch_id: int) -> list[str | None]:
    """The body hashes of the failed fetches of the same address before this one, oldest first."""
    rows = db.rows(
        """
        SELECT sha256 FROM fetch
        WHERE url_id = (SELECT url_id FROM fetch WHERE id = :id) AND id < :id
        AND outcome NOT IN ('ok', 'not_modified')
        ORDER BY id
        """,
        {"id": fetch_id},
    )
    return [row["sha256"] for row in rows]


def _unread(row: Row) -> Unread:
    return Unread(
        id=row["id"],
        kind=row["kind"],
        source=row["source"],
        entry=row["entry"],
        url_id=row["url_id"],
        url=row["url"],
        final_url=row["final_url"] or row["url"],
        at=times.moment(row["at"]),
        sha256=row["sha256"],
        outcome=row["outcome"],
    )
