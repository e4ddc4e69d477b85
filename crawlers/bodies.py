"""Which element holds the text of an article, found by comparing pages of one site."""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from lxml import html

from crawlers import body, page, teasers

FEWEST = 3  # pages to compare
LONG = 60  # characters of a paragraph
ENOUGH = 0.9  # share of the paragraphs that a selector has to reach, on every page
_END = re.compile(r"""[.!?…]["»”’)\]]*$""")


def selector(roots: Sequence[html.HtmlElement], texts: Sequence[str]) -> str | None:
    """
    A selector of the text that reads cleaner than `texts`, what came out of the pages without one.

    None: those are clean, or nothing is better. Clean is what consists of paragraphs that no other page has.
    """
    own = _own_paragraphs(roots)
    if len(roots) < FEWEST or not all(own) or _clean(own, texts) >= ENOUGH:
        return None
    names = Counter(
        css
        for root, paragraphs in zip(roots, own, strict=True)
        for css in {teasers.css_of(element) for element in _holders(root, paragraphs)}
        if css
    )
    common = [css for css, count in names.items() if count == len(roots)]
    found = {css: _clean(own, [body.select(root, css) for root in roots]) for css in common}
    best = max(found, key=lambda css: (found[css], -len(css)), default=None)
    return best if best and found[best] >= ENOUGH and found[best] > _clean(own, texts) else None


def _own_paragraphs(roots: Sequence[html.HtmlElement]) -> list[set[str]]:
    """Of each page the long sentences in elements of their own that no other page has."""
    said = [
        {text for element in root.iter("p", "div", "td") if _is_long(text := _direct(element))}
        for root in roots
    ]
    pages = Counter(text for texts in said for text in texts)
    return [{text for text in texts if pages[text] == 1} for texts in said]


def _holders(root: html.HtmlElement, paragraphs: Collection[str]) -> set[html.HtmlElement]:
    """The elements of the paragraphs, and what they stand in."""
    own = [element for element in root.iter("p", "div", "td") if _direct(element) in paragraphs]
    return {
        *own,
        *(above for element in own for above in element.iterancestors("div", "td", "article", "section")),
    }


def _clean(own: Sequence[Collection[str]], texts: Sequence[str]) -> float:
    """How well texts agree with the paragraphs of their pages, at worst: 1 is those and nothing else."""
    return min(_agreement(paragraphs, text) for paragraphs, text in zip(own, texts, strict=True))


def _agreement(paragraphs: Collection[str], text: str) -> float:
    words = Counter(" ".join(paragraphs).split())
    found = Counter(text.split())
    return 2 * (words & found).total() / max(words.total() + found.total(), 1)


def _direct(element: html.HtmlElement) -> str:
    """The words of an element that holds no other block."""
    blocks = ("p", "div", "td", "table", "ul", "h1", "h2", "section", "article")
    return "" if any(child.tag in blocks for child in element.iterdescendants()) else page.text_of(element)


def _is_long(text: str) -> bool:
    return len(text) >= LONG and bool(_END.search(text))
