"""What Telegram told an account to leave alone, and until when; what of a budget is spent."""

from datetime import UTC, datetime

from store import times
from store.database import Database, Row


def note(db: Database, account: str, method: str, *, until: datetime, now: datetime) -> None:
    """The account may not call the method before `until`."""
    db.write(
        """
        INSERT INTO flood (account, method, told_at, until) VALUES (?, ?, ?, ?)
        ON CONFLICT (account, method) DO UPDATE SET told_at = excluded.told_at, until = excluded.until
        """,
        (account, method, times.text(now), times.text(until)),
    )


def until(db: Database, account: str, method: str, now: datetime) -> datetime | None:
    """When the account may call the method again; None: now."""
    found = times.optional_moment(
        db.value("SELECT until FROM flood WHERE account = ? AND method = ?", (account, method))
    )
    return found if found and found > now else None


def waiting(db: Database, now: datetime) -> list[Row]:
    """Everything that some account has to leave alone now, longest first."""
    return db.rows("SELECT * FROM flood WHERE until > ? ORDER BY until DESC", (times.text(now),))


def spend(db: Database, account: str, method: str, now: datetime) -> None:
    """One call of a method that has a budget is about to be made."""
    db.write(
        """
        INSERT INTO spent (account, method, day, calls) VALUES (?, ?, ?, 1)
        ON CONFLICT (account, method, day) DO UPDATE SET calls = calls + 1
        """,
        (account, method, _day(now)),
    )


def spent(db: Database, account: str, method: str, now: datetime) -> int:
    """How many calls of the method were made on this day, UTC."""
    found: int | None = db.value(
        "SELECT calls FROM spent WHERE account = ? AND method = ? AND day = ?", (account, method, _day(now))
    )
    return found or 0


def _day(now: datetime) -> str:
    return now.astimezone(UTC).date().isoformat()
