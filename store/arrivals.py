"""What came of deliveries: how each subscriber's last one ended, and the letters that a feed shows."""

from dataclasses import dataclass, replace
from datetime import datetime

from store import letters, times
from store.database import Database
from store.letters import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a delivery ended."""

    subscriber: str
    state: str  # sent, refused, given_up
    queued_at: datetime
    error: str | None  # what the last attempt met


def newest(db: Database) -> list[Ended]:
    """The last delivery of each subscriber that is over, by the order in which they were queued."""
    rows = db.rows(
        """
        SELECT digest.subscriber, delivery.state, delivery.queued_at, delivery.error
        FROM delivery JOIN digest ON digest.id = delivery.digest
        WHERE delivery.id IN (
            SELECT max(delivery.id) FROM delivery JOIN digest ON digest.id = delivery.digest
            WHERE delivery.ended_at IS NOT NULL GROUP BY digest.subscriber
        )
        ORDER BY delivery.id
        """
    )
    return [
        Ended(
            subscriber=row["subscriber"],
            state=row["state"],
            queued_at=times.moment(row["queued_at"]),
            error=row["error"],
        )
        for row in rows
    ]


def shown(db: Database, subscriber: str, channel: str, *, at_most: int) -> list[tuple[Letter, datetime]]:
    """The newest letters that went to a subscriber on a channel, with when, newest first."""
    rows = db.rows(
        """
        SELECT delivery.digest, delivery.message_id, delivery.ended_at
        FROM delivery JOIN digest ON digest.id = delivery.digest
        WHERE digest.subscriber = ? AND delivery.channel = ? AND delivery.state = 'sent'
        ORDER BY delivery.id DESC
        LIMIT ?
        """,
        (subscriber, channel, at_most),
    )
    found = [(letters.find(db, row["digest"]), row) for row in rows]
    return [
        (replace(letter, message_id=row["message_id"]), times.moment(row["ended_at"]))
        for letter, row in found
        if letter is not None
    ]
