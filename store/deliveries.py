"""
Deliveries: letters on their way, and how it went.

`begin` is committed before anything is sent. What is found begun by a process
that is no more (`resume`) may have arrived; it goes again under the same
message id and says so.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from store import letters, times
from store.database import Database, Row
from store.letters import Letter

LOST = ("refused", "given_up")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One letter on one way to its subscriber."""

    id: int
    digest: int
    subscriber: str
    channel: str  # mail, file, atom, apprise
    state: str  # waiting, sending, sent, refused, given_up
    attempts: int
    queued_at: datetime
    next_at: datetime | None  # waiting: not before; None: at once
    message_id: str  # what stands before its @
    is_repeat: bool
    error: str | None
    ended_at: datetime | None


def queue(db: Database, digest: int, channel: str, now: datetime) -> int:
    """The letter of a digest is to go this way; the number of its delivery."""
    return db.write(
        "INSERT INTO delivery (digest, channel, state, queued_at, message_id) VALUES (?, ?, 'waiting', ?, ?)",
        (digest, channel, times.text(now), uuid4().hex),
    )


def resume(db: Database) -> int:
    """
    Put back what was cut off while it was sent; how many.

    To be called under the lock of the job that sends, before it sends: whoever
    began them is no more.
    """
    with db.transaction():
        db.write(
            "UPDATE delivery SET state = 'waiting', is_repeat = 1, next_at = NULL WHERE state = 'sending'"
        )
        return int(db.value("SELECT changes()"))


def due(db: Database, now: datetime) -> list[Delivery]:
    """What is to be sent now, oldest first."""
    rows = db.rows(
        f"""
        {DELIVERIES}
        WHERE delivery.state = 'waiting' AND (delivery.next_at IS NULL OR delivery.next_at <= ?)
        ORDER BY delivery.id
        """,
        (times.text(now),),
    )
    return [_delivery(row) for row in rows]


def waiting(db: Database) -> list[Delivery]:
    """Everything that has not arrived yet and is still tried, oldest first."""
    rows = db.rows(f"{DELIVERIES} WHERE delivery.state IN ('waiting', 'sending') ORDER BY delivery.id")
    return [_delivery(row) for row in rows]


def lost(db: Database, subscriber: str, *, since: datetime) -> list[Delivery]:
    """Letters to a subscriber that were refused or given up since then, oldest first."""
    rows = db.rows(
        f"""
        {DELIVERIES}
        WHERE digest.subscriber = ? AND delivery.state IN ('refused', 'given_up') AND delivery.ended_at >= ?
        ORDER BY delivery.id
        """,
        (subscriber, times.text(since)),
    )
    return [_delivery(row) for row in rows]


def begin(db: Database, delivery: int) -> Letter:
    """
    The letter of a waiting delivery, to be sent now. It is `sending` from here on, committed.

    Raises LookupError for one that does not wait.
    """
    with db.transaction():
        row = db.row(
            """
            UPDATE delivery SET state = 'sending', attempts = attempts + 1
            WHERE id = ? AND state = 'waiting' RETURNING *
            """,
            (delivery,),
        )
        letter = letters.find(db, row["digest"]) if row else None
    if row is None or letter is None:
        raise LookupError(f"delivery {delivery} does not wait")
    letter = replace(letter, message_id=row["message_id"])
    return letters.repeated(letter) if row["is_repeat"] else letter


def arrived(db: Database, delivery: int, now: datetime) -> None:
    """The other side has taken it."""
    with db.transaction():
        _end(db, delivery, "sent", None, now)


def put_off(db: Database, delivery: int, error: str, next_at: datetime, *, may_have_arrived: bool) -> None:
    """It could not be sent now and goes again. `may_have_arrived`: all was said, and no answer came."""
    with db.transaction():
        db.write(
            """
            UPDATE delivery SET state = 'waiting', error = ?, next_at = ?, is_repeat = max(is_repeat, ?)
            WHERE id = ? AND state = 'sending'
            """,
            (error, times.text(next_at), may_have_arrived, delivery),
        )


def fail(db: Database, delivery: int, state: str, error: str, now: datetime) -> None:
    """It will not arrive: `refused` for good, or `given_up` after days. Its matches have failed."""
    with db.transaction():
        digest = _end(db, delivery, state, error, now)
        db.write(
            "UPDATE ledger SET fate = 'failed', why = ? WHERE digest = ? AND fate IN ('delivered', 'folded')",
            (state, digest),
        )


DELIVERIES = """
SELECT delivery.*, digest.subscriber FROM delivery JOIN digest ON digest.id = delivery.digest
"""


def _end(db: Database, delivery: int, state: str, error: str | None, now: datetime) -> int:
    """The delivery is over; the number of its digest."""
    row = db.row(
        """
        UPDATE delivery SET state = ?, error = ?, next_at = NULL, ended_at = ?
        WHERE id = ? AND state = 'sending' RETURNING digest
        """,
        (state, error, times.text(now), delivery),
    )
    if row is None:
        raise LookupError(f"delivery {delivery} is not being sent")
    letters.lighten(db, row["digest"])
    digest: int = row["digest"]
    return digest


def _delivery(row: Row) -> Delivery:
    return Delivery(
        id=row["id"],
        digest=row["digest"],
        subscriber=row["subscriber"],
        channel=row["channel"],
        state=row["state"],
        attempts=row["attempts"],
        queued_at=times.moment(row["queued_at"]),
        next_at=times.optional_moment(row["next_at"]),
        message_id=row["message_id"],
        is_repeat=bool(row["is_repeat"]),
        error=row["error"],
        ended_at=times.optional_moment(row["ended_at"]),
    )
