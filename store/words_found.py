"""Versions that may be meant by what is asked, newest first: from the index, and what is not in it yet."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from store import times, words, words_asked, words_generations
from store.database import Database
from store.words_asked import Asked
from store.words_generations import Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which versions are looked at; None: no limit."""

    first: int = 1  # version
    last: int | None = None
    since: datetime | None = None
    before: datetime | None = None
    by: str = "seen"  # seen, published: which time counts, and orders


class Candidate(NamedTuple):
    """A version that may be meant. A tuple, since a rule over everything stored makes many."""

    version: int
    document: int
    is_sure: bool  # it is meant, as far as the index knows
    at: str  # the time that counts, as it is stored


ALL = Window()
UNINDEXED_AT_MOST = 2_000  # versions that are not in the index and are candidates all the same
_NO_LIMIT = 2**62
_TIMES = {"seen": "version.seen_at", "published": "coalesce(document.published_at, document.first_seen_at)"}
_ORDERS = {"seen": "version DESC", "published": "at DESC, version DESC"}


def candidates(
    db: Database, asked: Asked, analysers: str, window: Window = ALL, *, is_complete: bool = False
) -> Iterator[Candidate]:
    """
    The versions that can be meant, newest first; where it is not sure, one that cannot may be among them.

    Where it is to be complete, all that is not in an index of these very `analysers`
    is a candidate. Else an index that others made is asked instead, and of what is in
    none only the newest are candidates.
    """
    wanted = [
        _distrusted(stretch, analysers) if is_complete else _cut(stretch) for stretch in _inside(db, window)
    ]
    parts = [part for stretch in wanted if (part := _part(db, asked, analysers, window, stretch))]
    if window.by == "seen":
        for part in parts:
            yield from _read(db, [part], window)
    elif parts:
        yield from _read(db, parts, window)


def unindexed(db: Database, analysers: str) -> int:
    """How many versions no index answers for, or only one of other analysers."""
    return words_generations.waiting(db, analysers)


def _bounds(db: Database, window: Window) -> tuple[int, int]:
    """The first and the last version inside a window; numbers follow the time of the look, nearly."""
    first, last = window.first, _NO_LIMIT if window.last is None else window.last
    if window.by == "seen" and (window.since or window.before):
        conditions, limits = _within(window)
        row = db.row(f"SELECT min(id) AS first, max(id) AS last FROM version WHERE 1 {conditions}", limits)
        assert row is not None
        return max(first, row["first"] or _NO_LIMIT), min(last, row["last"] or 0)
    return first, last


Part = tuple[str, tuple[object, ...]]  # a SELECT and its parameters


def _read(db: Database, parts: list[Part], window: Window) -> Iterator[Candidate]:
    sql = " UNION ALL ".join(select for select, _ in parts)
    values = [value for _, given in parts for value in given]
    cursor = db.conn.execute(f"{sql} ORDER BY {_ORDERS[window.by]}", values)
    yield from map(Candidate._make, cursor)


def _inside(db: Database, window: Window) -> Iterator[Stretch]:
    """The parts of the stretches that lie in a window."""
    oldest, newest = _bounds(db, window)
    for stretch in words_generations.stretches(db):
        first, last = max(stretch.first, oldest), min(stretch.last, newest)
        if (first, last) == (stretch.first, stretch.last):
            yield stretch
        elif first <= last:
            yield replace(stretch, first=first, last=last)


def _distrusted(stretch: Stretch, analysers: str) -> Stretch:
    """What other analysers indexed counts as not indexed."""
    is_theirs = stretch.generation is not None and stretch.generation.analysers == analysers
    return stretch if is_theirs else replace(stretch, generation=None)


def _cut(stretch: Stretch) -> Stretch:
    """Of what is not indexed the newest."""
    if stretch.generation is not None:
        return stretch
    return replace(stretch, first=max(stretch.first, stretch.last - UNINDEXED_AT_MOST + 1))


def _part(db: Database, asked: Asked, analysers: str, window: Window, stretch: Stretch) -> Part | None:
    """The SELECT of a stretch; None: nothing there can be meant."""
    conditions, limits = _within(window) if window.since or window.before else ("", [])
    if stretch.generation is None:
        sql = f"""
            SELECT version.id AS version, version.document, 0, {_at(window)} AS at
            FROM version {_join(window)}
            WHERE version.id BETWEEN ? AND ? {conditions}
        """
        return sql, (stretch.first, stretch.last, *limits)
    said = words_asked.say(db, stretch.generation.id, asked)
    if not said.expression:
        return None
    is_sure = said.is_exact and stretch.generation.analysers == analysers
    index = words.table(stretch.generation.slot)
    # CROSS JOIN: the index first, in its order, so that the newest twenty cost twenty.
    sql = f"""
        SELECT {index}.rowid AS version, version.document, ?, {_at(window)} AS at
        FROM {index} CROSS JOIN version ON version.id = {index}.rowid {_join(window)}
        WHERE {index} MATCH ? AND {index}.rowid BETWEEN ? AND ? {conditions}
    """
    return sql, (is_sure, said.expression, stretch.first, stretch.last, *limits)


def _at(window: Window) -> str:
    return _TIMES[window.by]


def _join(window: Window) -> str:
    return "CROSS JOIN document ON document.id = version.document" if window.by == "published" else ""


def _within(window: Window) -> tuple[str, list[str]]:
    """The conditions of time, with their parameters."""
    limits = [(">=", window.since), ("<", window.before)]
    given = [(sign, times.text(at)) for sign, at in limits if at is not None]
    return "".join(f" AND {_at(window)} {sign} ?" for sign, _ in given), [value for _, value in given]
