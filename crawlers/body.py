"""The main text of an article page: paragraphs, a line each, without markup."""

import re
from copy import deepcopy

from lxml import etree, html
from trafilatura.core import bare_extraction

from crawlers import page

MIN_LENGTH = 200  # characters; a shorter careful reading is compared with the full one in any case
MIN_SHARE_OF_PAGE = 0.7  # of the page's long texts: so much makes the full reading unnecessary
MIN_SHARE_OF_FULL = 0.6  # less means that the careful reading lost too much
MIN_PROSE = 100  # characters
_SENTENCE_END = re.compile(r"""[.!?…。]["»”“'’)\]]*\s*$""")
_LONG_TEXTS = (
    "//body//text()[string-length(.) > 40][not(ancestor::script or ancestor::style or ancestor::noscript"
    " or ancestor::template or ancestor::a or ancestor::nav or ancestor::footer or ancestor::form"
    " or ancestor::aside)]"
)
_NOT_TEXT = frozenset("script style noscript template form button figure figcaption iframe svg nav".split())
_BREAKS = frozenset(
    "br hr p div li ul ol dl dt dd section article main aside header footer blockquote pre table tr "
    "h1 h2 h3 h4 h5 h6".split()
)


def find(root: html.HtmlElement) -> str:
    """
    The text without help of a selector; empty where there is none, or nothing but menus and labels.

    Reads carefully first (trafilatura, precision before recall, without its second opinions). That is
    enough where it has most of the page's long texts; else the full reading is made too, and taken if the
    careful one lost more than 40 % of it. Beside the full reading alone this is more precise on all three
    sets of benchmarks/extraction.py, at two thirds of its time.
    """
    text = _better(_without_layout_tables(root))
    return text if any(map(_is_prose, text.split("\n"))) else ""


def _without_layout_tables(root: html.HtmlElement) -> html.HtmlElement:
    """The same page, or a copy where a table around the heading is plain blocks: it is no table of facts."""
    if not root.xpath("boolean(//table//h1)"):
        return root
    copy = deepcopy(root)
    for table in copy.xpath("//h1/ancestor::table"):
        for part in (table, *table.xpath("./tbody | ./tr | ./tbody/tr | ./tr/td | ./tbody/tr/td")):
            part.tag = "div"
    return copy


def _better(root: html.HtmlElement) -> str:
    careful = _read(root, is_careful=True)
    if len(careful) > MIN_LENGTH and len(careful) >= MIN_SHARE_OF_PAGE * _long_texts(root):
        return careful
    full = _read(root, is_careful=False)
    return careful if len(careful) >= MIN_SHARE_OF_FULL * len(full) else full


def select(root: html.HtmlElement, css: str) -> str:
    """The text of all elements that fit, in the page's order; empty where nothing fits."""
    found = [element for element in page.select(root, css) if not isinstance(element, str)]
    outer = [element for element in found if not any(above in found for above in element.iterancestors())]
    return "\n".join(filter(None, map(_lines, outer)))


def _read(root: html.HtmlElement, *, is_careful: bool) -> str:
    document = bare_extraction(
        deepcopy(root), include_comments=False, fast=is_careful, favor_precision=is_careful
    )
    return (document.text or "") if document is not None and not isinstance(document, dict) else ""


def _is_prose(line: str) -> bool:
    """A sentence of five words, or a line too long for a label."""
    return len(line) >= MIN_PROSE or (len(line.split()) >= 5 and bool(_SENTENCE_END.search(line)))


def _long_texts(root: html.HtmlElement) -> int:
    texts: list[str] = root.xpath(_LONG_TEXTS)
    return sum(len(text) for text in texts if len(" ".join(text.split())) > 40)


def _lines(element: html.HtmlElement) -> str:
    pieces: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, part in walk:
        if event == "start" and part.tag in _NOT_TEXT:
            walk.skip_subtree()
            continue
        if part.tag in _BREAKS:
            pieces.append("\n")
        if event == "start":
            pieces.append(" ".join(f"|{part.text or ''}|".split())[1:-1])
        elif part is not element:
            pieces.append(" ".join(f"|{part.tail or ''}|".split())[1:-1])
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)
