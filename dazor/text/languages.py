"""
Which language a text is in, paragraph by paragraph, and in which languages one word is read.

Five languages are known. What is not clearly one of them has none: an unsure word is
read in more than one language, a wrong one would be lost.
"""

import re
from collections import Counter
from typing import NamedTuple

from dazor.text import detector, fold

LANGUAGES = ("be", "ru", "uk", "en", "pl")

_CYRILLIC = ("be", "ru", "uk")
_LATIN = ("en", "pl")
_EARLY = 5_000  # lines
_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_HAS_CYRILLIC = re.compile("[\u0400-\u052f]")
_HAS_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
# Letters that a word of the language cannot have, as `fold.form` leaves it: without ё.
_FOREIGN = {
    "be": re.compile("[ищъїєИЩЪЇЄ]"),
    "ru": re.compile("[іўїєґІЎЇЄҐ]"),
    "uk": re.compile("[ыэъўЫЭЪЎ]"),
    "en": re.compile("[ąćęłńśźżĄĆĘŁŃŚŹŻ]"),
    "pl": re.compile("(?!)"),
}


class Paragraph(NamedTuple):
    """A line of a text that is not empty; the span is that of the original."""

    start: int
    end: int
    language: str | None  # None: unsure, or none of the five


def paragraphs(text: str) -> list[Paragraph]:
    """
    The lines of a text with the language of each.

    Where the letters of the whole text are those of one language, its short lines are
    in that language too: «Спасибо» alone might be Ukrainian. After thousands of
    lines, letters alone decide: what is unsure then stays so, and the time is bounded.
    """
    whole = detector.by_letters(text)
    lines = (found for found in _LINE.finditer(text) if not found[0].isspace())
    return [
        Paragraph(found.start(), found.end(), _language(found[0], whole, is_early=at < _EARLY))
        for at, found in enumerate(lines)
    ]


def _language(line: str, whole: str | None, *, is_early: bool) -> str | None:
    if whole and detector.is_cyrillic(line.lower()):
        return whole
    return detector.language(line) if is_early else detector.by_letters(line)


def of_text(text: str | list[Paragraph]) -> str | None:
    """The language most letters are in; None where no paragraph has one."""
    letters: Counter[str] = Counter()
    for start, end, language in paragraphs(text) if isinstance(text, str) else text:
        if language:
            letters[language] += end - start
    return max(letters, key=letters.__getitem__, default=None)


def of_typed(word: str) -> tuple[str, ...]:
    """
    Every language whose letters a word has; never empty.

    A word that no alphabet allows (Київщына) is one of all languages of its script,
    and what has no letters of ours (2007, αβγ) counts as English: it has one form.
    """
    exact = fold.form(word)
    script: tuple[str, ...] = ("en",)
    if _HAS_CYRILLIC.search(exact):
        script = _CYRILLIC
    elif _HAS_LATIN.search(exact):
        script = _LATIN
    return tuple(language for language in script if not _FOREIGN[language].search(exact)) or script


def of_written(word: str, language: str | None) -> tuple[str, ...]:
    """
    The languages a word of a paragraph in `language` is read in.

    They are some of `of_typed`, so that a word finds itself. A word in the other
    alphabet, or of a paragraph without a language, is read in the languages that
    are likely in texts from Belarus.
    """
    allowed = of_typed(word)
    if language in allowed:
        return (language,)
    likely = ("be", "ru") if language is None or allowed[0] in _CYRILLIC else ("en",)
    if language is None and allowed[0] in _LATIN:
        likely = _LATIN
    return tuple(one for one in allowed if one in likely) or allowed
