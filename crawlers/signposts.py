"""What a page of a site points to: its feeds, its sections, its articles."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import html

from crawlers import page, shapes, urls
from crawlers.redirects import same_site

TITLE_WORDS = 4  # a link with so many words or letters is a headline
TITLE_LETTERS = 28
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
FEED_PLACES = (
    "/rss",
    "/feed/",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/rss/",
    "/news/rss",
    "/index.xml",
    "/feed.json",
)
SITEMAP_PLACES = (
    "/sitemap.xml",
    "/sitemap_index.xml",
    "/wp-sitemap.xml",
    "/news-sitemap.xml",
    "/sitemap-news.xml",
)
_FEED_ADDRESS = re.compile(
    r"(?:^|[/.?=_-])(?:rss|feeds?|atom|rdf)(?:2|20)?(?:[/.?&_-]|$)|\bfeed\.json$", re.IGNORECASE
)
_COMMENTS = re.compile(r"comment|коммент|камент", re.IGNORECASE)
_NEWS = re.compile(
    r"(?:^|[/_-])(?:news|novosti|naviny|lenta|latest|press(?:-\w+)?|articles?|publications?|stat[iy]i?|artyku\w+"
    r"|all|archiv?e?|events?|sobyti\w+|padzei)(?:[/_.-]|$)",
    re.IGNORECASE,
)
_NEWS_WORDS = re.compile(
    r"новост|навін|лент[аы]|все материалы|усе матэрыялы|news|latest|статьи|артыкул|пресс", re.IGNORECASE
)
_MENU = (
    "ancestor-or-self::nav or ancestor-or-self::footer or ancestor-or-self::*[@role='navigation']"
    " or ancestor-or-self::header[not(ancestor::article or ancestor::main)]"
)
_MORE = re.compile(r"чита|подробн|далее|больше|чытаць|падрабязн|дале|more|read|\W*$", re.IGNORECASE)
_ON = re.compile(r"^(?:page|стр\.?|старонка)?\s*\d*$|^[«»‹›<>→←\s]+$|^\d+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signpost:
    """An address that a page points to on its own site."""

    url: str
    words: str  # the longest of its links
    is_menu: bool  # only from menus, headers and footers

    @property
    def is_headline(self) -> bool:
        """Whether the words are those of an article rather than of a section or tag."""
        return len(self.words.split()) >= TITLE_WORDS or len(self.words) >= TITLE_LETTERS

    @property
    def is_label(self) -> bool:
        """Whether the words name a section, a tag or a page of the site's own."""
        if not self.words or self.is_headline or _MORE.match(self.words):
            return False
        return self.is_menu or len(self.words.split()) < TITLE_WORDS - 1


def read(root: html.HtmlElement, url: str) -> list[Signpost]:
    """The addresses on the site of `url` that a page links to, in its order, each once."""
    base = page.base(root, url)
    menus = set(root.xpath(f"//a[@href][{_MENU}]"))
    found: dict[str, Signpost] = {}
    for anchor in root.iter("a"):
        address = page.join(base, anchor.get("href") or "")
        if not address or not urls.is_address(address) or not same_site(address, url):
            continue
        address = address.partition("#")[0]
        words = page.text_of(anchor)
        before = found.get(address)
        found[address] = Signpost(
            url=address,
            words=max(words, before.words if before else "", key=len),
            is_menu=anchor in menus and (before is None or before.is_menu),
        )
    return list(found.values())


def feeds(root: html.HtmlElement, url: str) -> list[str]:
    """Feeds that a page declares, then links that look like one; those of comments never."""
    base = page.base(root, url)
    declared = [
        page.join(base, link.get("href") or "")
        for link in root.iter("link")
        if (link.get("type") or "").lower().split(";")[0] in FEED_TYPES
        and not _COMMENTS.search(f"{link.get('title')} {link.get('href')}")
    ]
    linked = [
        post.url
        for post in read(root, url)
        if _FEED_ADDRESS.search(shapes.path_and_query(post.url)) and not _COMMENTS.search(post.url)
    ]
    return list(
        dict.fromkeys(address for address in (*declared, *linked) if address and urls.is_address(address))
    )


def places(site: str, paths: Iterable[str]) -> list[str]:
    """Addresses of a site where something often is."""
    return [urljoin(site, path) for path in paths]


def sitemaps_of_robots(body: bytes | None) -> list[str]:
    """The sitemaps that a robots.txt names."""
    found = re.findall(r"(?im)^\s*sitemap\s*:\s*(\S+)", (body or b"").decode("utf-8", "replace"))
    return list(dict.fromkeys(url for url in found if urls.is_address(url)))


def editions(root: html.HtmlElement, url: str) -> dict[str, str]:
    """Language to address of the other editions that a page declares."""
    base = page.base(root, url)
    found: dict[str, str] = {}
    for link in root.xpath("//link[@hreflang and contains(@rel, 'alternate')]"):
        address = page.join(base, link.get("href") or "")
        language = link.get("hreflang").lower().split("-")[0]
        if address and same_site(address, url) and re.fullmatch("[a-z]{2}", language):
            found.setdefault(language, address)
    return found


def headlines(posts: Iterable[Signpost]) -> list[str]:
    """Addresses that look like articles: linked by a headline, and not like a tag or an author."""
    return [
        post.url
        for post in posts
        if post.is_headline
        and not post.is_menu
        and not shapes.is_like_a_page(post.url)
        and len(shapes.path_and_query(post.url)) > len("/1")
    ]


def pages(posts: Iterable[Signpost], articles: Iterable[str]) -> list[str]:
    """Addresses that are surely no articles: sections above them, tags, what menus name in a word or two."""
    above = {urljoin(url, "./" if not url.endswith("/") else "../") for url in articles}
    known = {urls.key(url) for url in articles}
    return [*above] + [
        post.url
        for post in posts
        if urls.key(post.url) not in known and (shapes.is_like_a_page(post.url) or post.is_label)
    ]


def sections(posts: Iterable[Signpost], articles: Iterable[str]) -> list[str]:
    """Pages that may list the articles, the likeliest first."""
    posts = list(posts)
    above: dict[str, int] = {}
    for url in articles:
        parent = urljoin(url, "./" if not url.endswith("/") else "../")
        above[parent] = above.get(parent, 0) + 1
    short = [post for post in posts if not post.is_headline and not shapes.is_like_a_page(post.url)]
    news = [p.url for p in short if _NEWS.search(shapes.path_and_query(p.url)) or _NEWS_WORDS.search(p.words)]
    parents = [
        url for url in sorted(above, key=lambda url: -above[url]) if len(shapes.path_and_query(url)) > 1
    ]
    menu = [post.url for post in short if post.is_menu and not _ON.match(post.words)]
    found = [url for url in (*news, *parents, *menu) if not _FEED_ADDRESS.search(shapes.path_and_query(url))]
    by_key: dict[str, str] = {}
    for url in found:
        by_key.setdefault(urls.key(url), url)
    return list(by_key.values())
