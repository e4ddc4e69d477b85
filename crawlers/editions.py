"""Editions: the addresses of the same text in other languages, as a page declares them."""

import re
from urllib.parse import urlsplit

from lxml import html

from crawlers import page, urls

MOST = 12
_FRONT = re.compile(r"/?(?:[a-z]{2,3}(?:[-_][a-z]{2})?)?/?", re.IGNORECASE)  # of a site or of a language


def declared(root: html.HtmlElement, url: str, css: str | None = None) -> tuple[tuple[str, str], ...]:
    """
    Language and address of each other edition, one a language, in the order of the page.

    From `<link rel="alternate" hreflang>`, and from the links that `css` finds, which say their language in
    `hreflang` or `lang`. Front pages are left out: many sites name them on every page.
    """
    found = root.xpath("//link[contains(@rel, 'alternate')][@hreflang]")
    found += [one for one in page.select(root, css) if not isinstance(one, str)] if css else []
    base = page.base(root, url)
    editions: dict[str, str] = {}
    for element in found:
        language = _language(element)
        address = page.join(base, element.get("href") or "")
        if language and address and _is_another_text(address, url):
            editions.setdefault(language, address)
    return tuple(editions.items())[:MOST]


def _language(element: html.HtmlElement) -> str | None:
    """The language without its country; None: none, or a default for all."""
    said = (element.get("hreflang") or element.get("lang") or "").strip().lower()
    language = re.split("[-_]", said)[0]
    return language if re.fullmatch("[a-z]{2,3}", language) else None


def _is_another_text(address: str, url: str) -> bool:
    if not urls.is_address(address) or urls.key(address) == urls.key(url):
        return False
    parts = urlsplit(address)
    return bool(parts.query) or not _FRONT.fullmatch(parts.path)
