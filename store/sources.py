"""Sources and their entry points: who is watched, and how each way in answered."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from store import times
from store.database import Database, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry point as the store knows it."""

    id: int
    source: str
    kind: str
    url: str
    etag: str | None
    last_modified: str | None
    next_look_at: datetime | None
    last_good_at: datetime | None
    last_new_at: datetime | None
    failing_since: datetime | None
    bad_looks: int
    last_outcome: str | None
    newest_post: int | None


def save(
    db: Database,
    *,
    id: str,
    name: str,
    kind: str,
    zone: str,
    languages: Iterable[str],
    usual_per_day: float | None,
    is_on: bool,
) -> None:
    """Write down a source as its file says it now."""
    db.write(
        """
        INSERT INTO source (id, name, kind, zone, languages, usual_per_day, is_on)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET
            name = excluded.name, kind = excluded.kind, zone = excluded.zone, languages = excluded.languages,
            usual_per_day = excluded.usual_per_day, is_on = excluded.is_on
        """,
        (id, name, kind, zone, json.dumps(list(languages)), usual_per_day, is_on),
    )


def ids(db: Database) -> list[str]:
    """All sources that were ever watched."""
    return [row["id"] for row in db.rows("SELECT id FROM source ORDER BY id")]


def became_due(db: Database, since: datetime, now: datetime) -> bool:
    """Whether an entry point or address has come due after `since`; what was due before was not wanted."""
    return bool(
        db.value(
            """
            SELECT EXISTS (SELECT 1 FROM entry WHERE next_look_at > :since AND next_look_at <= :now)
                OR EXISTS (
                    SELECT 1 FROM url
                    WHERE state IN ('waiting', 'fetched') AND next_look_at > :since AND next_look_at <= :now
                )
            """,
            {"since": times.text(since), "now": times.text(now)},
        )
    )


def save_entry(db: Database, source: str, kind: str, url: str) -> Entry:
    """An entry point of a source; made where it is new."""
    db.write(
        """
        INSERT INTO entry (source, kind, url) VALUES (?, ?, ?)
        ON CONFLICT (source, url) DO UPDATE SET kind = excluded.kind
        """,
        (source, kind, url),
    )
    row = db.row("SELECT * FROM entry WHERE source = ? AND url = ?", (source, url))
    assert row is not None
    return _entry(row)


def entry(db: Database, entry_id: int) -> Entry:
    """An entry point by its number."""
    row = db.row("SELECT * FROM entry WHERE id = ?", (entry_id,))
    assert row is not None
    return _entry(row)


def entries(db: Database) -> list[Entry]:
    """Every entry point, also those that have left the source files, in the order they came."""
    return [_entry(row) for row in db.rows("SELECT * FROM entry ORDER BY id")]


def looked_at(
    db: Database,
    entry_id: int,
    *,
    outcome: str,
    is_good: bool,
    at: datetime,
    wait: timedelta,
    found_new: bool = False,
) -> None:
    """An entry point has answered or failed; the next look is `wait` from now."""
    stamp = times.text(at)
    db.write(
        """
        UPDATE entry SET
            last_outcome = :outcome,
            next_look_at = :next,
            last_good_at = CASE WHEN :good THEN :at ELSE last_good_at END,
            last_new_at = CASE WHEN :new THEN :at ELSE last_new_at END,
            failing_since = CASE WHEN :good THEN NULL ELSE coalesce(failing_since, :at) END,
            bad_looks = CASE WHEN :good THEN 0 ELSE bad_looks + 1 END
        WHERE id = :id
        """,
        {
            "id": entry_id,
            "outcome": outcome,
            "good": is_good,
            "new": found_new,
            "at": stamp,
            "next": times.text(at + wait),
        },
    )


def keep_validators(db: Database, entry_id: int, etag: str | None, last_modified: str | None) -> None:
    """What a conditional request needs; only in the transaction that stores the links of that body."""
    db.write("UPDATE entry SET etag = ?, last_modified = ? WHERE id = ?", (etag, last_modified, entry_id))


def leave_alone(db: Database, source: str, until: datetime) -> None:
    """Nothing of a source is due before a time: its site asked for it."""
    values = {"source": source, "until": times.text(until)}
    db.write(
        """
        UPDATE entry SET next_look_at = :until
        WHERE source = :source AND (next_look_at IS NULL OR next_look_at < :until)
        """,
        values,
    )
    db.write(
        """
        UPDATE url SET next_look_at = :until
        WHERE source = :source AND (next_look_at < :until OR (state = 'waiting' AND next_look_at IS NULL))
        """,
        values,
    )


def seen_post(db: Database, entry_id: int, number: int) -> None:
    """A preview has shown this post; the highest number of all is remembered."""
    db.write(
        "UPDATE entry SET newest_post = max(coalesce(newest_post, 0), ?) WHERE id = ?", (number, entry_id)
    )


