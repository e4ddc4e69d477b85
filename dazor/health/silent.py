"""Why a source that answers brings nothing: from what its entry points answered and named since then."""

from collections.abc import Iterable
from datetime import datetime

from store import income
from store.database import Database
from store.fates import explain
from store.sources import Entry

LEAST_LOOKS = 3  # two equal answers are nothing
LEAST_REFUSED = 3
_REFUSED = {"not_an_article": "other_addresses", "too_old": "dates_stuck"}  # others speak for themselves


def reason(
    db: Database, source: str, entries: Iterable[Entry], since: datetime, *, waiting: int
) -> tuple[str, str]:
    """As a word of `store.fates`, and as half a sentence."""
    refused = income.refused(db, source, since)
    if refused and refused["count"] >= LEAST_REFUSED:
        word: str = _REFUSED.get(refused["reason"]) or refused["reason"]
        return word, f"{explain(word)} ({refused['count']} addresses)"
    if waiting:
        return "waiting", f"{explain('waiting')} ({waiting})"
    word = "same_answer" if _is_same(db, entries, since) else "nothing_new"
    return word, explain(word)


def _is_same(db: Database, entries: Iterable[Entry], since: datetime) -> bool:
    """Whether each entry point gave one and the same answer, often enough."""
    found = [income.answers(db, entry.id, since) for entry in entries if not entry.failing_since]
    return bool(found) and all(row["looks"] >= LEAST_LOOKS and row["bodies"] <= 1 for row in found)
