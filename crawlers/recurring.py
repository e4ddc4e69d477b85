"""
What stands in many articles of one source and is of none: learnt from the texts themselves.

Counted is what each new article shows, by day. What was learnt until yesterday counts for what is fetched
today, so that the order within a day, or a kill, changes nothing.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crawlers import title
from store import recurring as store
from store.database import Database
from store.types import Reading

WINDOW = timedelta(days=14)
LEAST = 5  # articles, of different texts
LEAST_SHARE = (
    0.2  # of the source's new articles in the window: news bodies repeat a sentence in one of a hundred
)
MAX_LINE = 250  # characters
MIN_FOLDED = 4
MIN_KEPT = 0.5  # of a text must stay
SHOWN = 3  # lines that a warning names


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """Folded lines of texts and ends of titles that are the source's and not an article's."""

    lines: frozenset[str] = frozenset()
    title_ends: frozenset[str] = frozenset()


def learnt(db: Database, source: str, on: date) -> Learnt:
    """What the days before `on` taught of a source."""
    counts = store.counts(db, source, since=on - WINDOW, before=on)
    return Learnt(lines=chosen(counts["text"]), title_ends=chosen(counts["title"]))


def chosen(counts: dict[str, int]) -> frozenset[str]:
    """Of lines with the number of articles that show them, those that recur; "" counts all articles."""
    least = max(LEAST, LEAST_SHARE * counts.get("", 0))
    return frozenset(line for line, articles in counts.items() if line and articles >= least)


def count(db: Database, source: str, version: int, reading: Reading, on: date) -> None:
    """A new article came, as read before anything was left out. A copy of a known text teaches nothing."""
    if not store.is_copy(db, source, version):
        store.add(db, source, on, "text", keys(reading.text.split("\n")))
        store.add(db, source, on, "title", keys([title.split_end(reading.title or "")[1]]))


def keys(lines: Iterable[str]) -> set[str]:
    """The lines as they are compared, too long and too short ones left out; "" stands for the article."""
    folded = (_fold(line) for line in lines if len(line) <= MAX_LINE)
    return {"", *(line for line in folded if len(line) >= MIN_FOLDED)}


def without(reading: Reading, known: Learnt) -> Reading:
    """A reading without what recurs, and with a warning that names it; the same one where nothing does."""
    lines = reading.text.split("\n")
    kept = [line for line in lines if len(line) > MAX_LINE or _fold(line) not in known.lines]
    text = "\n".join(kept)
    start, end = title.split_end(reading.title or "")
    is_end = bool(start) and _fold(end) in known.title_ends
    if len(text) < MIN_KEPT * len(reading.text):
        text, kept = reading.text, lines
    left_out = [line for line in lines if line not in kept] + ([end] if is_end else [])
    if not left_out:
        return reading
    return replace(
        reading,
        text=text,
        title=start if is_end else reading.title,
        warnings=(*reading.warnings, _warning(left_out)),
    )


def _fold(line: str) -> str:
    return re.sub(r"\d+", "0", title.fold(line))


def _warning(left_out: Collection[str]) -> str:
    named = ", ".join(f"«{line[:60]}»" for line in list(left_out)[:SHOWN])
    return f"Left out, since many articles of this source have it: {named}."
