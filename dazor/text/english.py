"""English words and their lemmas."""

from functools import cache, lru_cache

from marisa_trie import BytesTrie

from dazor.text import tables


@lru_cache(maxsize=50_000)
def lemmas(exact: str) -> frozenset[str]:
    """The possible lemmas of a word of a text, and the word itself."""
    word = exact.lower().removesuffix("'s")
    return tables.lemmas(_table(), word) | {word}


def typed(exact: str, *, in_phrase: bool) -> frozenset[str]:
    """The lemmas a word of a rule asks for."""
    word = exact.lower().removesuffix("'s")
    found = tables.lemmas(_table(), word)
    if in_phrase or _is_inflected(word, found):
        return found | {word}
    return frozenset({word})


def _is_inflected(word: str, found: frozenset[str]) -> bool:
    """Sanctions, went: forms and nothing else. Being, pleased, better may be words of their own."""
    return word not in found and not word.endswith(("ing", "ed", "er", "est"))


@cache
def _table() -> BytesTrie:
    return tables.load("en")
