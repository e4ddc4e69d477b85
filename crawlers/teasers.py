"""How a listing is built: which element holds one article, where its date stands, where the list goes on."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from lxml import html

from crawlers import dates, listing, page, shapes, urls
from crawlers.entries import Entries
from dazor.catalogue import Entry

FEWEST = 3  # articles; less is no list
MOST_ITEMS = 0.8  # share of the items that have a date, if there is one in them at all
MOST_DATE = 60  # characters of what is a date and nothing else
_ASIDE = "ancestor-or-self::aside or ancestor-or-self::nav or ancestor-or-self::footer"
_NEXT = re.compile(
    r"^(?:[>»›→⟩]+|(?:следующ|наступн|дал(?:ее|ьше|ей)|ещё|еще|старее|раньше|next|older|more).{0,24})[\s>»›→]*$",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Za-z_][\w-]*")
_FLEETING = re.compile(
    r"\d{2,}|^(?:first|last|odd|even|active|current|clearfix|lazy|hide|show)|^(?:col|row)-", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page that lists articles, with what its markup allows to read."""

    url: str
    item: str | None = None  # None: every link of the page counts
    title: str | None = None
    date: str | None = None
    next: str | None = None  # the link to the older page
    found: Entries  # what it names, read with these selectors

    @property
    def entry(self) -> dict[str, str]:
        """As `[[entry]]` of a source file says it."""
        said = {"item": self.item, "title": self.title, "date": self.date, "next": self.next}
        return {"kind": "listing", "url": self.url} | {key: css for key, css in said.items() if css}


def read(
    body: bytes, url: str, wanted: str, *, zone: tzinfo, now: datetime, languages: Collection[str] = ()
) -> Listing | None:
    """The listing that a page is, of addresses like the pattern `wanted`; None: it names too few."""
    root = page.parse(body)
    plain = named(body, url, wanted, {})
    if root is None or len(plain.links) < FEWEST:
        return None
    older = _next(root, url, wanted)
    items = _items(root, page.base(root, url), wanted)
    if not items:
        return Listing(url=url, next=older, found=plain)
    css = items[0]
    elements = [element for element in page.select(root, css) if not isinstance(element, str)]
    date = _date(elements, zone, now, languages)
    selectors = {"item": css, "title": _title(elements), "date": date}
    found = named(body, url, wanted, selectors)
    main = {urls.key(link.url) for link in plain.links} - _beside(root, page.base(root, url), wanted)
    if date is None or not main <= {urls.key(link.url) for link in found.links}:
        return Listing(url=url, next=older, found=plain)
    return Listing(url=url, **selectors, next=older, found=found)


def named(body: bytes, url: str, wanted: str, selectors: dict[str, str | None]) -> Entries:
    """What a listing names when it is read with these selectors."""
    entry = Entry.model_validate(
        {"kind": "listing", "url": url} | {key: css for key, css in selectors.items() if css}
    )
    return listing.links(body, url, entry, wanted)


def css_of(element: html.HtmlElement) -> str | None:
    """A short selector: the tag with a lasting class or id, if need be below an element that has them."""
    path: list[str] = []
    for one in (element, *element.iterancestors()):
        own = _own(one)
        path.insert(0, own)
        if own != one.tag:
            return " ".join(path)
        if one.tag in ("body", "html") or len(path) == 4:
            break
    path = [tag for tag in path if tag not in ("html", "body")]
    return " > ".join(path) or None


def _own(element: html.HtmlElement) -> str:
    names = [name for name in (element.get("class") or "").split() if _NAME.fullmatch(name)]
    lasting = [name for name in names if not _FLEETING.search(name)]
    if lasting:
        return f"{element.tag}.{lasting[0]}"
    name = element.get("id") or ""
    if _NAME.fullmatch(name) and not _FLEETING.search(name):
        return f"{element.tag}#{name}"
    return str(element.tag)


