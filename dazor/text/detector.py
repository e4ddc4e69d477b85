"""
Which of five languages a paragraph is in.

Its letters decide where they are clear. Else each word has a vote: the letters it cannot
have, the commonest words, and pieces of letters with their weights, taken from the model of
py3langid (`scripts/language_model.py`). Other languages have votes too: German is not English.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from marisa_trie import BytesTrie

from dazor.text import fold, lexicons, lookalikes
from dazor.text.common_words import COMMON_WORDS

FILE = "languages.marisa"
ALPHABETS = {
    "cyrillic": ("be", "ru", "uk", "bg", "mk", "sr", "kk"),
    "latin": ("en", "pl", "de", "fr", "es", "it", "lt", "lv", "cs", "sk", "nl", "pt", "ro", "tr", "sv", "fi"),
}
KNOWN = ("be", "ru", "uk", "en", "pl")

_MOST_LETTERS = 2_000  # of a paragraph: the rest is hardly in another language
_MOST_WORDS = 40
_LONGEST = 30  # letters of a word
_STEPS = 16  # to one unit of a weight
_LEAST_AHEAD = 0.5  # of the second language; a text of few words has to be as sure as one of five
_SURE_WORDS = 5
_OTHER_AHEAD = 6.0  # another language, before it is believed
_UNLIKELY = 2.0  # five words of Ukrainian without і ї є ґ
_FOREIGN_LETTER, _COMMON_WORD, _MOST_BEHIND = 10.0, 4.0, 12.0  # votes of one word

_ADDRESS = re.compile(r"://|www\.|@\w|\.(?:by|com|info|me|net|org|pl|ru|ua)\b")
_WORD = re.compile(f"[^\\W\\d_]+(?:[{fold.APOSTROPHES}][^\\W\\d_]+)*")
_ONE_APOSTROPHE = str.maketrans(dict.fromkeys(fold.APOSTROPHES, "'"))
# Letters a text of the language has, one of each group, and letters it has not.
_CLEAR = {
    "be": (("ў",), frozenset("ищъїєґ")),
    "ru": (("и", "ыэё"), frozenset("іўїєґ")),
    "uk": (("и", "їє"), frozenset("ыэъёў")),
}
_HAS_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
# Cyrillic letters of none of these three.
_OTHERS = frozenset(
    map(chr, [0x450, *range(0x452, 0x454), 0x455, *range(0x458, 0x45E), *range(0x45F, 0x530)])
) - {"ґ", "Ґ"}
_NOT_IN = {
    "be": re.compile("[ищъїє]"),
    "ru": re.compile("[іўїєґ']"),
    "uk": re.compile("[ыэъўё]"),
    "en": re.compile("[^a-z']"),
    "pl": re.compile("[^a-ząćęłńóśźż']|[qvx]"),
}


def language(paragraph: str) -> str | None:
    """One of the five languages; None where it is another one, or none is clearly ahead."""
    text = paragraph[:_MOST_LETTERS]
    return by_letters(text) or _by_words(text)


def by_letters(text: str) -> str | None:
    """The language of a Cyrillic text that has its own letters and none of another language."""
    lower = text.lower()
    if not is_cyrillic(lower):
        return None
    letters = set(lower)
    if letters & _OTHERS:
        return None
    for one, (own, foreign) in _CLEAR.items():
        if not letters & foreign and all(not letters.isdisjoint(group) for group in own):
            return one
    return None


def is_cyrillic(lower: str) -> bool:
    """Has a text in small letters more Cyrillic vowels than Latin ones?"""
    return not lower.isascii() and sum(map(lower.count, "аеоу")) > sum(map(lower.count, "aeiou"))


def packed(weights: list[float]) -> bytes:
    """Weights as the table keeps them: how far each is behind the best, in steps."""
    best = max(weights)
    return bytes(min(255, round((best - weight) * _STEPS)) for weight in weights)


def _by_words(text: str) -> str | None:
    plain = " ".join(part for part in text.split() if not _ADDRESS.search(part))
    words = [_vote(word) for word in _WORD.findall(fold.compose(plain).text)[:_MOST_WORDS]]
    letters = {alphabet: sum(size for of, size, _ in words if of == alphabet) for alphabet in ALPHABETS}
    alphabet = "cyrillic" if 2 * letters["cyrillic"] >= letters["latin"] else "latin"
    votes = [behind for of, _, behind in words if of == alphabet]
    if not votes:
        return None
    columns = zip(*votes, strict=True)
    sums = {one: float(sum(column)) for one, column in zip(ALPHABETS[alphabet], columns, strict=True)}
    if alphabet == "cyrillic" and len(votes) >= _SURE_WORDS and not _HAS_UKRAINIAN.search(plain):
        sums["uk"] -= _UNLIKELY
    return _winner(sums, len(votes))


def _winner(sums: Mapping[str, float], words: int) -> str | None:
    best, second = sorted((one for one in sums if one in KNOWN), key=sums.__getitem__, reverse=True)[:2]
    ahead = sums[best] - sums[second]
    other = max(score for one, score in sums.items() if one not in KNOWN)
    if ahead < _LEAST_AHEAD + max(0, _SURE_WORDS - words) or other - sums[best] > _OTHER_AHEAD:
        return None
    return best


@lru_cache(maxsize=60_000)
def _vote(word: str) -> tuple[str, int, tuple[float, ...]]:
    """The alphabet of a word, its letters, and how far each language of the alphabet is behind the best."""
    folded = lookalikes.one_alphabet(word).lower().translate(_ONE_APOSTROPHE)[:_LONGEST]
    alphabet = "cyrillic" if lookalikes.is_cyrillic(folded) else "latin"
    behind = _behind(folded, len(ALPHABETS[alphabet]))
    for at, one in enumerate(ALPHABETS[alphabet]):
        if one in KNOWN:
            behind[at] += _FOREIGN_LETTER if _NOT_IN[one].search(folded) else 0
            behind[at] -= _COMMON_WORD if folded in COMMON_WORDS[one] else 0
    least = min(behind)
    return alphabet, len(word), tuple(-min(weight - least, _MOST_BEHIND) for weight in behind)


def _behind(folded: str, count: int) -> list[float]:
    """The weights of the longest known piece that ends at each letter, added up."""
    steps = [0] * count
    backwards = f" {folded} "[::-1]
    for at in range(len(backwards) - 1):
        pieces = _table().prefixes(backwards[at:])
        if pieces:
            weights = _table()[pieces[-1]][0]
            if len(weights) == count:
                steps = [sum(pair) for pair in zip(steps, weights, strict=True)]
    return [step / _STEPS for step in steps]


@cache
def _table() -> BytesTrie:
    return BytesTrie().mmap(str(Path(lexicons.__file__).parent / FILE))
