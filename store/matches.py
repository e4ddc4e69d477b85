"""Matches: where a rule found its words, numbered in the order they were found."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from store import times
from store.database import Database, Row

Span = tuple[int, int]  # start, end in code points, end not included


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A rule and a text it matches."""

    id: int
    rule: str
    revision: int  # that first found it
    version: int
    document: int
    origin: str  # live, backfill, rerun, edit
    spans: tuple[Span, ...]
    title_spans: tuple[Span, ...]
    words: tuple[str, ...]  # as written in the text


def save(
    db: Database,
    *,
    rule: str,
    revision: int,
    version: int,
    origin: str,
    spans: tuple[Span, ...],
    title_spans: tuple[Span, ...],
    words: tuple[str, ...],
    now: datetime,
) -> bool:
    """Keep a match; False where the rule had matched this version before, whatever its text was then."""
    db.write(
        """
        INSERT INTO match (rule, revision, version, matched_at, origin, spans, title_spans, words)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (rule, version) DO NOTHING
        """,
        (
            rule,
            revision,
            version,
            times.text(now),
            origin,
            json.dumps(spans),
            json.dumps(title_spans),
            json.dumps(words, ensure_ascii=False),
        ),
    )
    return bool(db.value("SELECT changes()"))


def newest(db: Database) -> int:
    """The number of the newest match, 0 where there is none."""
    number: int = db.value("SELECT coalesce(max(id), 0) FROM match")
    return number


def news(db: Database, after: int, up_to: int) -> list[Match]:
    """The live and edit matches above one number and not above the other, in the order they were found."""
    rows = db.rows(
        f"""
        {MATCHES} WHERE match.id > ? AND match.id <= ? AND match.origin IN ('live', 'edit')
        ORDER BY match.id
        """,
        (after, up_to),
    )
    return [_match(row) for row in rows]


def has_news(db: Database, after: int, rules: Collection[str]) -> bool:
    """Whether one of these rules has a live or edit match above a number."""
    found = db.value(
        """
        SELECT EXISTS (
            SELECT 1 FROM match
            WHERE id > ? AND origin IN ('live', 'edit') AND rule IN (SELECT value FROM json_each(?))
        )
        """,
        (after, json.dumps(sorted(rules))),
    )
    return bool(found)


def old(db: Database, after: int, up_to: int) -> list[tuple[str, str, int]]:
    """Rule, origin and count of the backfill and rerun matches above one number and not above the other."""
    rows = db.rows(
        """
        SELECT rule, origin, count(*) AS matches FROM match
        WHERE id > ? AND id <= ? AND origin IN ('backfill', 'rerun')
        GROUP BY rule, origin
        ORDER BY rule, origin
        """,
        (after, up_to),
    )
    return [(row["rule"], row["origin"], row["matches"]) for row in rows]


def of_documents(db: Database, documents: list[int]) -> list[Match]:
    """All matches of these documents, in the order they were found."""
    rows = db.rows(
        f"{MATCHES} WHERE version.document IN (SELECT value FROM json_each(?)) ORDER BY match.id",
        (json.dumps(documents),),
    )
    return [_match(row) for row in rows]


MATCHES = """
SELECT match.*, version.document
FROM match JOIN version ON version.id = match.version
"""


def _match(row: Row) -> Match:
    return Match(
        id=row["id"],
        rule=row["rule"],
        revision=row["revision"],
        version=row["version"],
        document=row["document"],
        origin=row["origin"],
        spans=_spans(row["spans"]),
        title_spans=_spans(row["title_spans"]),
        words=tuple(json.loads(row["words"])),
    )


def _spans(value: str) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in json.loads(value))