def _items(root: html.HtmlElement, base: str, wanted: str) -> list[str]:
    """Selectors of elements that hold one article each, the one with most articles first."""
    targets = _targets(root.iter("a"), base, wanted)
    aside = set(root.xpath(f"//a[{_ASIDE}]"))
    inside: dict[html.HtmlElement, set[str]] = {}
    for anchor, key in targets.items():
        for above in (anchor, *anchor.iterancestors()):
            inside.setdefault(above, set()).add(key)
    articles: dict[str, set[str]] = {}
    for anchor, key in targets.items():
        item = anchor
        for above in anchor.iterancestors():
            if len(inside[above]) > 1 or above.tag in ("body", "main", "html"):
                break
            item = above
        css = css_of(item)
        if css and anchor not in aside:
            articles.setdefault(css, set()).add(key)
    ranked = sorted(articles, key=lambda css: -len(articles[css]))
    return [css for css in ranked if len(articles[css]) >= FEWEST]


def _beside(root: html.HtmlElement, base: str, wanted: str) -> set[str]:
    """Keys of articles that only sidebars and menus name."""
    aside = set(root.xpath(f"//a[{_ASIDE}]"))
    everywhere = _targets(root.iter("a"), base, wanted)
    main = {key for anchor, key in everywhere.items() if anchor not in aside}
    return {*everywhere.values()} - main


def _targets(anchors: Iterable[html.HtmlElement], base: str, wanted: str) -> dict[html.HtmlElement, str]:
    """Links to articles, each with the key of its address."""
    found = {}
    for anchor in anchors:
        url = page.join(base, anchor.get("href") or "")
        if url and urls.is_address(url) and shapes.fits(wanted, url):
            found[anchor] = urls.key(url)
    return found


def _date(
    items: list[html.HtmlElement], zone: tzinfo, now: datetime, languages: Collection[str]
) -> str | None:
    """The selector of the date inside an item, if nearly all items have one."""
    votes: dict[str, int] = {}
    for item in items:
        for css in dict.fromkeys(dated(item, zone, now, languages)):
            votes[css] = votes.get(css, 0) + 1
    good = [css for css in votes if votes[css] >= MOST_ITEMS * len(items)]
    return min(good, key=lambda css: length(items, css), default=None)


def length(roots: Iterable[html.HtmlElement], css: str) -> int:
    """How many characters a selector finds in these: a date alone is shorter than what it stands in."""
    return sum(len(page.text_of(found)) for root in roots for found in page.select(root, css)[:1])


def dated(root: html.HtmlElement, zone: tzinfo, now: datetime, languages: Collection[str]) -> Iterable[str]:
    """Selectors of the smallest elements that say a date and little else, in the order of the page."""
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in ("a", "script", "style"):
            continue
        text = element.get("datetime") or page.text_of(element)
        if (
            4 < len(text) <= MOST_DATE
            and dates.moment(text, zone, now, languages)
            and not _is_deeper(element, text)
        ):
            css = _own(element)
            yield css if css != element.tag or element.tag == "time" else (css_of(element) or css)


def _is_deeper(element: html.HtmlElement, text: str) -> bool:
    """Whether a child says all of it."""
    return any(isinstance(child.tag, str) and page.text_of(child) == text for child in element)


def _title(items: list[html.HtmlElement]) -> str | None:
    """The heading of the items, where the first link has no words."""
    if all(page.text_of(next(item.iter("a"), item)) for item in items):
        return None
    for tag in ("h2", "h3", "h4", "h1", "h5"):
        if all(next(item.iter(tag), None) is not None for item in items):
            return tag
    return "a:not(:empty)"


def _next(root: html.HtmlElement, url: str, wanted: str) -> str | None:
    """The selector of the link to the next page."""
    if root.xpath("//a[@rel='next' and @href]"):
        return 'a[rel="next"]'
    if root.xpath("//link[@rel='next' and @href]"):
        return 'link[rel="next"]'
    for anchor in root.iter("a"):
        address = page.join(url, anchor.get("href") or "")
        words = f"{page.text_of(anchor)} {anchor.get('title') or ''}".strip()
        if not address or shapes.fits(wanted, address) or not _NEXT.match(words):
            continue
        for one in (anchor, *anchor.iterancestors()):
            own = _own(one)
            css = own if one is anchor else f"{own} a"
            found = page.select(root, css) if own != one.tag else []
            if found[:1] == [anchor] and len(found) == 1:
                return css
    return None
