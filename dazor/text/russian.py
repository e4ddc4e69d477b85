"""Russian words and their lemmas."""

from functools import cache, lru_cache

import pymorphy3_dicts_ru as dictionary
from pymorphy3 import MorphAnalyzer

from dazor.text import opencorpora


@lru_cache(maxsize=50_000)
def lemmas(exact: str) -> frozenset[str]:
    """The possible lemmas of a word of a text."""
    return opencorpora.lemmas(_morph(), exact)


def typed(exact: str, *, in_phrase: bool) -> frozenset[str]:
    """The lemmas a word of a rule asks for."""
    return opencorpora.typed(_morph(), exact, in_phrase=in_phrase)


def is_known(exact: str) -> bool:
    """Does the dictionary hold the word?"""
    return bool(_morph().word_is_known(exact))


@cache
def _morph() -> MorphAnalyzer:
    """Told where its dictionary is: looking for it among all that is installed takes longer."""
    return MorphAnalyzer(path=dictionary.get_path(), lang="ru")
