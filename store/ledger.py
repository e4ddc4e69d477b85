"""Subscribers, their digests, and what became of each match for each of them."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from store import matches, revisions, times
from store.database import Database, Row
from store.notices import Notice

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
    fate: str  # delivered, folded, muted, left_out
    # folded: the match it is shown or was told with; muted: the mute; left_out: what it is not of
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One digest, whole."""

    id: int
    subscriber: str
    day: date  # of the subscriber's zone
    text: str
    html: str
    markdown: str
    of_day: int = 1  # 1: the first digest of its day, 2: the second …


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


def welcome_all(db: Database, subscribers: Iterable[str], now: datetime) -> None:
    """Those who are new start at the newest match. To be called before what comes now is matched."""
    for subscriber in subscribers:
        welcome(db, subscriber, now)


def last_made(db: Database, subscriber: str) -> datetime | None:
    """When the subscriber's newest digest was made; None: there is none."""
    return times.optional_moment(
        db.value("SELECT at FROM digest WHERE subscriber = ? ORDER BY id DESC LIMIT 1", (subscriber,))
    )


def version_before_last(db: Database, subscriber: Subscriber) -> int:
    """The newest version when the digest before the last one was made; else that of the last one."""
    version: int | None = db.value(
        "SELECT last_version FROM digest WHERE subscriber = ? ORDER BY id DESC LIMIT 1 OFFSET 1",
        (subscriber.id,),
    )
    return subscriber.last_version if version is None else version


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


def settle(
    db: Database,
    digest: int,
    fates: Iterable[Fate],
    notices: Iterable[Notice],
    *,
    wanted: Collection[str] | None = None,
) -> None:
    """
    Write down what became of the matches of a digest; backfill and rerun matches are archived.

    Those of rules that are not among `wanted` (None: all are) are left out instead.
    """
    row = db.row("SELECT * FROM digest WHERE id = ?", (digest,))
    assert row is not None
    db.conn.executemany(
        "INSERT INTO ledger (subscriber, match, digest, fate, why) VALUES (?, ?, ?, ?, ?)",
        [(row["subscriber"], fate.match, digest, fate.fate, fate.why) for fate in fates],
    )
    db.write(
        """
        INSERT INTO ledger (subscriber, match, digest, fate, why)
        SELECT :subscriber, id, :id,
            CASE WHEN rule IN (SELECT value FROM json_each(:left_out)) THEN 'left_out' ELSE 'archived' END,
            origin
        FROM match
        WHERE id > :first_match AND id <= :last_match AND origin IN ('backfill', 'rerun')
        """,
        {key: row[key] for key in ("subscriber", "id", "first_match", "last_match")}
        | {"left_out": json.dumps(sorted(_others(db, wanted)))},
    )
    for notice in notices:
        db.write(
            "INSERT INTO notice (subscriber, document, what, mark, digest) VALUES (?, ?, ?, ?, ?)",
            (row["subscriber"], notice.document, notice.what, notice.mark, digest),
        )


def _others(db: Database, wanted: Collection[str] | None) -> set[str]:
    """The rules that are not wanted."""
    if wanted is None:
        return set()
    return {row["rule"] for row in db.rows("SELECT DISTINCT rule FROM rule_revision")} - set(wanted)


def unwritten(db: Database, subscriber: str) -> list[Digest]:
    """Digests whose files are still to be written, oldest first."""
    rows = db.rows(
        """
        SELECT digest.*, (
            SELECT count(*) FROM digest AS other
            WHERE other.subscriber = digest.subscriber AND other.day = digest.day AND other.id <= digest.id
        ) AS of_day
        FROM digest WHERE subscriber = ? AND written_at IS NULL ORDER BY id
        """,
        (subscriber,),
    )
    return [_digest(row) for row in rows]


def written(db: Database, digest: int, now: datetime) -> None:
    """The files of a digest lie where they belong."""
    db.write("UPDATE digest SET written_at = ? WHERE id = ?", (times.text(now), digest))


def _digest(row: Row) -> Digest:
    return Digest(
        id=row["id"],
        subscriber=row["subscriber"],
        day=date.fromisoformat(row["day"]),
        text=row["text"],
        html=row["html"],
        markdown=row["markdown"],
        of_day=row["of_day"],
    )
