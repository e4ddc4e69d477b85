"""A text from outside on one line of a screen or page, harmless whatever it holds."""

import re
import unicodedata

# Controls, marks of direction, half and private characters: they can turn or break a line.
_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Co"})
_KEPT = frozenset("\u200c\u200d")  # joiners of emoji and of some scripts
_NO_CHARACTER = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
_SPACE = re.compile(r"\s+")


def line(text: str) -> str:
    """The text on one line, without characters that cannot be seen or that turn the line around."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text
    seen = "".join(letter for letter in _NO_CHARACTER.sub("", text) if not _is_harmful(letter))
    return _SPACE.sub(" ", seen)


def _is_harmful(letter: str) -> bool:
    return unicodedata.category(letter) in _HARMFUL and letter not in _KEPT and not letter.isspace()
