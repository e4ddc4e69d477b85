"""
Belarusian words and their lemmas, from a lexicon of our own (scripts/belarusian_lexicon.py).

The lexicon holds folded forms. What it knows of a form is, for each lemma, how many
letters to cut from the end and what to put there instead.
"""

from functools import cache
from importlib import resources

from marisa_trie import BytesTrie


# One byte for each letter of the lexicon.
ENCODING = "cp1251"


def lemmas(exact: str) -> frozenset[str]:
    """The possible lemmas of a word of a text, given its `fold.form`. Never empty."""
    word = exact.lower()
    return _known(word) or frozenset((word,))


def typed(exact: str, in_phrase: bool) -> frozenset[str]:
    """
    The lemmas a typed word asks for.

    A word that is a lemma asks for that one: рада finds рада, not рад. In a phrase
    it asks for all: «беларуская мова» is no phrase of lemmas.
    """
    found = lemmas(exact)
    word = exact.lower()
    return frozenset((word,)) if word in found and not in_phrase else found


@cache
def _words() -> BytesTrie:
    words = BytesTrie()
    with resources.as_file(resources.files("dazor.text.lexicons") / "be.marisa") as file:
        words.mmap(str(file))
    return words


def _known(word: str) -> frozenset[str]:
    return frozenset(_lemma(word, rule) for rule in _words().get(word, ()))


def _lemma(word: str, rule: bytes) -> str:
    return word[: len(word) - rule[0]] + rule[1:].decode(ENCODING)
