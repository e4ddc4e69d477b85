"""
Photographs of posts that match: which are wanted, and what became of each.

The bytes lie in the raw archive under their sha256; no name from outside is used for them. What is spent of
the day's budget is read from the fetches, so that a restart forgets nothing.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from store import fetches, raws, times
from store.database import Database, Row
from store.fetches import Fetch

KIND = "photograph"  # of the fetches
YOUNG = timedelta(days=7)  # older posts and older matches are not gone after
RETRIES = (  # after so many failures the photograph is given up
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(days=1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A photograph that is due."""

    document: int
    place: int  # among the photographs of the post, from 1
    wanted_at: datetime
    attempts: int
    source: str
    post_id: int
    ids: tuple[int, ...]  # numbers of the post, of an album all
    shown_by: str | None  # kind of the fetch whose bytes show the post; None: they were not kept
    raw_sha256: str | None  # of those bytes


def want(db: Database, now: datetime) -> None:
    """Write down every photograph of a young post with a young match; give up those that are no longer."""
    db.write(
        """
        INSERT INTO photograph (document, place, wanted_at, state)
        SELECT post.document, row_number() OVER (PARTITION BY post.document ORDER BY media.key), :now,
            'waiting'
        FROM (
            SELECT DISTINCT version.document FROM match
            JOIN version ON version.id = match.version
            JOIN document ON document.id = version.document
            WHERE match.matched_at >= :since AND document.kind = 'post' AND document.first_seen_at >= :since
        ) AS matched
        JOIN post ON post.document = matched.document, json_each(post.media) AS media
        WHERE json_extract(media.value, '$.type') = 'photo'
        ON CONFLICT (document, place) DO NOTHING
        """,
        {"now": times.text(now), "since": times.text(now - YOUNG)},
    )
    db.write(
        "UPDATE photograph SET state = 'given_up' WHERE state = 'waiting' AND wanted_at < ?",
        (times.text(now - YOUNG),),
    )


def due(db: Database, now: datetime) -> list[Wanted]:
    """What waits and may be tried, the newest posts first; those of an album in its order."""
    rows = db.rows(
        """
        SELECT photograph.document, photograph.place, photograph.wanted_at, photograph.attempts,
            document.source, post.post_id, post.album_ids, version.raw_sha256, fetch.kind AS shown_by
        FROM photograph
        JOIN document ON document.id = photograph.document
        JOIN post ON post.document = photograph.document
        LEFT JOIN version ON version.id = (
            SELECT id FROM version WHERE document = photograph.document AND raw_sha256 IS NOT NULL
            ORDER BY number DESC LIMIT 1
        )
        LEFT JOIN fetch ON fetch.id = version.fetch
        WHERE photograph.state = 'waiting' AND (photograph.next_at IS NULL OR photograph.next_at <= ?)
        ORDER BY document.first_seen_at DESC, photograph.document, photograph.place
        """,
        (times.text(now),),
    )
    return [_wanted(row) for row in rows]


def spent(db: Database, now: datetime) -> int:
    """Bytes of photographs that came since midnight (UTC), also of such that were not kept."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    found: int = db.value(
        "SELECT coalesce(sum(size_bytes), 0) FROM fetch WHERE kind = 'photograph' AND at >= ?",
        (times.text(midnight),),
    )
    return found


def keep(db: Database, wanted: Wanted, fetch: Fetch, body: bytes, *, via: str) -> None:
    """The photograph has come: fetch, bytes and row in the transaction of the caller."""
    number = fetches.save(db, fetch, body, is_received=False)
    digest = hashlib.sha256(body).hexdigest()
    raws.keep_all(db, {digest: body}, content_type=fetch.content_type, at=fetch.at)
    db.write(
        """
        UPDATE photograph SET state = 'kept', reason = NULL, next_at = NULL, via = :via, url = :url,
            fetch = :fetch, sha256 = :sha256, size_bytes = :size, kept_at = :at
        WHERE document = :document AND place = :place
        """,
        {
            "via": via,
            "url": fetch.url,
            "fetch": number,
            "sha256": digest,
            "size": len(body),
            "at": times.text(fetch.at),
            "document": wanted.document,
            "place": wanted.place,
        },
    )


def failed(db: Database, wanted: Wanted, reason: str, at: datetime, *, via: str) -> None:
    """An attempt brought nothing: when the next one is due, or the end of it."""
    is_last = wanted.attempts >= len(RETRIES)
    next_at = None if is_last else at + RETRIES[wanted.attempts]
    _end(db, wanted, "given_up" if is_last else "waiting", reason, via=via)
    db.write(
        "UPDATE photograph SET attempts = attempts + 1, next_at = ? WHERE document = ? AND place = ?",
        (times.optional_text(next_at), wanted.document, wanted.place),
    )


def too_big(db: Database, wanted: Wanted, size_bytes: int | None, *, via: str) -> None:
    """It is larger than the settings allow; `size_bytes` None: nobody said by how much."""
    _end(db, wanted, "too_big", "too_big", via=via)
    db.write(
        "UPDATE photograph SET size_bytes = ? WHERE document = ? AND place = ?",
        (size_bytes, wanted.document, wanted.place),
    )


def gone(db: Database, wanted: Wanted, reason: str, *, via: str) -> None:
    """Neither its last address nor its post leads to it any more."""
    _end(db, wanted, "gone", reason, via=via)


def of(db: Database, document: int) -> list[Row]:
    """The photographs of a document, as an export shows them."""
    return db.rows(
        """
        SELECT place, state, sha256, size_bytes, kept_at, via FROM photograph
        WHERE document = ? ORDER BY place
        """,
        (document,),
    )


def counts(db: Database) -> dict[str, tuple[int, int]]:
    """How many there are in each state, and how many bytes."""
    rows = db.rows(
        """
        SELECT state, count(*) AS number, coalesce(sum(size_bytes), 0) AS size_bytes FROM photograph
        GROUP BY state ORDER BY state
        """
    )
    return {row["state"]: (row["number"], row["size_bytes"]) for row in rows}


def _end(db: Database, wanted: Wanted, state: str, reason: str, *, via: str) -> None:
    db.write(
        """
        UPDATE photograph SET state = ?, reason = ?, via = ?, next_at = NULL WHERE document = ? AND place = ?
        """,
        (state, reason, via, wanted.document, wanted.place),
    )


def _wanted(row: Row) -> Wanted:
    return Wanted(
        document=row["document"],
        place=row["place"],
        wanted_at=times.moment(row["wanted_at"]),
        attempts=row["attempts"],
        source=row["source"],
        post_id=row["post_id"],
        ids=tuple(json.loads(row["album_ids"])) or (row["post_id"],),
        shown_by=row["shown_by"],
        raw_sha256=row["raw_sha256"],
    )
