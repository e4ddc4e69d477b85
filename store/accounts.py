"""Telegram accounts: how each is, and which names it has looked up."""

from dataclasses import dataclass
from datetime import datetime

from store import times
from store.database import Database, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What stood behind a name when an account looked it up."""

    at: datetime
    found: str  # channel, group, person, bot, nobody
    channel: int | None  # Telegram's number
    title: str | None


def note(
    db: Database,
    account: str,
    state: str,
    now: datetime,
    *,
    why: str | None = None,
    remedy: str | None = None,
) -> None:
    """An account is ok, or why not; a state that lasts keeps its beginning."""
    db.write(
        """
        INSERT INTO account (id, state, since, seen_at, why, remedy)
        VALUES (:id, :state, :now, :now, :why, :remedy)
        ON CONFLICT (id) DO UPDATE SET
            since = CASE WHEN state = excluded.state THEN since ELSE excluded.since END,
            state = excluded.state, seen_at = excluded.seen_at, why = excluded.why, remedy = excluded.remedy
        """,
        {"id": account, "state": state, "now": times.text(now), "why": why, "remedy": remedy},
    )


def known(db: Database) -> list[Row]:
    """Every account that was ever used, by name."""
    return db.rows("SELECT * FROM account ORDER BY id")


def state(db: Database, account: str) -> str | None:
    """How the account was when it was last used; None: never used."""
    found: str | None = db.value("SELECT state FROM account WHERE id = ?", (account,))
    return found


def asked(db: Database, account: str, username: str) -> Asked | None:
    """What an account found behind a name; None: it has not looked."""
    row = db.row(
        "SELECT at, found, channel, title FROM asked_name WHERE account = ? AND username = ?",
        (account, username.lower()),
    )
    return (
        Asked(at=times.moment(row["at"]), found=row["found"], channel=row["channel"], title=row["title"])
        if row
        else None
    )


def keep_asked(db: Database, account: str, username: str, asked: Asked) -> None:
    """Write down what stood behind a name."""
    db.write(
        """
        INSERT OR REPLACE INTO asked_name (account, username, at, found, channel, title)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        (account, username.lower(), times.text(asked.at), asked.found, asked.channel, asked.title),
    )
