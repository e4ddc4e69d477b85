"""What is asked of the store when a rule is tried: how much there is, and what is known of it already."""

import json
from collections.abc import Collection
from datetime import datetime

from store import times
from store.database import Database


def seen_since(db: Database, moment: datetime) -> tuple[int, int]:
    """
    The first version seen since then, and how many documents were.

    Numbers follow the time of the look, nearly: the newest that is older decides.
    """
    last: int | None = db.value(
        "SELECT id FROM version WHERE seen_at < ? ORDER BY id DESC LIMIT 1", (times.text(moment),)
    )
    first = (last or 0) + 1
    documents: int = db.value("SELECT count(DISTINCT document) FROM version WHERE id >= ?", (first,))
    return first, documents


def last_match(db: Database, rule: str) -> datetime | None:
    """When the newest text was seen that any revision of a rule ever matched; None: it never matched one."""
    seen_at: str | None = db.value(
        """
        SELECT max(version.seen_at) FROM match JOIN version ON version.id = match.version
        WHERE match.rule = ?
        """,
        (rule,),
    )
    return times.optional_moment(seen_at)


def in_digests(db: Database, first: int, rules: Collection[str]) -> int:
    """How many documents with a version from that number on these rules brought into the digest."""
    number: int = db.value(
        """
        SELECT count(DISTINCT version.document) FROM match JOIN version ON version.id = match.version
        WHERE version.id >= ? AND match.origin IN ('live', 'edit')
            AND match.rule IN (SELECT value FROM json_each(?))
        """,
        (first, json.dumps(sorted(rules))),
    )
    return number
