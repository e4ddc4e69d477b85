"""Feeds: RSS, Atom and RDF with feedparser, JSON Feed with our own reading."""

import io
import json
import re
from html import unescape
from typing import Any
from urllib.parse import urljoin

import feedparser
from w3lib.html import remove_tags

from crawlers import urls
from crawlers.entries import Entries, once
from store.types import Candidate, Link

MAX_ENTRIES = 5_000
MAX_BYTES = 3_000_000  # the reading of broken feeds takes 1.5 s a million bytes
_DATES = ("published", "created", "updated")
_CHARSET = re.compile(r";\s*charset=[\w.:-]+", re.IGNORECASE)
_NESTED_ENTITY = re.compile(rb"<!ENTITY\s[^>]*?(?:%|SYSTEM|PUBLIC|[\"'][^\"']*&[A-Za-z])", re.IGNORECASE)
_FEED_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)


def links(body: bytes, base_url: str, content_type: str | None = None) -> Entries:
    """
    The entries of a feed, as it orders them.

    `base_url` is where the body came from, `content_type` the header. Never touches the network. Never
    raises: a body that is no feed gives `broken` with the reason.
    """
    text = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not text:
        return Entries(outcome="broken", detail="The answer is empty.")
    if text.startswith(b"{"):
        return _json_feed(text, base_url)
    if _NESTED_ENTITY.search(text[:20_000]):
        return Entries(
            outcome="broken", detail="The feed declares entities made of entities, which are not read."
        )
    return _xml_feed(body, base_url, content_type or "")


def _xml_feed(body: bytes, base_url: str, content_type: str) -> Entries:
    charset = _CHARSET.search(content_type)
    # A text/* type without a charset would mean us-ascii, which no feed is.
    headers = {
        "content-location": base_url,
        "content-type": f"application/xml{charset[0] if charset else ''}",
    }
    # BytesIO, because feedparser opens a str or bytes that looks like an address or a file name.
    feed = feedparser.parse(io.BytesIO(body[:MAX_BYTES]), response_headers=headers, sanitize_html=False)
    problem = _problem(feed, len(body))
    if found := once(_link(entry, base_url) for entry in feed.entries[:MAX_ENTRIES]):
        return Entries(links=found, detail=problem)
    if feed.version or _FEED_ROOT.search(body[:20_000]):
        return Entries(outcome="empty", detail=problem or "The feed has no entries.")
    return Entries(outcome="broken", detail=f"Not a feed ({problem or 'no feed markup in it'}).")


def _problem(feed: Any, size_bytes: int) -> str | None:
    if size_bytes > MAX_BYTES:
        return f"The feed has {size_bytes} bytes; the first {MAX_BYTES} were read."
    error = feed.get("bozo_exception")
    is_harmless = isinstance(error, feedparser.CharacterEncodingOverride | feedparser.NonXMLContentType)
    return None if error is None or is_harmless else f"not well-formed: {error}"


def _link(entry: Any, base_url: str) -> Link | None:
    """The address is the entry's link, else a guid that is an address."""
    address = entry.get("link") or next(
        (x.get("href") for x in entry.get("links", ()) if x.get("href")), None
    )
    if not address and urls.is_address(entry.get("id", "")):
        address = entry["id"]
    date = next((entry[name] for name in _DATES if entry.get(name)), None)
    return _made(address, entry.get("title"), date, entry.get("category"), base_url)


def _json_feed(body: bytes, base_url: str) -> Entries:
    """JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as error:
        return Entries(outcome="broken", detail=f"Not a feed: the JSON cannot be read ({error}).")
    items = feed.get("items")
    if not isinstance(items, list):
        return Entries(outcome="broken", detail="Not a feed: the JSON has no list “items”.")
    rows = (item for item in items[:MAX_ENTRIES] if isinstance(item, dict))
    found = once(
        _made(
            item.get("url") or item.get("external_url") or item.get("id"),
            item.get("title"),
            item.get("date_published") or item.get("date_modified"),
            None,  # its tags are no sections
            base_url,
        )
        for item in rows
    )
    return Entries(links=found) if found else Entries(outcome="empty", detail="The feed has no entries.")


def _made(address: object, title: object, date: object, rubric: object, base_url: str) -> Link | None:
    if not isinstance(address, str) or not address.strip():
        return None
    try:
        url = urljoin(base_url, address.strip())
    except ValueError:
        return None
    if not urls.is_address(url):
        return None
    published = (
        Candidate(origin="feed", value=date.strip()) if isinstance(date, str) and date.strip() else None
    )
    return Link(url=url, title=_words(title), published=published, rubric=_words(rubric))


def _words(text: object) -> str | None:
    return " ".join(unescape(remove_tags(text)).split()) or None if isinstance(text, str) else None
