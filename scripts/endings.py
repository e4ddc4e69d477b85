"""What the end of an unknown word says about its lemma, learned from the words that are known."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dazor.text.endings import ANY, LONGEST, NOMINAL

_LEAST_SHARE = 0.1  # of the words with this ending
_MOST = 3  # rules for an ending
_LEAST_WORDS = 4  # with this ending; fewer prove nothing
_OPEN = "NAV"  # parts of speech that new words belong to


class Row(NamedTuple):
    """A form and its lemma, folded, and what the sources say of them."""

    form: str
    lemma: str
    part: str  # of speech, a letter of the Grammar Database
    is_name: bool
    weight: int  # in what is learned from it about unknown names
    spelled: str  # the form with its ё
    tag: str  # of the form


def learned(rows: Iterable[Row]) -> Iterator[tuple[str, bytes]]:
    """For each ending the usual rules, the most usual one first: of any word, of nouns and adjectives."""
    pairs = {
        (row.form, row.lemma, row.part, row.is_name, row.weight)
        for row in rows
        if row.weight and row.part in _OPEN
    }
    yield from _usual(ANY, ((form, lemma, 1) for form, lemma, _, is_name, _ in pairs if not is_name))
    yield from _usual(
        NOMINAL, ((form, lemma, weight) for form, lemma, part, _, weight in pairs if part != "V")
    )


def rule(form: str, lemma: str) -> tuple[int, str]:
    """How many letters to cut from the end of the form, and what to put there."""
    kept = 0
    while form[kept : kept + 1] == lemma[kept : kept + 1] != "":
        kept += 1
    return len(form) - kept, lemma[kept:]


def _usual(mark: str, pairs: Iterable[tuple[str, str, int]]) -> Iterator[tuple[str, bytes]]:
    counts: dict[str, Counter[tuple[int, str]]] = defaultdict(Counter)
    for form, lemma, weight in pairs:
        found = rule(form, lemma)
        for length in range(max(found[0], 1), min(LONGEST, len(form) - 1) + 1):
            counts[form[-length:]][found] += weight
    for ending, rules in counts.items():
        total = rules.total()
        if total < _LEAST_WORDS:
            continue
        usual = sorted(rules.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
        for rank, ((cut, added), count) in enumerate(usual):
            if count >= total * _LEAST_SHARE:
                yield mark + ending, bytes([rank, cut]) + added.encode()
