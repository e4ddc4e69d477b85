"""
Channels as accounts see them: number, names with their history, what leads there, how far they are read.

The number is the identity: names and titles change, and a freed name can be taken by somebody else.
"""

from dataclasses import dataclass
from datetime import datetime

from store import times
from store.database import Database, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel as the store knows it."""

    id: int  # Telegram's number, positive
    source: str | None  # None: another channel has taken its place
    account: str  # that reads it
    username: str | None  # as Telegram writes it
    title: str
    state: str  # ok, or why it is not read
    state_since: datetime
    why: str | None  # not ok: for a person
    remedy: str | None
    confirmed_at: datetime | None  # None: not read
    newest_id: int  # highest id read; 0: none yet
    looked_at: datetime | None
    next_look_at: datetime | None
    reread_at: datetime | None

    @property
    def is_read(self) -> bool:
        """Whether the account reads it now."""
        return self.confirmed_at is not None and self.state == "ok" and self.source is not None


def save(
    db: Database,
    *,
    id: int,
    source: str,
    account: str,
    username: str | None,
    title: str,
    access_hash: int,
    at: datetime,
) -> Channel:
    """
    Write down what an account has found under the name of a source.

    A channel that had the source before keeps its row and history without it; the caller has decided that.
    """
    db.write("UPDATE channel SET source = NULL WHERE source = ? AND id <> ?", (source, id))
    db.write(
        """
        INSERT INTO channel (id, source, account, username, title, state, state_since)
        VALUES (:id, :source, :account, :username, :title, 'ok', :at)
        ON CONFLICT (id) DO UPDATE SET source = excluded.source, account = excluded.account
        """,
        {
            "id": id,
            "source": source,
            "account": account,
            "username": username,
            "title": title,
            "at": times.text(at),
        },
    )
    keep_access(db, account, id, access_hash)
    keep_name(db, id, username, title, at)
    found = find(db, id)
    assert found is not None
    return found


def find(db: Database, channel_id: int) -> Channel | None:
    """A channel by Telegram's number; None: never seen."""
    row = db.row("SELECT * FROM channel WHERE id = ?", (channel_id,))
    return _channel(row) if row else None


def of_source(db: Database, source: str) -> Channel | None:
    """The channel of a source; None: no account has resolved its name yet."""
    row = db.row("SELECT * FROM channel WHERE source = ?", (source,))
    return _channel(row) if row else None


def known(db: Database) -> list[Channel]:
    """Every channel, in the order of the numbers."""
    return [_channel(row) for row in db.rows("SELECT * FROM channel ORDER BY id")]


def confirm(db: Database, channel_id: int, at: datetime) -> None:
    """Number and title belong to the source: from now on the channel is read by account."""
    db.write("UPDATE channel SET confirmed_at = ? WHERE id = ?", (times.text(at), channel_id))


def set_state(
    db: Database,
    channel_id: int,
    state: str,
    at: datetime,
    *,
    why: str | None = None,
    remedy: str | None = None,
) -> None:
    """The channel is ok, or why it is not read; a state that lasts keeps its beginning."""
    db.write(
        """
        UPDATE channel SET
            state_since = CASE WHEN state = :state THEN state_since ELSE :at END,
            state = :state, why = :why, remedy = :remedy
        WHERE id = :id
        """,
        {"id": channel_id, "state": state, "at": times.text(at), "why": why, "remedy": remedy},
    )


def keep_access(db: Database, account: str, channel_id: int, access_hash: int) -> None:
    """What this account shows to reach the channel without its name."""
    db.write(
        """
        INSERT INTO access (account, channel, access_hash) VALUES (?, ?, ?)
        ON CONFLICT (account, channel) DO UPDATE SET access_hash = excluded.access_hash
        """,
        (account, channel_id, access_hash),
    )


def access_hash(db: Database, account: str, channel_id: int) -> int | None:
    """What leads an account to the channel; None: it has to resolve the name."""
    found: int | None = db.value(
        "SELECT access_hash FROM access WHERE account = ? AND channel = ?", (account, channel_id)
    )
    return found


def keep_name(db: Database, channel_id: int, username: str | None, title: str, at: datetime) -> Row | None:
    """Name and title as they are now; the row of what they were. None: nothing has changed, or it is new."""
    before = db.row(
        "SELECT username, title, since FROM channel_name WHERE channel = ? ORDER BY id DESC LIMIT 1",
        (channel_id,),
    )
    if before and (before["username"], before["title"]) == (username, title):
        return None
    db.write("UPDATE channel SET username = ?, title = ? WHERE id = ?", (username, title, channel_id))
    db.write(
        "INSERT INTO channel_name (channel, username, title, since) VALUES (?, ?, ?, ?)",
        (channel_id, username, title, times.text(at)),
    )
    return before


def names(db: Database, channel_id: int) -> list[Row]:
    """Every name and title the channel had, oldest first, each with `since`."""
    return db.rows(
        "SELECT username, title, since FROM channel_name WHERE channel = ? ORDER BY id", (channel_id,)
    )


def read_up_to(db: Database, channel_id: int, newest_id: int) -> None:
    """The cursor, in the transaction of the page it covers; it never goes back."""
    db.write("UPDATE channel SET newest_id = max(newest_id, ?) WHERE id = ?", (newest_id, channel_id))


def looked_at(db: Database, channel_id: int, at: datetime, next_look_at: datetime) -> None:
    """A look at the newest posts went well."""
    db.write(
        "UPDATE channel SET looked_at = ?, next_look_at = ? WHERE id = ?",
        (times.text(at), times.text(next_look_at), channel_id),
    )


def put_off(db: Database, channel_id: int, until: datetime) -> None:
    """The channel is not due before a time."""
    db.write("UPDATE channel SET next_look_at = ? WHERE id = ?", (times.text(until), channel_id))


def reread(db: Database, channel_id: int, at: datetime) -> None:
    """The posts of seven days have all been read again."""
    db.write("UPDATE channel SET reread_at = ? WHERE id = ?", (times.text(at), channel_id))


def _channel(row: Row) -> Channel:
    return Channel(
        id=row["id"],
        source=row["source"],
        account=row["account"],
        username=row["username"],
        title=row["title"],
        state=row["state"],
        state_since=times.moment(row["state_since"]),
        why=row["why"],
        remedy=row["remedy"],
        confirmed_at=times.optional_moment(row["confirmed_at"]),
        newest_id=row["newest_id"],
        looked_at=times.optional_moment(row["looked_at"]),
        next_look_at=times.optional_moment(row["next_look_at"]),
        reread_at=times.optional_moment(row["reread_at"]),
    )
