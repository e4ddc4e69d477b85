"""Which sources are read otherwise than before, in words and with pages that show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dazor.health import drift
from dazor.health.drift import Drift
from store import extractions
from store.database import Database
from store.extractions import Extraction
from store.fates import explain

NAMES = {
    "no_text": "without a text",
    "no_author": "without an author",
    "no_date": "without a date",
    "short": "shorter than usual",
    "long": "longer than usual",
    "repeated": "with lines of other pages",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drifted:
    """A source that is read otherwise than before."""

    source: str
    drifts: tuple[Drift, ...]
    pages: tuple[tuple[str, int | None], ...]  # addresses, each with its stored document; None: none is

    @property
    def since(self) -> datetime:
        """When the first article came that is bad."""
        return min(one.since for one in self.drifts)

    def sentence(self) -> str:
        """What is otherwise, with its figures, and pages to look at."""
        shown = ", ".join(f"{url} (document {number})" if number else url for url, number in self.pages)
        return f"of its newest articles {'; '.join(map(_said, self.drifts))}. See {shown}."


def drifted(db: Database, source: str, now: datetime) -> Drifted | None:
    """How a source is read otherwise than before; None: it is not."""
    first_at = extractions.first_at(db, source)
    if first_at is None:
        return None
    border = past_before(first_at, now)
    new = [one for one in extractions.newest(db, source, drift.WINDOWS[-1]) if one.at >= border]
    if len(new) < drift.WINDOWS[0]:
        return None
    found = drift.judge(extractions.newest(db, source, drift.MOST_PAST, before=border), new)
    if not found:
        return None
    return Drifted(source=source, drifts=found, pages=_pages(db, found, new))


def past_before(first_at: datetime, now: datetime) -> datetime:
    """What is older than this is the past of a source: four weeks, of a young one half of what is known."""
    return max(now - drift.PAST_AGE, first_at + (now - first_at) / 2)


def _pages(
    db: Database, found: Sequence[Drift], new: Sequence[Extraction]
) -> tuple[tuple[str, int | None], ...]:
    """The newest pages of what is worst, that is what is named first."""
    known = {one.reading for one in new}
    readings = dict.fromkeys(reading for one in found for reading in one.samples if reading in known)
    return tuple(extractions.pages(db, list(readings)[: drift.SAMPLES]))


def _said(one: Drift) -> str:
    reason = f" ({explain(one.outcome)})" if one.kind == "no_text" else ""
    return f"{one.bad} of {one.of} are {NAMES[one.kind]}{reason}, before {one.before:.0%}"
