"""Polish words and their lemmas."""

from functools import cache, lru_cache

from marisa_trie import BytesTrie

from dazor.text import tables


@lru_cache(maxsize=50_000)
def lemmas(exact: str) -> frozenset[str]:
    """The possible lemmas of a word of a text, and the word itself."""
    word = exact.lower()
    return tables.lemmas(_table(), word) | {word}


def typed(exact: str, *, in_phrase: bool) -> frozenset[str]:
    """The lemmas a word of a rule asks for."""
    word = exact.lower()
    found = tables.lemmas(_table(), word)
    return found | {word} if in_phrase or word not in found else frozenset({word})


@cache
def _table() -> BytesTrie:
    return tables.load("pl")
