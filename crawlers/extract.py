"""Extraction: the bytes of an article page to its text, title, authors, date and language."""

import logging
import re
from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

import trafilatura
from lxml import html

from crawlers import (
    authors,
    body,
    boilerplate,
    declared,
    editions,
    page,
    published,
    refusal,
    rubric,
    title,
    urls,
)
from crawlers.declared import Declared
from dazor.catalogue import Article
from dazor.text.language import guess as language
from store.types import Link, Reading

__all__ = ["EXTRACTOR", "language", "read"]

REVISION = 3  # goes up with every change that makes another reading of the same bytes
EXTRACTOR = f"dazor {REVISION}, trafilatura {trafilatura.__version__}"
MAX_BYTES = 3_000_000
MIN_TEXT = 40  # characters; less is a caption or a stub
MIN_PAGE = 30  # bytes; a "zombie" of 11 bytes was seen where a feed had been

_MARKUP = re.compile(
    rb"<(?:!doctype|html|head|body|div|p|article|span|h1|meta|title|table|a)[\s>/]", re.IGNORECASE
)
_FEED = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.DOTALL
)
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"RIFF", b"\x00\x00\x00")

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it drops has its outcome here


def read(
    raw: bytes,
    url: str,
    *,
    settings: Article | None = None,
    entry: Link | None = None,
    now: datetime,
    zone: str,
    languages: Collection[str] = (),
) -> Reading:
    """
    What an article page says, or why it says nothing.

    `raw` is the body as it came, without transfer and content coding; its encoding is found in it. `settings`
    are the source's own selectors, `entry` what the entry point said, `now` when the page was first seen,
    `zone` the source's, for times that name none. Outcomes: ok, no_text, empty, not_html, captcha,
    blocked_page, soft_404; title and date are given as far as they are there, whatever the outcome.
    """
    if len(raw.strip()) < MIN_PAGE:
        return Reading(extractor=EXTRACTOR, outcome="empty", warnings=(f"The page has {len(raw)} bytes.",))
    root = None if _is_no_page(raw) else trafilatura.load_html(raw[:MAX_BYTES])
    if root is None:
        return Reading(extractor=EXTRACTOR, outcome="not_html")
    warnings = (f"Only the first {MAX_BYTES} of {len(raw)} bytes were read.",) if len(raw) > MAX_BYTES else ()
    selectors = settings or Article()
    _remove(root, selectors.remove)
    said = declared.read(root)
    date, doubts = published.find(
        root, said, url, entry=entry, css=selectors.date, zone=ZoneInfo(zone), now=now, languages=languages
    )
    section = rubric.find(root, said, _folded_titles(root, said), entry.rubric if entry else None)
    text, complaints = _text(root, said, selectors, [x.value for x in date.candidates])
    seen = "" if len(text) > refusal.MAX_WORDS else page.text_of(root)
    return Reading(
        extractor=EXTRACTOR,
        outcome=refusal.kind(_headings(root), seen, text, _start(raw)) or _outcome(text),
        title=_title(root, said, url, selectors, entry),
        text=text,
        authors=authors.find(root, said, title.site_names(root, said, url)),
        published=date,
        language=language(text or seen, languages, root.get("lang")),
        rubric=section,
        canonical_url=_canonical(root, said, url),
        editions=editions.declared(root, url, selectors.editions),
        warnings=(*warnings, *complaints, *doubts),
    )


def _is_no_page(raw: bytes) -> bool:
    start = raw[:4_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(_BINARY) or _FEED.match(start):
        return True
    return not _MARKUP.search(raw[:100_000].replace(b"\x00", b""))


def _remove(root: html.HtmlElement, selectors: Collection[str]) -> None:
    for css in selectors:
        for element in page.select(root, css):
            if not isinstance(element, str) and element.getparent() is not None:
                element.drop_tree()


def _text(
    root: html.HtmlElement, said: Declared, selectors: Article, stamps: Collection[str]
) -> tuple[str, tuple[str, ...]]:
    """The main text without the title and the date that stand above it, and what went wrong."""
    selected = body.select(root, selectors.body) if selectors.body else ""
    missed = bool(selectors.body) and not selected
    complaints = (f"Nothing fits the source's selector of the text, {selectors.body!r}.",) if missed else ()
    above = (_folded_titles(root, said) | {title.fold(stamp) for stamp in stamps}) - {""}
    return boilerplate.remove(selected or body.find(root), root, above), complaints


def _title(
    root: html.HtmlElement, said: Declared, url: str, selectors: Article, entry: Link | None
) -> str | None:
    for found in page.select(root, selectors.title) if selectors.title else ():
        if words := page.text_of(found):
            return words
    return title.find(root, said, url) or (entry.title if entry else None)


def _folded_titles(root: html.HtmlElement, said: Declared) -> set[str]:
    return {title.fold(text) for text in title.every(root, said)}


def _outcome(text: str) -> str:
    return "ok" if len(text) >= MIN_TEXT and not refusal.is_shell(text) else "no_text"


def _headings(root: html.HtmlElement) -> str:
    return "\n".join(page.text_of(element) for element in root.iter("title", "h1"))


def _start(raw: bytes) -> str:
    return raw[:20_000].decode("latin-1")


def _canonical(root: html.HtmlElement, said: Declared, url: str) -> str | None:
    """What the page calls its own address, complete; None if it does not say."""
    links: list[str] = root.xpath("//link[contains(@rel, 'canonical')]/@href")
    for address in (*links, said.first("og:url")):
        complete = page.join(url, address) if address else None
        if complete and urls.is_address(complete):
            return complete
    return None
