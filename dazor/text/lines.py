"""The lines of a post, however they came: as markup of a page or as text with marks beside it."""

import re

_ODD = ("  ", " \n", "\n ", "\n\n\n", "\xa0", "\t", "\r", "\f", "\v")
_SPACES = re.compile(r"[ \t\r\f\v]{2,}|[\t\r\f\v]")


def tidy(words: str) -> str:
    """Runs of spaces are one, lines lose those at their ends, at most one empty line stays between two."""
    if not any(odd in words for odd in _ODD):
        return words.strip()  # as most posts are
    lines = [_SPACES.sub(" ", line).strip() for line in words.replace("\xa0", " ").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
