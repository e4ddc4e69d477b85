"""Posts: what a document has besides its text, counters over time, and those a look should have shown."""

import json
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from store import times
from store.database import Database
from store.types import Post


def save(db: Database, document_id: int, post: Post, *, at: datetime, via: str) -> None:
    """Keep what a look showed of a post. What it does not show (an edit time) is not forgotten."""
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
            "album_ids": json.dumps(post.album_ids),
            "author": post.author,
            "html": post.html,
            "is_edited": post.is_edited,
            "edited_at": times.optional_text(post.edited_at),
            "forwarded_from": post.forwarded_from,
            "forwarded_post_id": post.forwarded_post_id,
            "reply_to": post.reply_to,
            "media": json.dumps([asdict(media) for media in post.media], ensure_ascii=False),
            "links": json.dumps(post.links, ensure_ascii=False),
            "at": times.text(at),
            "via": via,
        },
    )
    _count(db, document_id, post, at)


def missing(db: Database, channel: str, shown: Collection[int]) -> list[tuple[int, int]]:
    """Stored posts that a look skipped between its lowest and highest number, as (document, number)."""
    if not shown:
        return []
    rows = db.rows(
        """
        SELECT document, post_id FROM post
        WHERE channel = ? AND post_id > ? AND post_id < ?
        ORDER BY post_id
        """,
        (channel, min(shown), max(shown)),
    )
    return [(row["document"], row["post_id"]) for row in rows if row["post_id"] not in shown]


def _count(db: Database, document_id: int, post: Post, at: datetime) -> None:
    """A row of counters where one moved."""
    reactions = json.dumps(post.reactions, ensure_ascii=False)
    last = db.row(
        "SELECT views, forwards, reactions FROM counter WHERE document = ? ORDER BY at DESC LIMIT 1",
        (document_id,),
    )
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
