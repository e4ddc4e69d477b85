"""Texts with what is known of them: one version each, its document, its source, its post."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from store import posts, times
from store.database import Database, Row
from store.types import Media


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What one version says, who published it and when."""

    version: int
    number: int  # 1: as first seen
    seen_at: datetime
    title: str | None
    text: str
    language: str | None
    sha256: str  # of title and text as words
    document: int
    kind: str  # article, post
    url: str
    first_seen_at: datetime
    published_at: datetime | None
    published_precision: str | None  # minute, day; None: not known
    is_backfill: bool
    gone_at: datetime | None
    gone_detail: str | None
    source: str
    source_name: str
    zone: str  # of the source's bare dates
    watched_since: datetime | None  # when the source was first collected
    found_at: datetime | None  # when an entry point first named the address; None: not that of an article
    post: tuple[str, int] | None  # channel in lower case, number
    forward_of: tuple[str, int] | None  # the post it was forwarded from
    rubric: str | None = None  # the source's own name for its section
    media: tuple[Media, ...] = ()  # what hangs on a post


def above(db: Database, version: int, *, up_to: int, limit: int) -> list[Text]:
    """Texts with a number above one and not above the other, oldest first."""
    rows = db.rows(
        f"{TEXTS} WHERE version.id > ? AND version.id <= ? ORDER BY version.id LIMIT ?",
        (version, up_to, limit),
    )
    return [_text(row) for row in rows]


def below(db: Database, version: int, *, down_to: int, limit: int) -> list[Text]:
    """Texts with a number below one and not below the other, newest first."""
    rows = db.rows(
        f"{TEXTS} WHERE version.id < ? AND version.id >= ? ORDER BY version.id DESC LIMIT ?",
        (version, down_to, limit),
    )
    return [_text(row) for row in rows]


def find(db: Database, versions: Collection[int]) -> dict[int, Text]:
    """These texts by the number of their version."""
    rows = db.rows(
        f"{TEXTS} WHERE version.id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(versions)),)
    )
    return {row["id"]: _text(row) for row in rows}


def before(db: Database, text: Text) -> Text | None:
    """What the document said one version earlier; None: this is the first."""
    row = db.row(
        f"{TEXTS} WHERE version.document = ? AND version.number = ?", (text.document, text.number - 1)
    )
    return _text(row) if row else None


def is_newest(db: Database, text: Text) -> bool:
    """Whether the document says this still, as far as is known."""
    later = db.value(
        "SELECT 1 FROM version WHERE document = ? AND number > ? LIMIT 1", (text.document, text.number)
    )
    return later is None


def newest(db: Database) -> int:
    """The number of the newest version, 0 where there is none."""
    number: int = db.value("SELECT coalesce(max(id), 0) FROM version")
    return number


TEXTS = """
SELECT version.id, version.number, version.seen_at, version.title, version.text, version.language,
    version.rubric, version.sha256,
    document.id AS document, document.kind, document.url, document.first_seen_at, document.published_at,
    document.published_precision, document.is_backfill,
    document.gone_at, document.gone_detail,
    source.id AS source, source.name AS source_name, source.zone, source.first_collected_at,
    post.channel, post.post_id, post.forwarded_from, post.forwarded_post_id, post.media,
    url.found_at
FROM version
JOIN document ON document.id = version.document
JOIN source ON source.id = document.source
LEFT JOIN post ON post.document = document.id
LEFT JOIN fetch ON fetch.id = version.fetch AND fetch.kind = 'article'
LEFT JOIN url ON url.id = fetch.url_id
"""


def _text(row: Row) -> Text:
    return Text(
        version=row["id"],
        number=row["number"],
        seen_at=times.moment(row["seen_at"]),
        title=row["title"],
        text=row["text"],
        language=row["language"],
        rubric=row["rubric"],
        sha256=row["sha256"],
        document=row["document"],
        kind=row["kind"],
        url=row["url"],
        first_seen_at=times.moment(row["first_seen_at"]),
        published_at=times.optional_moment(row["published_at"]),
        published_precision=row["published_precision"],
        is_backfill=bool(row["is_backfill"]),
        gone_at=times.optional_moment(row["gone_at"]),
        gone_detail=row["gone_detail"],
        source=row["source"],
        source_name=row["source_name"],
        zone=row["zone"],
        watched_since=times.optional_moment(row["first_collected_at"]),
        found_at=times.optional_moment(row["found_at"]),
        post=_post(row["channel"], row["post_id"]),
        forward_of=_post(row["forwarded_from"], row["forwarded_post_id"]),
        media=posts.media(row["media"]),
    )


def _post(channel: str | None, number: int | None) -> tuple[str, int] | None:
    """User names of Telegram do not differ by case."""
    return (channel.lower(), number) if channel is not None and number is not None else None
