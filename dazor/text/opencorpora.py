"""
Possible lemmas of a word by a dictionary of pymorphy3, the same way for Russian and Ukrainian.

The dictionary puts more under one lemma than a desk means by one word: лучший under
хороший, Тихановская under тихановский, осуждённый under осудить. Here these have lemmas
of their own. A lemma ends in `~` if it stands for an unknown adjective in all genders:
some of these are surnames, and a woman's is another name than a man's.
"""

from collections import defaultdict
from collections.abc import Iterator

from pymorphy3 import MorphAnalyzer
from pymorphy3.analyzer import Parse
from pymorphy3.units.by_lookup import DictionaryAnalyzer

LEAST_SCORE = 0.1  # of all readings with a lemma; what is rarer costs more wrong hits than it finds
LEAST_BESIDE_CLOSED = 0.2  # beside a preposition, particle, pronoun …: им is hardly ever an abbreviation
ALL_GENDERS = "~"

_CLOSED = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "INTJ"})
_PARTICIPLES = frozenset({"PRTF", "PRTS"})
_MAN = frozenset({"masc", "sing", "nomn"})
_WOMAN = frozenset({"femn", "sing", "nomn"})


def lemmas(morph: MorphAnalyzer, exact: str) -> frozenset[str]:
    """All lemmas that are not very unlikely, as the dictionary spells them but for ё."""
    return _likely(morph, exact, of_verbs=True)


def typed(morph: MorphAnalyzer, exact: str, *, in_phrase: bool) -> frozenset[str]:
    """The lemmas a typed word asks for; a participle asks for no other form of its verb."""
    found = _likely(morph, exact, of_verbs=False)
    of_all = frozenset(lemma for lemma in found if lemma.endswith(ALL_GENDERS))
    if in_phrase:
        return found
    if of_all and not exact[0].isupper():
        return of_all
    word = exact.lower()
    return frozenset({word}) if word in found else found - of_all


def _likely(morph: MorphAnalyzer, exact: str, *, of_verbs: bool) -> frozenset[str]:
    parses = morph.parse(exact)
    if any("ADJF" in parse.tag.grammemes for parse in parses):
        # данный is an adjective before it is from дать
        parses = [parse for parse in parses if _PARTICIPLES.isdisjoint(parse.tag.grammemes)]
    closed = sum(parse.score for parse in parses if not _CLOSED.isdisjoint(parse.tag.grammemes))
    least = LEAST_BESIDE_CLOSED if closed > 0.5 else LEAST_SCORE
    is_known = any(_is_known(parse) for parse in parses)
    scores: dict[str, float] = defaultdict(float)
    for parse in parses:
        for lemma in _lemmas(parse, is_known=is_known, of_verbs=of_verbs):
            scores[lemma.replace("ё", "е")] += parse.score
    likely = frozenset(lemma for lemma, score in scores.items() if score >= least)
    return likely or frozenset({exact.lower()})


def _lemmas(parse: Parse, *, is_known: bool, of_verbs: bool) -> Iterator[str]:
    grammemes = parse.tag.grammemes
    if "ADJF" in grammemes and not is_known:
        yield parse.normal_form + ALL_GENDERS
        yield _form(parse, _WOMAN) if "femn" in grammemes else parse.normal_form
    elif "Supr" in grammemes:
        yield _form(parse, _MAN | {"Supr"})
    elif not _PARTICIPLES.isdisjoint(grammemes):
        yield _form(parse, _MAN | {"PRTF"})
        if of_verbs:
            yield parse.normal_form
    elif "femn" in grammemes and ("Surn" in grammemes or "Patr" in grammemes):
        yield _form(parse, _WOMAN)
    else:
        yield parse.normal_form


def _is_known(parse: Parse) -> bool:
    """Is the word itself in the dictionary, not only its end or what follows a prefix?"""
    return len(parse.methods_stack) == 1 and isinstance(parse.methods_stack[0][0], DictionaryAnalyzer)


def _form(parse: Parse, grammemes: frozenset[str]) -> str:
    lemma: str = (parse.inflect(grammemes) or parse.normalized).word
    return lemma
