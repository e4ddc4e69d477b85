"""What comes from outside is text: made harmless to show, never trusted as markup or address."""

import re
import unicodedata
from urllib.parse import urlsplit

# Controls, marks of direction, half and private characters: they can turn or break a line.
_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Co"})
_KEPT = frozenset("\u200c\u200d")  # joiners of emoji and of some scripts
_NO_CHARACTER = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
_SPACE = re.compile(r"\s+")
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\^{|}]+\Z", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")


def line(text: str) -> str:
    """The text on one line, without characters that cannot be seen or that turn the line around."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text
    seen = "".join(letter for letter in _NO_CHARACTER.sub("", text) if not _is_harmful(letter))
    return _SPACE.sub(" ", seen)


def address(url: str | None) -> str | None:
    """The address where it may be a link: http or https, a host, nothing hidden in it. Else None."""
    if url is None or not _ADDRESS.match(url) or line(url) != url:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if host and parts.username is None and parts.password is None else None


def language(tag: str | None) -> str | None:
    """A language tag that has the form of one; else None."""
    return tag if tag and _LANGUAGE.match(tag) else None


def _is_harmful(letter: str) -> bool:
    return unicodedata.category(letter) in _HARMFUL and letter not in _KEPT and not letter.isspace()
