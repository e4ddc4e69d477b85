"""What finding words costs without dictionaries: four simple ways, on the same words as the product."""

from collections import defaultdict
from collections.abc import Callable

import Stemmer

from benchmarks.word_gold import Gold, Place, Query
from dazor.text import tokens

WAYS = ("literal", "substring", "prefix", "snowball")
# Snowball has no Belarusian and no Ukrainian.
_STEMMERS = {"be": "russian", "ru": "russian", "uk": "russian", "en": "english", "pl": "polish"}
_CUT = 2  # letters taken from a term for a prefix

Forms = dict[str, list[tuple[str, int]]]  # a folded form and where it occurs: sentence, position


def find(way: str, gold: Gold, language: str) -> dict[Query, set[Place]]:
    """Where each term occurs, if a word satisfies it in this way; phrases word by word."""
    sentences = {key: tokens.split(text) for key, text in gold.sentences.items()}
    forms: Forms = defaultdict(list)
    for key, words in sentences.items():
        for at, token in enumerate(words):
            forms[token.folded].append((key, at))
    satisfied = _satisfied(way, forms, language)
    found: dict[Query, set[Place]] = {}
    for query in gold.queries:
        rows = [satisfied(token.folded) for token in tokens.split(query.term)]
        starts = set.intersection(*({(key, at - shift) for key, at in row} for shift, row in enumerate(rows)))
        found[query] = {
            Place(key, sentences[key][at].start, sentences[key][at + len(rows) - 1].end) for key, at in starts
        }
    return found


def _satisfied(way: str, forms: Forms, language: str) -> Callable[[str], set[tuple[str, int]]]:
    """From a folded word of a term to the places that satisfy it."""
    if way == "snowball":
        stem = Stemmer.Stemmer(_STEMMERS[language]).stemWord
        by_stem: dict[str, set[tuple[str, int]]] = defaultdict(set)
        for form, places in forms.items():
            by_stem[stem(form)].update(places)
        return lambda word: by_stem.get(stem(word), set())
    if way == "literal":
        return lambda word: set(forms.get(word, ()))
    if way == "substring":
        return lambda word: {place for form, places in forms.items() if word in form for place in places}
    return lambda word: {
        place
        for form, places in forms.items()
        if form.startswith(word[: max(3, len(word) - _CUT)])
        for place in places
    }
