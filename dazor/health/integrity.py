"""Is the file of the store whole? Looked at once a week, and each day while it is not."""

from datetime import datetime, timedelta

from dazor.health.troubles import Found
from store import checkups, times
from store.database import Database, Row

KIND = "integrity"
EVERY = timedelta(days=7)
EVERY_WHILE_BAD = timedelta(days=1)


def look(db: Database, now: datetime) -> None:
    """Look if it is time; writes down what was found."""
    last = _last(db)
    if last is None or now - times.moment(last["at"]) >= (EVERY_WHILE_BAD if last["fault"] else EVERY):
        checkups.save(db, KIND, now, checkups.damage(db))


def found(db: Database) -> Found:
    """A trouble while the last look found damage."""
    last = _last(db)
    if last is None or not last["fault"]:
        return {}
    why = f"the file of the store is damaged: {last['fault']}."
    return {(KIND, "store"): (why, "Bring back the last copy: see “Backup and restore” in docs/operator.md.")}


def last_at(db: Database) -> datetime | None:
    """When it was looked at last; None: never yet."""
    last = _last(db)
    return times.moment(last["at"]) if last else None


def _last(db: Database) -> Row | None:
    return next(iter(checkups.newest(db, KIND)), None)
