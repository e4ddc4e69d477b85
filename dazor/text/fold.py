"""
One spelling for what readers take for one word, with the way back to the original offsets.

`compose` works on a whole text and may change its length; it says where each of its
letters came from. `form` and `lower` work on one word of a composed text.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dazor.text.lookalikes import one_alphabet

# Soft hyphen, joiners, zero-width spaces, marks of direction, byte-order mark.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
APOSTROPHES = "'’‘ʼʹ′`´"
HYPHENS = "-\u2010\u2011"

_STRESS = "\u0300\u0301"
_VOWELS = "аеёиоуыэюяіїєАЕЁИОУЫЭЮЯІЇЄѐѝЀЍ"
_DROPPED = re.compile(f"(?P<stress>(?<=[{_VOWELS}])[{_STRESS}]+)|[{INVISIBLE}]+")
_IS_INVISIBLE = re.compile(f"[{INVISIBLE}]").match
_ONE_SIGN = str.maketrans(
    {**dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys(HYPHENS, "-"), "ё": "е", "Ё": "Е"}
    | {"ѐ": "е", "Ѐ": "Е", "ѝ": "и", "Ѝ": "И", "İ": "I"}
)
_SHORT_U = re.compile("(?:(?<=-)|^)[ўЎ]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A text in NFC without what cannot be seen; the n-th letter stands for `original[starts[n]:ends[n]]`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def compose(text: str) -> Composed:
    """The text in NFC, without invisible characters and without stress marks on Cyrillic vowels."""
    is_composed = unicodedata.is_normalized("NFC", text)
    if is_composed and not _DROPPED.search(text):
        return Composed(text=text, starts=range(len(text)), ends=range(1, len(text) + 1))
    if is_composed:  # what was dropped may have kept a letter and its mark apart
        kept = _without_dropped(text)
        if unicodedata.is_normalized("NFC", kept.text) and not _DROPPED.search(kept.text):
            return kept
    return _by_clusters(text)


def form(word: str) -> str:
    """
    A word as it is compared by `=exact`: everything folded but the case.

    One apostrophe, one hyphen, one alphabet, ё as е, ў as у at the start of the
    word or of a part after a hyphen. Has as many letters as `word`.
    """
    alike = one_alphabet(_SHORT_U.sub(_plain_u, word.translate(_ONE_SIGN)))
    if "-" in alike:
        alike = "-".join(one_alphabet(part) for part in alike.split("-"))
    return alike.translate(_ONE_SIGN)


def lower(exact: str) -> str:
    """The folded form of a word from its `form`."""
    return exact.lower()


def _plain_u(found: re.Match[str]) -> str:
    return "у" if found[0] == "ў" else "У"


def _without_dropped(text: str) -> Composed:
    """The usual case of a text that is not plain: in NFC, with something to drop here and there."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for found in _DROPPED.finditer(text):
        start, end = found.span()
        letters.append(text[at:start])
        starts.extend(range(at, start))
        ends.extend(range(at + 1, start + 1))
        if found["stress"]:
            ends[-1] = end
        at = end
    letters.append(text[at:])
    starts.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    return Composed(text="".join(letters), starts=starts, ends=ends)


def _by_clusters(text: str) -> Composed:
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster, start, end in _clusters(text):
        for letter in _letters(cluster):
            letters.append(letter)
            starts.append(start)
            ends.append(end)
    return Composed(text="".join(letters), starts=starts, ends=ends)


def _clusters(text: str) -> Iterator[tuple[str, int, int]]:
    """Each visible character with the marks that follow it, its start and its end. Needs one at least."""
    cluster, start, end = "", 0, 0
    for at, letter in enumerate(text):
        if _IS_INVISIBLE(letter):
            continue
        if cluster and _joins(letter):
            cluster, end = cluster + letter, at + 1
            continue
        if cluster:
            yield cluster, start, end
        cluster, start, end = letter, at, at + 1
    yield cluster, start, end


def _letters(cluster: str) -> str:
    if len(cluster) > 1 and cluster[0] in _VOWELS:
        cluster = cluster[0] + "".join(mark for mark in cluster[1:] if mark not in _STRESS)
    return unicodedata.normalize("NFC", cluster)


def _joins(letter: str) -> bool:
    """Can NFC join this character to the one before? Marks of all kinds, vowels and finals of Korean."""
    if letter < "\u0300" or "\u0400" <= letter < "\u0483":
        return False
    return unicodedata.category(letter)[0] == "M" or "\u1160" <= letter <= "\u11ff"
