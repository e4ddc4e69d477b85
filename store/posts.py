"""Posts: what a document has besides its text, counters over time, and those a look should have shown."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from store import times
from store.database import Database, Row
from store.types import Media, Post

_ENCODER = json.JSONEncoder(ensure_ascii=False)
LONGEST_ALBUM = 10  # posts; Telegram takes no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """A stored post that a look should have shown and did not."""

    document: int
    post_id: int
    ids: tuple[int, ...]  # its own, of an album all
    last_seen_at: str
    absent_since: datetime | None  # an earlier look missed it too


def save(db: Database, document_id: int, post: Post, *, at: datetime, via: str, is_new: bool = False) -> None:
    """
    Keep what a look showed of a post. What it does not show (an edit time) is not forgotten.

    `is_new` spares the question what its counters were before.
    """
    db.write(
        """
        INSERT INTO post (document, channel, post_id, album_ids, author, html, is_edited, edited_at,
            forwarded_from, forwarded_post_id, reply_to, media, links, last_seen_at, via)
        VALUES (:document, :channel, :post_id, :album_ids, :author, :html, :is_edited, :edited_at,
            :forwarded_from, :forwarded_post_id, :reply_to, :media, :links, :at, :via)
        ON CONFLICT (document) DO UPDATE SET
            album_ids = excluded.album_ids,
            author = excluded.author,
            html = coalesce(excluded.html, post.html),
            is_edited = max(post.is_edited, excluded.is_edited),
            edited_at = coalesce(excluded.edited_at, post.edited_at),
            media = excluded.media,
            links = excluded.links,
            last_seen_at = excluded.last_seen_at,
            via = excluded.via
        """,
        {
            "document": document_id,
            "channel": post.channel,
            "post_id": post.post_id,
            "album_ids": _json(post.album_ids),
            "author": post.author,
            "html": post.html,
            "is_edited": post.is_edited,
            "edited_at": times.optional_text(post.edited_at),
            "forwarded_from": post.forwarded_from,
            "forwarded_post_id": post.forwarded_post_id,
            "reply_to": post.reply_to,
            "media": _json([_facts(media) for media in post.media]),
            "links": _json(post.links),
            "at": times.text(at),
            "via": via,
        },
    )
    _count(db, document_id, post, at, is_new=is_new)


def missing(db: Database, source: str, low: int, high: int, shown: Collection[int]) -> list[Absent]:
    """Stored posts with a number from `low` to `high` that a look did not show and that are not gone yet."""
    wanted = [str(number) for number in range(low, high + 1) if number not in shown]
    rows = db.rows(
        """
        SELECT post.document, post.post_id, post.album_ids, post.last_seen_at, document.absent_since
        FROM document JOIN post ON post.document = document.id
        WHERE document.source = ? AND document.key IN (SELECT value FROM json_each(?))
        AND document.gone_at IS NULL
        ORDER BY post.post_id
        """,
        (source, json.dumps(wanted)),
    )
    return [_absent(row) for row in rows]


def absent(db: Database, source: str, before: datetime) -> list[Absent]:
    """Posts that a look before a time has missed and none has found since, and that are not gone yet."""
    rows = db.rows(
        """
        SELECT post.document, post.post_id, post.album_ids, post.last_seen_at, document.absent_since
        FROM document JOIN post ON post.document = document.id
        WHERE document.source = ? AND document.absent_since <= ? AND document.gone_at IS NULL
        ORDER BY post.post_id
        """,
        (source, times.text(before)),
    )
    return [_absent(row) for row in rows]


def lowest(db: Database, source: str) -> int | None:
    """The lowest number of a stored post of a source; None: there is none."""
    found: int | None = db.value(
        """
        SELECT min(post.post_id) FROM document JOIN post ON post.document = document.id
        WHERE document.source = ?
        """,
        (source,),
    )
    return found


def album_with(db: Database, source: str, number: int) -> int | None:
    """The number of the stored album that has this post among its parts; None: there is none."""
    rows = db.rows(
        """
        SELECT post.post_id, post.album_ids FROM document JOIN post ON post.document = document.id
        WHERE document.source = ? AND document.key IN (SELECT value FROM json_each(?))
        AND post.album_ids <> '[]'
        ORDER BY post.post_id DESC
        """,
        (source, json.dumps([str(one) for one in range(number - LONGEST_ALBUM, number)])),
    )
    return next((row["post_id"] for row in rows if number in json.loads(row["album_ids"])), None)


def _absent(row: Row) -> Absent:
    return Absent(
        document=row["document"],
        post_id=row["post_id"],
        ids=tuple(json.loads(row["album_ids"])) or (row["post_id"],),
        last_seen_at=row["last_seen_at"],
        absent_since=times.optional_moment(row["absent_since"]),
    )


def _count(db: Database, document_id: int, post: Post, at: datetime, *, is_new: bool) -> None:
    """A row of counters where one moved."""
    reactions = _json(post.reactions)
    last = None if is_new else _last_count(db, document_id)
    if last is None or (last["views"], last["forwards"], last["reactions"]) != (
        post.views,
        post.forwards,
        reactions,
    ):
        db.write(
            """
            INSERT OR REPLACE INTO counter (document, at, views, forwards, reactions)
            VALUES (?, ?, ?, ?, ?)
            """,
            (document_id, times.text(at), post.views, post.forwards, reactions),
        )


def _last_count(db: Database, document_id: int) -> Row | None:
    return db.row(
        "SELECT views, forwards, reactions FROM counter WHERE document = ? ORDER BY at DESC LIMIT 1",
        (document_id,),
    )


def media(stored: str | None) -> tuple[Media, ...]:
    """What hangs on a post, from its column; nothing where there is no post."""
    if stored in (None, "[]"):
        return ()
    return tuple(Media(**one | {"options": tuple(one["options"])}) for one in json.loads(stored))


def _facts(media: Media) -> dict[str, object]:
    return {name: getattr(media, name) for name in Media.__slots__}


def _json(values: Sequence[object]) -> str:
    return _ENCODER.encode(values) if values else "[]"
