"""Sitemaps, news sitemaps and sitemap indexes (https://www.sitemaps.org/protocol.html)."""

import zlib
from urllib.parse import urljoin

from lxml import etree

from crawlers import urls
from crawlers.entries import Entries, once
from store.types import Candidate, Link

MAX_BYTES = 12_000_000  # the tree of it takes ten times as much memory
MAX_LINKS = 50_000  # as the protocol allows


def links(body: bytes, base_url: str) -> Entries:
    """
    The pages or the further sitemaps that a sitemap names, as it orders them.

    `body` may be gzip still. Dates: `news:publication_date` (origin news_sitemap), else `lastmod` (origin
    sitemap: a change, not a publication; only to choose what to look at). A plain text list of addresses is
    read too. Never raises: what cannot be read gives `broken` with the reason.
    """
    try:
        text = _unpacked(body).lstrip(b"\xef\xbb\xbf \t\r\n")
    except zlib.error as error:
        return Entries(outcome="broken", detail=f"The sitemap cannot be unpacked ({error}).")
    if text[:4].lower() == b"http":
        return _plain(text, base_url)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return Entries(outcome="broken", detail=f"Not a sitemap ({error}).")
    return _entries(root, base_url)


def _entries(root: etree._Element | None, base_url: str) -> Entries:
    kind = _name(root)
    if root is None or kind not in ("urlset", "sitemapindex"):
        return Entries(outcome="broken", detail=f"Not a sitemap: it begins with <{kind}>.")
    rows = [row for row in root if _name(row) in ("url", "sitemap")][:MAX_LINKS]
    found = once(_link(_values(row), base_url) for row in rows)
    if not found:
        return Entries(outcome="empty", detail="The sitemap names nothing.")
    return Entries(children=found) if kind == "sitemapindex" else Entries(links=found)


def _link(values: dict[str, str], base_url: str) -> Link | None:
    url = _address(values.get("loc"), base_url)
    if url is None:
        return None
    published = None
    if date := values.get("news:publication_date"):
        published = Candidate(origin="news_sitemap", value=date)
    elif date := values.get("lastmod"):
        published = Candidate(origin="sitemap", value=date)
    return Link(url=url, title=values.get("news:title"), published=published)


def _values(row: etree._Element) -> dict[str, str]:
    """Names and texts of a row and of its `news:news`; the first of a name stays."""
    values: dict[str, str] = {}
    for child in row.iter(etree.Element):
        inside_news = _name(child.getparent()) == "news"
        text = " ".join((child.text or "").split())
        if text and (inside_news or child.getparent() is row):
            values.setdefault(f"news:{_name(child)}" if inside_news else _name(child), text)
    return values


def _plain(text: bytes, base_url: str) -> Entries:
    lines = text.decode("utf-8", "replace").split()[:MAX_LINKS]
    found = once(_link({"loc": line}, base_url) for line in lines)
    return Entries(links=found, outcome="ok" if found else "empty")


def _address(text: str | None, base_url: str) -> str | None:
    try:
        url = urljoin(base_url, text or "") if text else ""
    except ValueError:
        return None
    return url if urls.is_address(url) else None


def _name(element: etree._Element | None) -> str:
    """The name without its namespace, in small letters: sites write it in many ways."""
    if element is None or not isinstance(element.tag, str):
        return ""
    return str(etree.QName(element).localname).lower()


def _unpacked(body: bytes) -> bytes:
    """At most `MAX_BYTES` of it; what is longer is cut, and its first addresses are read."""
    if not body.startswith(b"\x1f\x8b"):
        return body[:MAX_BYTES]
    return zlib.decompressobj(wbits=31).decompress(body, MAX_BYTES)
