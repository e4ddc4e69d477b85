"""How extraction is scored: pure functions from gold and reading to numbers between 0 and 1."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

_WORD = re.compile(r"\w+")


class Score(NamedTuple):
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float
    f1: float


def of(precision: float, recall: float) -> Score:
    """A score of its two halves."""
    both = precision + recall
    return Score(precision, recall, 2 * precision * recall / both if both else 0.0)


def shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    """All runs of `size` words with their number; one run if the text is shorter."""
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + size]) for at in range(max(1, len(words) - size + 1)))


def by_shingles(pairs: Iterable[tuple[str, str]]) -> Score:
    """Of (gold, text) pairs: mean precision and mean recall over pages, as article-extraction-benchmark."""
    halves = []
    for gold, text in pairs:
        wanted, found = shingles(gold), shingles(text)
        both = (wanted & found).total()
        precision = both / found.total() if both or wanted.total() else 1.0
        halves.append((precision if found.total() else 1.0, both / wanted.total() if wanted.total() else 1.0))
    return of(_mean([p for p, _ in halves]), _mean([r for _, r in halves]))


def by_segments(pairs: Iterable[tuple[Collection[str], Collection[str], str]]) -> Score:
    """Of (must have, must not have, text): all segments of all pages together, as trafilatura's own tests."""
    right = wrong = missed = 0
    for wanted, unwanted, text in pairs:
        flat = " ".join(text.split())
        here = sum(" ".join(segment.split()) in flat for segment in wanted)
        right, missed = right + here, missed + len(wanted) - here
        wrong += sum(" ".join(segment.split()) in flat for segment in unwanted)
    return of(right / ((right + wrong) or 1), right / ((right + missed) or 1))


def share(right: Sequence[bool]) -> float:
    """How many of them are right."""
    return _mean([float(one) for one in right])


def is_same_title(gold: str, title: str | None) -> bool:
    """By letters and digits alone."""
    return _letters(gold) == _letters(title or "")


def is_same_people(gold: Iterable[str], authors: Iterable[str]) -> bool:
    """As sets of names, case and punctuation apart."""
    return _names(gold) == _names(authors)


def is_same_day(gold: datetime, at: datetime | None, zone: tzinfo, precision: str | None) -> bool:
    """As the gold writes it; what is only a day is that day in the zone of its page."""
    return at is not None and at.astimezone(zone if precision == "day" else gold.tzinfo).date() == gold.date()


def is_same_minute(gold: datetime, at: datetime | None) -> bool:
    """Whatever the zone; a gold without one is UTC."""
    aware = gold if gold.tzinfo else gold.replace(tzinfo=UTC)
    return at is not None and at.replace(second=0, microsecond=0) == aware.replace(second=0, microsecond=0)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", text.lower()))


def _names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(" ".join(re.findall(r"[^\W_]+", name.lower())) for name in names if _letters(name))
