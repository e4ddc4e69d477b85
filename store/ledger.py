"""Subscribers, their digests, and what became of each match for each of them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from store import matches, revisions, times
from store.database import Database, Row

DESK = "desk"  # the built-in subscriber


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """Somebody who gets a digest, and how far they have got."""

    id: str
    since: datetime
    cursor: int  # last match that is settled
    last_version: int  # newest version that a digest counted as collected


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of a match."""

    match: int
    fate: str  # delivered, folded, muted
    why: str | None = None  # folded: the match it is shown with; muted: the mute


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a digest says of a document besides its matches, so that it is said once."""

    document: int
    what: str  # gone, words_gone
    mark: str  # gone: gone_at; words_gone: the version without the words


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One digest, whole."""

    id: int
    subscriber: str
    day: date  # of the desk's zone
    text: str
    html: str
    markdown: str


def find(db: Database, subscriber: str) -> Subscriber | None:
    """A subscriber by name; None: not known yet."""
    row = db.row("SELECT * FROM subscriber WHERE id = ?", (subscriber,))
    if row is None:
        return None
    return Subscriber(
        id=row["id"],
        since=times.moment(row["since"]),
        cursor=row["cursor"],
        last_version=row["last_version"],
    )


def welcome(db: Database, subscriber: str, now: datetime) -> Subscriber:
    """
    The subscriber; one who is new starts at the newest match. May be called again.

    What the alert stage has not looked at yet is news for a new one, and counts
    as collected since.
    """
    db.write(
        """
        INSERT INTO subscriber (id, since, cursor, last_version) VALUES (?, ?, ?, ?)
        ON CONFLICT (id) DO NOTHING
        """,
        (subscriber, times.text(now), matches.newest(db), revisions.looked_up_to(db)),
    )
    found = find(db, subscriber)
    assert found is not None
    return found


def last_day(db: Database, subscriber: str) -> date | None:
    """The day of the subscriber's newest digest; None: there is none."""
    day: str | None = db.value("SELECT max(day) FROM digest WHERE subscriber = ?", (subscriber,))
    return date.fromisoformat(day) if day else None


def save(
    db: Database,
    before: Subscriber,
    *,
    at: datetime,
    day: date,
    last_match: int,
    last_version: int,
    counts: Mapping[str, int],
    text: str,
    html: str,
    markdown: str,
) -> int | None:
    """
    Keep a digest and move the subscriber's cursor; its number.

    None, and nothing is written, where somebody else moved the cursor since
    `before` was read.
    """
    moved = db.row(
        """
        UPDATE subscriber SET cursor = ?, last_version = ? WHERE id = ? AND cursor = ? AND last_version = ?
        RETURNING id
        """,
        (last_match, last_version, before.id, before.cursor, before.last_version),
    )
    if moved is None:
        return None
    return db.write(
        """
        INSERT INTO digest (subscriber, at, day, first_match, last_match, last_version, counts, text, html,
            markdown)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            before.id,
            times.text(at),
            day.isoformat(),
            before.cursor,
            last_match,
            last_version,
            json.dumps(dict(counts)),
            text,
            html,
            markdown,
        ),
    )


def settle(db: Database, digest: int, fates: Iterable[Fate], notices: Iterable[Notice]) -> None:
    """Write down what became of the matches of a digest; backfill and rerun matches are archived."""
    row = db.row("SELECT * FROM digest WHERE id = ?", (digest,))
    assert row is not None
    for fate in fates:
        db.write(
            "INSERT INTO ledger (subscriber, match, digest, fate, why) VALUES (?, ?, ?, ?, ?)",
            (row["subscriber"], fate.match, digest, fate.fate, fate.why),
        )
    db.write(
        """
        INSERT INTO ledger (subscriber, match, digest, fate, why)
        SELECT :subscriber, id, :id, 'archived', origin FROM match
        WHERE id > :first_match AND id <= :last_match AND origin IN ('backfill', 'rerun')
        """,
        {key: row[key] for key in ("subscriber", "id", "first_match", "last_match")},
    )
    for notice in notices:
        db.write(
            "INSERT INTO notice (subscriber, document, what, mark, digest) VALUES (?, ?, ?, ?, ?)",
            (row["subscriber"], notice.document, notice.what, notice.mark, digest),
        )


def unwritten(db: Database, subscriber: str) -> list[Digest]:
    """Digests whose files are still to be written, oldest first."""
    rows = db.rows(
        "SELECT * FROM digest WHERE subscriber = ? AND written_at IS NULL ORDER BY id", (subscriber,)
    )
    return [_digest(row) for row in rows]


def written(db: Database, digest: int, now: datetime) -> None:
    """The files of a digest lie where they belong."""
    db.write("UPDATE digest SET written_at = ? WHERE id = ?", (times.text(now), digest))


def newly_gone(db: Database, subscriber: Subscriber, last_match: int) -> list[Notice]:
    """
    Documents that are gone and of which the subscriber was told or is told up to `last_match`.

    Only what was not said yet, in the order they went; muted documents are left out.
    """
    return _notices(db, GONE, subscriber, last_match)


def newly_silent(db: Database, subscriber: Subscriber, last_match: int) -> list[Notice]:
    """
    Documents that a rule in force matched and whose newest text none matches any more.

    Only what was not said yet and has been matched by every rule, in the order
    the texts came; muted documents are left out.
    """
    return _notices(db, WORDS_GONE, subscriber, last_match)


TOLD = """
SELECT version.document, max(version.number) AS number
FROM match
JOIN version ON version.id = match.version
LEFT JOIN ledger ON ledger.match = match.id AND ledger.subscriber = :subscriber
WHERE (match.id > :cursor AND match.id <= :last_match AND match.origin IN ('live', 'edit'))
    OR ledger.fate IN ('delivered', 'folded')
GROUP BY version.document
"""

GONE = f"""
SELECT document.id AS document, 'gone' AS what, document.gone_at AS mark
FROM document JOIN ({TOLD}) AS told ON told.document = document.id
WHERE document.gone_at IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM notice
        WHERE notice.subscriber = :subscriber AND notice.document = document.id
            AND notice.what = 'gone' AND notice.mark = document.gone_at
    )
ORDER BY document.gone_at, document.id
"""

WORDS_GONE = f"""
SELECT version.document, 'words_gone' AS what, CAST(version.id AS TEXT) AS mark
FROM version JOIN ({TOLD}) AS told ON told.document = version.document
WHERE version.number = (SELECT max(number) FROM version AS other WHERE other.document = version.document)
    AND version.number > told.number
    AND version.id <= (
        SELECT coalesce(min(matched_up_to), 0) FROM rule_revision WHERE kind = 'rule' AND until IS NULL
    )
    AND NOT EXISTS (SELECT 1 FROM match WHERE match.version = version.id)
    AND NOT EXISTS (
        SELECT 1 FROM notice
        WHERE notice.subscriber = :subscriber AND notice.document = version.document
            AND notice.what = 'words_gone' AND notice.mark = CAST(version.id AS TEXT)
    )
ORDER BY version.id
"""


def _notices(db: Database, sql: str, subscriber: Subscriber, last_match: int) -> list[Notice]:
    rows = db.rows(sql, {"subscriber": subscriber.id, "cursor": subscriber.cursor, "last_match": last_match})
    return [Notice(document=row["document"], what=row["what"], mark=row["mark"]) for row in rows]


def _digest(row: Row) -> Digest:
    return Digest(
        id=row["id"],
        subscriber=row["subscriber"],
        day=date.fromisoformat(row["day"]),
        text=row["text"],
        html=row["html"],
        markdown=row["markdown"],
    )
