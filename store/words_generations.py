"""
Generations of the index: what one state of the analysers made of the versions.

There are two at most. A new one begins where the old one ends; it takes in what
comes, and goes back through what is stored. The old one answers for the rest
until the new one has reached the first version.
"""

from dataclasses import dataclass
from datetime import datetime

from store import times
from store.database import Database, Row
from store.words import SLOTS, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """The versions from the first one to the last one are in it."""

    id: int
    analysers: str
    slot: str
    first_version: int
    last_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Versions side by side, both ends included, and the generation that holds them; None: not indexed."""

    first: int
    last: int
    generation: Generation | None


def standing(db: Database) -> list[Generation]:
    """The generations there are, newest first."""
    return [_generation(row) for row in db.rows("SELECT * FROM generation ORDER BY id DESC")]


def begin(db: Database, analysers: str, now: datetime) -> Generation:
    """A new generation. Of two that stand the newer one was never finished and goes."""
    for unfinished in standing(db)[:-1]:
        drop(db, unfinished)
    before = standing(db)
    last = before[0].last_version if before else db.value("SELECT coalesce(max(id), 0) FROM version")
    slot = next(slot for slot in SLOTS if not before or slot != before[0].slot)
    number = db.write(
        """
        INSERT INTO generation (analysers, slot, began_at, first_version, last_version)
        VALUES (?, ?, ?, ?, ?)
        """,
        (analysers, slot, times.text(now), last + 1, last),
    )
    return Generation(id=number, analysers=analysers, slot=slot, first_version=last + 1, last_version=last)


def widen(db: Database, before: Generation, *, first: int | None = None, last: int | None = None) -> bool:
    """More versions are in a generation; False, and nothing is done, where it changed since it was read."""
    moved = db.row(
        """
        UPDATE generation
        SET first_version = coalesce(?, first_version), last_version = coalesce(?, last_version)
        WHERE id = ? AND first_version = ? AND last_version = ? RETURNING id
        """,
        (first, last, before.id, before.first_version, before.last_version),
    )
    return moved is not None


def drop(db: Database, generation: Generation) -> None:
    """Take a generation away with all that was indexed by it."""
    words = table(generation.slot)
    db.write(f"INSERT INTO {words} ({words}) VALUES ('delete-all')")
    for rows in ("indexed", "lemma", "word_class"):
        db.write(f"DELETE FROM {rows} WHERE generation = ?", (generation.id,))
    db.write("DELETE FROM generation WHERE id = ?", (generation.id,))


def stretches(db: Database) -> list[Stretch]:
    """All versions there are, newest first, by who answers for them."""
    found: list[Stretch] = []
    top: int = db.value("SELECT coalesce(max(id), 0) FROM version")
    for one in standing(db):
        last = min(one.last_version, top)
        if last < top:
            found.append(Stretch(first=last + 1, last=top, generation=None))
        if one.first_version <= last:
            found.append(Stretch(first=one.first_version, last=last, generation=one))
        top = min(last, one.first_version - 1)
    if top > 0:
        found.append(Stretch(first=1, last=top, generation=None))
    return found


def waiting(db: Database, analysers: str) -> int:
    """How many versions are not indexed by these analysers yet."""
    total: int = db.value("SELECT coalesce(max(id), 0) FROM version")
    done = sum(one.last_version - one.first_version + 1 for one in standing(db) if one.analysers == analysers)
    return max(0, total - done)


def _generation(row: Row) -> Generation:
    return Generation(
        id=row["id"],
        analysers=row["analysers"],
        slot=row["slot"],
        first_version=row["first_version"],
        last_version=row["last_version"],
    )
