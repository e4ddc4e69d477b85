"""Measures what extraction gives: how long a text is, what it lacks, how much of it other pages have too."""

from collections import deque
from collections.abc import Iterable

from store import extractions, times
from store.database import Database, Row
from store.extractions import Extraction

BATCH = 500
BATCHES = 4  # of one run; the next goes on
BEFORE = 5  # articles that a text is compared with
LEAST_LINE = 15  # characters; shorter lines are names and numbers

Lines = frozenset[str]


def measure(db: Database) -> int:
    """Measure what was read since the last time; how many pages."""
    known: dict[str, deque[Lines]] = {}
    done = 0
    for _ in range(BATCHES):
        newest = extractions.newest_reading(db)
        rows = extractions.unmeasured(db, BATCH)
        found = [_measured(row, _before(db, known, row["source"])) for row in rows]
        extractions.save(db, found, up_to=rows[-1]["id"] if len(rows) == BATCH else newest)
        done += len(rows)
        if len(rows) < BATCH:
            break
    return done


def repeated(text: str, before: Iterable[Lines]) -> float:
    """The share of a text that stands word for word in one of the articles before it."""
    shared = {line for lines in before for line in lines}
    again = sum(len(line) for line in text.split("\n") if line.strip() in shared)
    return round(again / len(text), 3) if text else 0.0


def lines(text: str) -> Lines:
    """The lines of a text by which it can be compared."""
    return frozenset(line for part in text.split("\n") if len(line := part.strip()) >= LEAST_LINE)


def _measured(row: Row, before: deque[Lines]) -> Extraction:
    text = row["text"] or ""
    share = repeated(text, before)
    if text:
        before.append(lines(text))
    return Extraction(
        reading=row["id"],
        source=row["source"],
        at=times.moment(row["at"]),
        outcome=row["outcome"],
        length=len(text),
        has_author=(row["authors"] or "[]") != "[]",
        has_date=bool(row["has_date"]),
        repeated=share,
    )


def _before(db: Database, known: dict[str, deque[Lines]], source: str) -> deque[Lines]:
    if source not in known:
        known[source] = deque(map(lines, extractions.texts(db, source, BEFORE)), maxlen=BEFORE)
    return known[source]
