"""
Which passages two texts share.

A text is cut into shingles (four words in a row); its fingerprint keeps the smallest of
each four neighbouring shingles, so that a passage of seven words that two texts share
leaves at least one number in both (winnowing: Schleimer, Wilkerson, Aiken, SIGMOD 2003).
Fingerprints find the texts worth comparing; `compare` looks at the words themselves.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from dazor.text import fold, tokens

SHINGLE = 4  # words
WINDOW = 4  # shingles, of which the smallest stays
_GROUP = 3  # words in a row that count as shared
_STARTS = 20  # places of one group that are tried: «да да да» would have as many as words
_USUAL_AT_MOST = 0.5  # of a text: more is its subject, not what stands under every text

_ADDRESS = re.compile(r"(?:https?://|www\.|t\.me/)\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What a later text shares with an earlier one, what is usual in either source left out."""

    of_earlier: float  # share of the groups of three words of the earlier text, 0 to 1
    of_later: float
    groups: int  # of three words, shared
    longest_run: int  # words in a row

    @property
    def containment(self) -> float:
        """The share of the shorter text that the other has too."""
        return max(self.of_earlier, self.of_later)


def words(text: str) -> list[str]:
    """The folded words of a text, without addresses."""
    composed = fold.compose(_ADDRESS.sub(" ", text))
    return [word.pieces[0].folded for word in tokens.words(composed.text)]


def shingles(found: Sequence[str]) -> list[int]:
    """A number of 40 bits for each four words in a row; the same on every machine, in every run."""
    return [_number(" ".join(found[at : at + SHINGLE])) for at in range(max(len(found) - SHINGLE + 1, 0))]


def fingerprint(numbers: Sequence[int]) -> frozenset[int]:
    """The smallest shingle of each window."""
    if not numbers:
        return frozenset()
    last = max(len(numbers) - WINDOW + 1, 1)
    return frozenset(min(numbers[at : at + WINDOW]) for at in range(last))


def without_usual(found: Sequence[str], usual: Collection[int]) -> list[str | None]:
    """
    The words, None for those of usual shingles: what a source writes under each text.

    A text that would lose more than half keeps everything: that is its subject.
    """
    if not usual:
        return list(found)
    kept: list[str | None] = list(found)
    for at, number in enumerate(shingles(found)):
        if number in usual:
            kept[at : at + SHINGLE] = [None] * SHINGLE
    return kept if kept.count(None) <= _USUAL_AT_MOST * len(found) else list(found)


def compare(earlier: Sequence[str | None], later: Sequence[str | None]) -> Overlap:
    """What the later text shares with the earlier one. None stands for a word that does not count."""
    of_earlier, of_later = _groups(earlier), _groups(later)
    shared = of_earlier & of_later
    return Overlap(
        of_earlier=len(shared) / max(len(of_earlier), 1),
        of_later=len(shared) / max(len(of_later), 1),
        groups=len(shared),
        longest_run=_longest_run(earlier, later) if shared else 0,
    )


@lru_cache(maxsize=200_000)
def _number(shingle: str) -> int:
    return int.from_bytes(blake2b(shingle.encode(), digest_size=5).digest(), "big")


def _groups(found: Sequence[str | None]) -> set[tuple[str | None, ...]]:
    rows = (tuple(found[at : at + _GROUP]) for at in range(len(found) - _GROUP + 1))
    return {row for row in rows if None not in row}


def _longest_run(earlier: Sequence[str | None], later: Sequence[str | None]) -> int:
    """The longest row of words that both have; 0 where it is shorter than a group."""
    starts: dict[tuple[str | None, ...], list[int]] = defaultdict(list)
    for at in range(len(earlier) - _GROUP + 1):
        places = starts[tuple(earlier[at : at + _GROUP])]
        if len(places) < _STARTS:
            places.append(at)
    longest = at = 0
    while at <= len(later) - _GROUP:
        row = tuple(later[at : at + _GROUP])
        lengths = [_run(earlier, first, later, at) for first in starts.get(row, ()) if None not in row]
        longest = max([longest, *lengths])
        at += max([1, *(length - _GROUP + 1 for length in lengths)])
    return longest


def _run(earlier: Sequence[str | None], first: int, later: Sequence[str | None], second: int) -> int:
    length = 0
    most = min(len(earlier) - first, len(later) - second)
    while length < most and earlier[first + length] == later[second + length] is not None:
        length += 1
    return length
