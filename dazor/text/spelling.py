"""Cyrillic words that no dictionary knows, though it knows another by one letter: mistyped, most likely."""

from collections.abc import Iterator

from dazor.text import fold, languages, lemmas

_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґў'"
_SHORTEST = 5  # letters; of a shorter word too many others are near


def nearest(word: str) -> str | None:
    """
    The known word that differs by one slip: two letters swapped, one missing, wrong or too many.

    None: the word is known or short, none is near, or nobody can tell (Latin letters).
    """
    exact = fold.form(word).lower()
    read_in = [one for one in languages.of_typed(exact) if one in lemmas.HOLD_ALL_WORDS]
    if len(exact) < _SHORTEST or not read_in or any(_is_known(exact, one) for one in read_in):
        return None
    return next((near for near in _slips(exact) for one in read_in if _is_known(near, one)), None)


def _is_known(word: str, language: str) -> bool:
    """A word with a hyphen is known by its parts too."""
    return lemmas.is_known(word, language) or (
        "-" in word and all(lemmas.is_known(part, language) for part in word.split("-"))
    )


def _slips(word: str) -> Iterator[str]:
    """What was meant, the likelier slips first. The first letter is seldom wrong."""
    ends = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    yield from (head[:-1] + tail[0] + head[-1] + tail[1:] for head, tail in ends if tail)
    yield from (head + tail[1:] for head, tail in ends if tail)
    yield from (head + letter + tail for head, tail in ends for letter in _LETTERS)
    yield from (head + letter + tail[1:] for head, tail in ends if tail for letter in _LETTERS)
