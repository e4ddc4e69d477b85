"""Possible lemmas of a word by a dictionary of pymorphy3, the same way for Russian and Ukrainian."""

from collections import defaultdict

from pymorphy3 import MorphAnalyzer

_LEAST_SCORE = 0.03  # of all readings with a lemma; what is rarer costs more wrong hits than it finds


def lemmas(morph: MorphAnalyzer, exact: str) -> frozenset[str]:
    """All lemmas that are not very unlikely, as the dictionary spells them but for ё."""
    scores: dict[str, float] = defaultdict(float)
    for parse in morph.parse(exact):
        scores[parse.normal_form.replace("ё", "е")] += parse.score
    likely = frozenset(lemma for lemma, score in scores.items() if score >= _LEAST_SCORE)
    return likely or frozenset({exact.lower()})


def anchored(exact: str, found: frozenset[str], in_phrase: bool) -> frozenset[str]:
    """The lemmas a typed word asks for, of those it may have."""
    word = exact.lower()
    return frozenset({word}) if word in found and not in_phrase else found
