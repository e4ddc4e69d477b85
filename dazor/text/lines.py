"""The lines of a post, however they came: as markup of a page or as text with marks beside it."""

import re


def tidy(words: str) -> str:
    """Runs of spaces are one, lines lose those at their ends, at most one empty line stays between two."""
    lines = (line.strip() for line in _spaced(words).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _spaced(words: str) -> str:
    return re.sub(r"[ \t\r\f\v]+", " ", words.replace("\xa0", " "))
