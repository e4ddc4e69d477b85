"""A pretend desk for tests: sources, texts, a file of rules, and passes of the stages. All of it invented."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from dazor import alerts, digest, stories
from dazor.config import Config
from store import documents, posts, sources
from store.database import Database
from store.documents import Arrival
from store.types import Counts, Post, Published, Reading

RULES = """
[[rule]]
id = "border"
name = "Border"
sections = ["military"]
query = "граница OR границе OR мяжа OR мяжы OR border"
weight = 2

[[rule]]
id = "drills"
name = "Drills"
sections = ["military"]
query = "учения OR учениях OR вучэнні OR drills"
weight = 3

[[rule]]
id = "sanctions"
name = "Sanctions"
sections = ["political"]
query = "санкции OR санкций OR санкцыі OR sanctions"

[[mute]]
id = "weather"
query = "title:погода"
"""


def make_config(folder: Path, rules: str = RULES, subscribers: tuple[dict[str, Any], ...] = ()) -> Config:
    """Settings whose files lie in a folder, and its rules.toml."""
    (folder / "rules.toml").write_text(rules, encoding="utf-8")
    settings = {"store": {"path": str(folder / "data" / "news.db")}, "subscriber": subscribers}
    return Config.model_validate(settings, context={"folder": folder})


def add_source(
    db: Database, source: str, name: str, *, kind: str = "site", watched_since: datetime | None = None
) -> None:
    with db.transaction():
        sources.save(
            db,
            id=source,
            name=name,
            kind=kind,
            zone="Europe/Minsk",
            languages=["ru"],
            usual_per_day=None,
            is_on=True,
        )
        sources.started(db, source, watched_since or datetime(2024, 1, 1, tzinfo=UTC))


def add_text(
    db: Database,
    source: str,
    key: str,
    text: str,
    seen_at: datetime,
    *,
    title: str | None = None,
    published_at: datetime | None = None,
    precision: str = "minute",
    language: str | None = "ru",
    rubric: str | None = None,
    url: str | None = None,
    is_backfill: bool = False,
) -> int:
    """Save what a source says under a key now; the number of its document. Backfill is a month old."""
    at = published_at or seen_at - (timedelta(days=30) if is_backfill else timedelta(minutes=20))
    reading = Reading(
        extractor="test",
        outcome="ok",
        title=title,
        text=text,
        language=language,
        rubric=rubric,
        published=Published(at=at, precision=precision),
    )
    arrival = Arrival(
        source=source,
        kind="article",
        key=key,
        url=url or f"https://{source}.example/{key}",
        reading=reading,
        seen_at=seen_at,
        is_backfill=is_backfill,
    )
    return documents.save(db, arrival).id


def add_post(
    db: Database,
    channel: str,
    number: int,
    text: str,
    seen_at: datetime,
    forward_of: tuple[str, int] | None = None,
) -> int:
    """Save a post of a channel; the number of its document."""
    origin = forward_of or (None, None)
    post = Post(
        channel=channel,
        post_id=number,
        published_at=seen_at,
        text=text,
        forwarded_from=origin[0],
        forwarded_post_id=origin[1],
    )
    document = add_text(
        db,
        channel,
        str(number),
        text,
        seen_at,
        url=f"https://t.me/{channel}/{number}",
        published_at=seen_at,
        language="be",
    )
    with db.transaction():
        posts.save(db, document, post, at=seen_at, via="preview")
    return document


def add_deletion(db: Database, document: int, at: datetime) -> None:
    with db.transaction():
        documents.miss(db, document, at=at - timedelta(hours=2), detail="not on the page", confirm_after_s=60)
        documents.miss(db, document, at=at, detail="not on the page", confirm_after_s=60)


def match(db: Database, config: Config, now: datetime) -> Counts:
    return alerts.run(db, config, now)


def make_digest(db: Database, config: Config, now: datetime) -> Counts:
    """Match what came, then make the digest if it is due."""
    alerts.run(db, config, now)
    return digest.run(db, config, now)


def fates(db: Database, subscriber: str = "desk") -> dict[int, str]:
    """The fate of each match that has one, for one subscriber."""
    rows = db.rows("SELECT match, fate FROM ledger WHERE subscriber = ? ORDER BY match", (subscriber,))
    return {row["match"]: row["fate"] for row in rows}


def make_stories(db: Database, config: Config, now: datetime) -> None:
    """Find which texts carry the same passages."""
    stories.run(db, config, now)