def rest_preview(db: Database, source: str, newest_post: int, until: datetime) -> None:
    """The preview of a channel that an account has read up to a post is not due before a time."""
    db.write(
        """
        UPDATE entry SET next_look_at = ?, newest_post = max(coalesce(newest_post, 0), ?)
        WHERE source = ? AND kind = 'preview'
        """,
        (times.text(until), newest_post, source),
    )


def wake_preview(db: Database, source: str) -> None:
    """The preview of a channel is due now: its account does not read it."""
    db.write("UPDATE entry SET next_look_at = NULL WHERE source = ? AND kind = 'preview'", (source,))


def take_back(db: Database, source: str) -> None:
    """The account of a channel is in the settings no more: once, at that, its preview is due now."""
    db.write(
        """
        UPDATE entry SET next_look_at = NULL
        WHERE source = ? AND kind = 'account' AND next_look_at IS NOT NULL
        """,
        (source,),
    )
    if db.value("SELECT changes()"):
        wake_preview(db, source)


def keep_body(db: Database, entry_id: int, sha256: str, *, is_good: bool) -> str | None:
    """Remember the last good or bad body of an entry point; gives the one it replaces."""
    column = "good_raw" if is_good else "bad_raw"
    before: str | None = db.value(f"SELECT {column} FROM entry WHERE id = ?", (entry_id,))
    db.write(f"UPDATE entry SET {column} = ? WHERE id = ?", (sha256, entry_id))
    return None if before == sha256 else before


def started(db: Database, source: str, now: datetime) -> datetime:
    """When this source was first collected; from the first good answer on."""
    stamp = times.text(now)
    db.write(
        "UPDATE source SET first_collected_at = coalesce(first_collected_at, ?) WHERE id = ?", (stamp, source)
    )
    return times.moment(db.value("SELECT first_collected_at FROM source WHERE id = ?", (source,)))


def first_collected_at(db: Database, source: str) -> datetime | None:
    """When this source was first collected; None: never yet."""
    return times.optional_moment(db.value("SELECT first_collected_at FROM source WHERE id = ?", (source,)))


def per_hour(db: Database, source: str, since: datetime, now: datetime) -> tuple[list[int], timedelta]:
    """
    How many texts came in each hour of the day (UTC) since a time, and how long the source was watched then.

    Without the first day: what comes at first has gathered for long.
    """
    began = first_collected_at(db, source)
    if began is None:
        return [0] * 24, timedelta(0)
    start = max(since, began + timedelta(days=1))
    rows = db.rows(
        """
        SELECT substr(first_seen_at, 12, 2) AS hour, count(*) AS texts FROM document
        WHERE source = ? AND first_seen_at >= ? AND first_seen_at < ? AND is_backfill = 0
        GROUP BY hour
        """,
        (source, times.text(start), times.text(now)),
    )
    found = {int(row["hour"]): row["texts"] for row in rows}
    return [found.get(hour, 0) for hour in range(24)], max(now - start, timedelta(0))


def health(db: Database) -> list[Row]:
    """Every source with its entry points' outcomes and what came from it, for the doctor and the footer."""
    return db.rows(
        """
        SELECT
            source.id, source.name, source.kind, source.is_on, source.usual_per_day,
            source.first_collected_at,
            min(
                CASE WHEN entry.failing_since IS NULL AND entry.last_good_at IS NOT NULL THEN 1 END
            ) AS has_good_entry,
            max(entry.last_good_at) AS last_good_at,
            min(entry.failing_since) AS failing_since,
            group_concat(
                DISTINCT CASE WHEN entry.failing_since IS NOT NULL THEN entry.last_outcome END
            ) AS outcomes,
            (SELECT max(first_seen_at) FROM document WHERE document.source = source.id) AS last_document_at,
            (SELECT count(*) FROM document WHERE document.source = source.id) AS documents,
            (SELECT count(*) FROM url WHERE url.source = source.id AND state = 'waiting') AS waiting,
            (
                SELECT count(*) FROM url
                WHERE url.source = source.id AND state IN ('refused', 'given_up') AND reason IS NOT 'too_old'
            ) AS refused
        FROM source LEFT JOIN entry ON entry.source = source.id
        GROUP BY source.id
        ORDER BY source.id
        """
    )


def _entry(row: Row) -> Entry:
    return Entry(
        id=row["id"],
        source=row["source"],
        kind=row["kind"],
        url=row["url"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        next_look_at=times.optional_moment(row["next_look_at"]),
        last_good_at=times.optional_moment(row["last_good_at"]),
        last_new_at=times.optional_moment(row["last_new_at"]),
        failing_since=times.optional_moment(row["failing_since"]),
        bad_looks=row["bad_looks"],
        last_outcome=row["last_outcome"],
        newest_post=row["newest_post"],
    )
