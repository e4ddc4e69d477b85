"""What comes from outside is text: made harmless to show, never trusted as markup or address."""

import re
from urllib.parse import urlsplit

from dazor.text.shown import line

__all__ = ["address", "language", "line"]

_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\^{|}]+\Z", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")


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
