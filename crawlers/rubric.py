"""The source's own name for the section that an article stands in: «Общество»."""

from collections.abc import Collection, Iterable, Iterator
from urllib.parse import urlsplit

from crawlers.declared import Declared, Json, words
from crawlers.title import fold

MOST = 4  # names; a page that declares more lists its tags
LONGEST = 60  # characters of a name
_FRONT = frozenset({"главная", "главнаястраница", "галоўная", "галоўнаястаронка", "home", "homepage", "main"})


def find(said: Declared, titles: Collection[str], by_entry: str | None = None) -> str | None:
    """
    As the page declares it, else as its trail of breadcrumbs or the entry point says; None: nobody does.

    Several names are parted by semicolons. `titles` are the folded titles of the page, which end a trail.
    """
    ways = (_sections(said), said.meta.get("article:section", ()), _trail(said, titles), (by_entry or "",))
    return next((found for way in ways if (found := _joined(way))), None)


def _joined(names: Iterable[str]) -> str | None:
    found = {fold(name): name for name in map(words, names) if fold(name) and len(name) <= LONGEST}
    kept = [name for folded, name in found.items() if folded not in _FRONT]
    return "; ".join(kept) if 0 < len(kept) <= MOST else None


def _sections(said: Declared) -> Iterator[str]:
    for value in said.of_articles("articleSection"):
        yield from map(words, value if isinstance(value, list) else [value])


def _trail(said: Declared, titles: Collection[str]) -> list[str]:
    """The names between the front page and the article. A trail that does not begin there is not trusted."""
    for trail in said.trails:
        steps = trail.get("itemListElement")
        named = [_step(step) for step in steps if isinstance(step, dict)] if isinstance(steps, list) else []
        if not named or not _is_front(*named[0]):
            continue
        names = [name for name, _ in named[1:]]
        if names := names[:-1] if names and fold(names[-1]) in titles else names:
            return names
    return []


def _step(step: Json) -> tuple[str, str]:
    """Name and address of a step, either of which may stand in an object of its own."""
    item = step.get("item")
    inner = item if isinstance(item, dict) else {}
    address = item if isinstance(item, str) else inner.get("@id") or inner.get("url")
    return words(step.get("name") or inner.get("name")), address if isinstance(address, str) else ""


def _is_front(name: str, address: str) -> bool:
    try:
        is_root = urlsplit(address).netloc != "" and urlsplit(address).path in {"", "/"}
    except ValueError:
        is_root = False
    return is_root or fold(name) in _FRONT
