"""A page as a tree: bytes to elements, and elements by CSS selector."""

from functools import lru_cache
from typing import TypeAlias
from urllib.parse import urljoin

import cssselect
from lxml import etree, html
from parsel.csstranslator import HTMLTranslator
from w3lib.encoding import html_body_declared_encoding, read_bom

from store.errors import UsageError

MAX_BYTES = 10_000_000

Found: TypeAlias = "html.HtmlElement | str"

_SILENT = ("script", "style", "template", "noscript")
_INLINE = (
    "a",
    "abbr",
    "b",
    "em",
    "font",
    "i",
    "mark",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "u",
)


def parse(body: bytes) -> html.HtmlElement | None:
    """The root of the tree; None if there is no markup in it. Nothing is fetched, no entity is expanded."""
    text = decode(body[:MAX_BYTES]).replace("\x00", "")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def decode(body: bytes) -> str:
    """
    The text of a page: as its byte order mark says, else UTF-8 if it is, else as declared, else windows-1251.

    The header's charset is not asked: where it and the bytes differ, the bytes are right.
    """
    encoding, mark = read_bom(body)
    if encoding and mark:
        return body[len(mark) :].decode(encoding, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(body) - 4:  # cut within a letter
            return body.decode("utf-8", "ignore")
    declared = html_body_declared_encoding(body)
    if declared in (None, "utf-8"):
        # mostly UTF-8 with a few broken bytes, or the alphabet of the older sites of the beat
        text = body.decode("utf-8", "replace")
        return text if text.count("\ufffd") * 100 < len(text) else body.decode("cp1251", "replace")
    return body.decode(declared, "replace")


def base(root: html.HtmlElement, url: str) -> str:
    """What relative addresses of the page are joined with."""
    return join(url, root.xpath("string(//base/@href)")) or url


def join(base_url: str, address: str) -> str | None:
    """The complete address; None where it cannot be one."""
    try:
        return urljoin(base_url, address.strip())
    except ValueError:
        return None


def select(element: html.HtmlElement, css: str) -> list[Found]:
    """In the order of the page; texts for `::text` and `::attr(name)`. UsageError: not a selector."""
    found = _compiled(css)(element)
    return list(found) if isinstance(found, list) else []


def text_of(found: Found) -> str:
    """The words in one line, without scripts and styles. Parts of different blocks stay apart."""
    if isinstance(found, str):
        return " ".join(found.split())
    pieces: list[str] = []
    walk = etree.iterwalk(found, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if element.tag in _SILENT:
                walk.skip_subtree()
                continue
            pieces.append(element.text or "")
        if event != "start" and element is not found:
            pieces.append(element.tail or "")
        if event in ("start", "end") and element.tag not in _INLINE and element.tag not in _SILENT:
            pieces.insert(-1, " ")
    return " ".join("".join(pieces).split())


@lru_cache(maxsize=512)
def _compiled(css: str) -> etree.XPath:
    try:
        return etree.XPath(HTMLTranslator().css_to_xpath(css))
    except (cssselect.SelectorError, etree.XPathError) as error:
        raise UsageError(f"{css!r}: not a CSS selector ({error}).") from error
