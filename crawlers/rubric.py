"""The source's own name for the section that an article stands in: «Общество»."""

from collections.abc import Collection, Iterable, Iterator
from urllib.parse import urlsplit

from lxml import html

from crawlers import page
from crawlers.declared import Declared, Json, words
from crawlers.title import fold

MOST = 4  # names; a page that declares more lists its tags
LONGEST = 60  # characters of a name
Trail = list[tuple[str, str]]  # name and address of each step
_BREADCRUMBS = "//*[contains(concat(@class, ' ', @id, ' ', @aria-label), 'readcrumb')]"
_FRONT = frozenset({"главная", "главнаястраница", "галоўная", "галоўнаястаронка", "home", "homepage", "main"})


def find(
    root: html.HtmlElement, said: Declared, titles: Collection[str], by_entry: str | None = None
) -> str | None:
    """
    As the page declares it, else as its trail of breadcrumbs or the entry point says; None: nobody does.

    Several names are parted by semicolons. `titles` are the folded titles of the page, which end a trail.
    """
    ways = (
        _sections(said),
        said.meta.get("article:section", ()),
        _of_trails((*map(_declared, said.trails), *_visible(root)), titles),
        (by_entry or "",),
    )
    return next((found for way in ways if (found := _joined(way))), None)


def _joined(names: Iterable[str]) -> str | None:
    found = {fold(name): name for name in map(words, names) if fold(name) and len(name) <= LONGEST}
    kept = [name for folded, name in found.items() if folded not in _FRONT]
    return "; ".join(kept) if 0 < len(kept) <= MOST else None


def _sections(said: Declared) -> Iterator[str]:
    for value in said.of_articles("articleSection"):
        yield from map(words, value if isinstance(value, list) else [value])


def _of_trails(trails: Iterable[Trail], titles: Collection[str]) -> list[str]:
    """The names between the front page and the article. A trail that does not begin there is not trusted."""
    for steps in trails:
        if not steps or not _is_front(*steps[0]):
            continue
        names = [name for name, _ in steps[1:]]
        if names := names[:-1] if names and fold(names[-1]) in titles else names:
            return names
    return []


def _declared(trail: Json) -> Trail:
    steps = trail.get("itemListElement")
    return [_step(step) for step in steps if isinstance(step, dict)] if isinstance(steps, list) else []


def _visible(root: html.HtmlElement) -> Iterator[Trail]:
    """The links of an element that is called breadcrumbs."""
    for element in root.xpath(_BREADCRUMBS):
        yield [(page.text_of(link), link.get("href")) for link in element.iter("a") if link.get("href")]


def _step(step: Json) -> tuple[str, str]:
    """Name and address of a step, either of which may stand in an object of its own."""
    item = step.get("item")
    inner = item if isinstance(item, dict) else {}
    address = item if isinstance(item, str) else inner.get("@id") or inner.get("url")
    return words(step.get("name") or inner.get("name")), address if isinstance(address, str) else ""


def _is_front(name: str, address: str) -> bool:
    try:
        parts = urlsplit(address)
        is_root = address == "/" or (parts.netloc != "" and parts.path in {"", "/"} and not parts.query)
    except ValueError:
        is_root = False
    return is_root or fold(name) in _FRONT
