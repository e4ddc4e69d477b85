"""How the Telegram accounts are, from what the store knows of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dazor.health.troubles import moment
from store import accounts, channels, floods, times
from store.database import Database, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountHealth:
    """One account, and what Telegram told it to leave alone."""

    id: str
    state: str  # ok, logged_out … (telegram.states); unused: never used
    since: datetime | None  # of that state
    seen_at: datetime | None  # when it was last found so
    why: str | None
    remedy: str | None
    channels: int  # that it reads
    waits: tuple[tuple[str, datetime], ...]  # methods, and until when; longest first

    def sentence(self, zone: ZoneInfo) -> str:
        """In one line."""
        return " ".join([self._state(zone), *(f"{_wait(wait, zone)}" for wait in self.waits)])

    def as_json(self, zone: ZoneInfo) -> dict[str, Any]:
        """For scripts."""
        return {
            "account": self.id,
            "state": self.state,
            "since": times.optional_text(self.since),
            "seen_at": times.optional_text(self.seen_at),
            "channels": self.channels,
            "waits": [{"method": method, "until": times.text(until)} for method, until in self.waits],
            "sentence": self.sentence(zone),
        }

    def _state(self, zone: ZoneInfo) -> str:
        if self.since is None or self.seen_at is None:
            return "not used yet: `dazor telegram login`, then `dazor telegram check`."
        if self.state == "ok":
            return f"is well, last used {moment(self.seen_at, zone)}. Channels it reads: {self.channels}."
        return f"{self.state} since {moment(self.since, zone)}: {self.why} {self.remedy}"


def found(db: Database, names: Collection[str], now: datetime) -> tuple[AccountHealth, ...]:
    """How each of these accounts is, in their order."""
    rows = {row["id"]: row for row in accounts.known(db)}
    waiting = floods.waiting(db, now)
    read = [channel.account for channel in channels.known(db) if channel.is_read]
    return tuple(_health(name, rows.get(name, {}), waiting, read.count(name)) for name in names)


def _health(name: str, row: Row, waiting: list[Row], read: int) -> AccountHealth:
    return AccountHealth(
        id=name,
        state=row.get("state", "unused"),
        since=times.optional_moment(row.get("since")),
        seen_at=times.optional_moment(row.get("seen_at")),
        why=row.get("why"),
        remedy=row.get("remedy"),
        channels=read,
        waits=tuple(
            (wait["method"], times.moment(wait["until"])) for wait in waiting if wait["account"] == name
        ),
    )


def _wait(wait: tuple[str, datetime], zone: ZoneInfo) -> str:
    method, until = wait
    return f"{method} has to wait until {moment(until, zone)}."
