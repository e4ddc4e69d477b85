"""
A private feed: Atom (RFC 4287) in a file whose name nobody can guess.

Entries hold the letter itself and load nothing; the identity of an entry is
that of its letter, so that a reader's program shows a repeat once.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lxml import etree

from dazor.deliver import files
from store import times
from store.letters import Letter

ATOM = "http://www.w3.org/2005/Atom"
ENTRIES = 30
TITLE = "Digest"

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A letter in the feed."""

    letter: Letter
    at: datetime


def write(folder: Path, subscriber: str, entries: Sequence[Entry], now: datetime) -> Path:
    """Write the feed of a subscriber anew, newest entry first; where it lies. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    path = place(folder, subscriber)
    files.replace(path, render(path.name, entries, now))
    return path


def place(folder: Path, subscriber: str) -> Path:
    """The file of a feed: the one that is there, else one with a name of 128 bits of chance."""
    known = sorted(folder.glob(f"{subscriber}.*.atom"))
    return known[0] if known else folder / f"{subscriber}.{secrets.token_hex(16)}.atom"


def render(name: str, entries: Sequence[Entry], now: datetime) -> str:
    """The feed as XML. `name` is its identity: the name of its file."""
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    _add(feed, "id", f"urn:digest:{name}")
    _add(feed, "title", TITLE)
    _add(feed, "updated", times.text(max((entry.at for entry in entries), default=now)))
    for entry in entries[:ENTRIES]:
        _add_entry(feed, entry)
    written: str = etree.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{written}\n'


def _add_entry(feed: etree._Element, entry: Entry) -> None:
    element = etree.SubElement(feed, f"{{{ATOM}}}entry")
    _add(element, "id", f"urn:digest:{entry.letter.message_id}")
    _add(element, "title", entry.letter.subject)
    _add(element, "updated", times.text(entry.at))
    _add(etree.SubElement(element, f"{{{ATOM}}}author"), "name", TITLE)
    _add(element, "content", entry.letter.html, type="html")


def _add(parent: etree._Element, name: str, text: str, **attributes: str) -> None:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", attrib=attributes)
    element.text = _NOT_XML.sub("\ufffd", text)
