"""Letters of the other alphabet that look the same: Latin `i` is routine in Belarusian official texts."""

import re

# Small k looks alike, small b, h, m, t do not. Accented: a stress mark on a Latin letter.
_LATIN = "ABCEHIKMOPTXYaceikopxyÁÀáàÉÈéèËëÍÌíìÏïÓÒóòÝý"
_CYRILLIC = "АВСЕНІКМОРТХУасеікорхуААааЕЕееЁёІІііЇїООооУу"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC[:22], _LATIN[:22])  # the letters without accents

_HAS_CYRILLIC = re.compile("[\u0400-\u052f]")
_HAS_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


def is_cyrillic(word: str) -> bool:
    """Does the word hold a Cyrillic letter?"""
    return _HAS_CYRILLIC.search(word) is not None


def one_alphabet(word: str) -> str:
    """
    The word in one alphabet, letter for letter.

    A word with letters of both becomes Cyrillic if all its Latin letters have a
    Cyrillic look-alike, else Latin if that is possible, else it stays mixed.
    """
    if not (is_cyrillic(word) and _HAS_LATIN.search(word)):
        return word
    cyrillic = word.translate(_TO_CYRILLIC)
    if not _HAS_LATIN.search(cyrillic):
        return cyrillic
    latin = word.translate(_TO_LATIN)
    return word if is_cyrillic(latin) else latin


def cyrillic_twin(word: str) -> str | None:
    """A word of Latin letters (MOCKBA) read as Cyrillic; None where a letter has no look-alike."""
    cyrillic = word.translate(_TO_CYRILLIC)
    if cyrillic == word or is_cyrillic(word) or _HAS_LATIN.search(cyrillic):
        return None
    return cyrillic
