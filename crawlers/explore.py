"""
Finding the ways into an unknown site: its feeds, sitemaps and lists, and the pattern of its articles.

A journey for `crawlers.visit`. What it concludes from what it saw is in
`signposts`, `shapes` and `teasers`; `proposal` makes a source of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import zip_longest
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from lxml import html

from crawlers import checking, feed, page, shapes, signposts, sitemap, teasers, urls
from crawlers.entries import Entries
from crawlers.redirects import same_site
from crawlers.signposts import Signpost
from crawlers.teasers import Listing
from crawlers.visit import Trip, Visitor
from store.errors import DazorError
from store.fates import explain
from store.types import Link

MOST_FEEDS = 8
MOST_EDITIONS = 3
MOST_CHILDREN = 4  # sitemaps of an index
MOST_SECTIONS = 8
MOST_PAGES = 5  # articles that are read
ZONE = "Europe/Minsk"  # where nothing says another


class NoWayIn(DazorError):
    """A site that could not be looked at, or that shows no articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A feed or sitemap that was found."""

    kind: str  # feed, news_sitemap, sitemap
    url: str
    found: Entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A page that was looked at."""

    url: str  # where it was in the end
    body: bytes
    root: html.HtmlElement
    posts: list[Signpost]


@dataclass(slots=True, kw_only=True)
class Survey:
    """All that was found out about a site."""

    site: str
    fronts: list[Seen] = field(default_factory=list)  # the front page, then those of other editions
    languages: list[str] = field(default_factory=list)  # codes of the editions
    ways: list[Way] = field(default_factory=list)
    pages_of_site: list[str] = field(default_factory=list)  # addresses that are no articles
    listings: list[Listing] = field(default_factory=list)
    pattern: str = ""
    articles: list[tuple[Link, Seen]] = field(default_factory=list)  # those that were read


async def explore(visitor: Visitor, url: str, now: datetime) -> Survey:
    """Look around on a site, beginning at `url`. Raises `NoWayIn` with the reason."""
    front = await _front(visitor, url)
    survey = Survey(site=urljoin(front.url, "/"), fronts=[front])
    await _editions(visitor, survey)
    survey.ways += await _feeds(visitor, survey)
    await _sitemaps(visitor, survey)
    headlines = [url for one in survey.fronts for url in signposts.headlines(one.posts)]
    sections = await _sections(visitor, survey, _sure(survey) or headlines)
    for one in sections:
        headlines += signposts.headlines(one.posts)
    known = _of_site(survey, _sure(survey)) or _of_site(survey, _frequent(headlines)) or _of_sitemaps(survey)
    if not known:
        raise NoWayIn(
            f"{url}: no feed, sitemap or list of articles was found. Look for one by eye and write the file."
        )
    await _read_articles(visitor, survey, _samples(survey, known))
    seen = [*survey.fronts, *sections, *(one for _, one in survey.articles)]
    others = [*survey.pages_of_site, *(one.url for one in (*survey.fronts, *sections))]
    others += signposts.pages((post for one in seen for post in one.posts), known)
    kin = [other for other in headlines if _is_kin(other, known)]
    surely = [*survey.pages_of_site, *(one.url for one in (*survey.fronts, *sections))]
    surely += [
        post.url for one in seen for post in one.posts if post.is_menu or shapes.is_like_a_page(post.url)
    ]
    survey.pattern = shapes.pattern([*known, *kin], others, exact=surely, languages=survey.languages) or ""
    survey.listings = _listings([*survey.fronts, *sections], survey.pattern, now)
    return survey


async def _front(visitor: Visitor, url: str) -> Seen:
    trip = await visitor.ask(url)
    found = _seen(trip)
    refused = checking.refused(trip.body) if trip.body else None
    if found is None or refused:
        raise NoWayIn(f"{url}: {explain(refused or trip.outcome)}. Nothing more was asked.")
    return found


async def _editions(visitor: Visitor, survey: Survey) -> None:
    """Look at the front pages in other languages."""
    front = survey.fronts[0]
    declared = signposts.editions(front.root, front.url)
    for post in front.posts:
        first = [part for part in urlsplit(post.url).path.split("/") if part]
        if (
            len(first) == 1
            and first[0] in ("ru", "be", "by", "en", "bel", "eng", "rus")
            and not post.is_headline
        ):
            declared.setdefault(first[0], post.url)
    survey.languages = [*declared]
    new = [url for url in dict.fromkeys(declared.values()) if urls.key(url) != urls.key(front.url)]
    trips = await visitor.ask_all(new[:MOST_EDITIONS])
    survey.fronts += filter(None, map(_seen, trips))


async def _feeds(visitor: Visitor, survey: Survey) -> list[Way]:
    """Feeds that the front pages name, else those in the usual places, or that a page of feeds names."""
    named = list(dict.fromkeys(url for one in survey.fronts for url in signposts.feeds(one.root, one.url)))
    trips = await visitor.ask_all(named[:MOST_FEEDS])
    found = list(filter(None, map(_feed, trips)))
    if not found:
        usual = [url for url in signposts.places(survey.site, signposts.FEED_PLACES) if url not in named]
        trips += await visitor.ask_all(usual)
        found = list(filter(None, map(_feed, trips)))
    if not found:
        pages = [one for one in map(_seen, trips) if one]
        further = dict.fromkeys(url for one in pages for url in signposts.feeds(one.root, one.url))
        asked = {trip.url for trip in trips}
        new = [url for url in further if url not in asked]
        found = list(filter(None, map(_feed, await visitor.ask_all(new[:MOST_FEEDS]))))
    return found


async def _sitemaps(visitor: Visitor, survey: Survey) -> None:
    """The sitemaps that robots.txt names, else those in the usual places; and what those name."""
    robots = visitor.robots(urljoin(survey.site, "/robots.txt"))
    named = signposts.sitemaps_of_robots(robots.body if robots and robots.outcome == "ok" else None)
    named = [url for url in named if same_site(url, survey.site)]
    trips = await visitor.ask_all(named or signposts.places(survey.site, signposts.SITEMAP_PLACES))
    for trip in trips:
        if trip.body is None:
            continue
        found = sitemap.links(trip.body, trip.url)
        if found.links:
            _take_sitemap(survey, trip.url, found)
        elif found.children:
            await _children(visitor, survey, trip.url, tuple(child.url for child in found.children))


async def _children(visitor: Visitor, survey: Survey, index: str, children: tuple[str, ...]) -> None:
    """Look at the likeliest sitemaps of an index: of news, of articles, one of pages to know those."""
    pages = [url for url in children if _is_of_pages(url)]
    of_articles = [url for url in children if url not in pages]
    news = [url for url in of_articles if "news" in url.rsplit("/", 1)[-1].lower()]
    ends = [*news, *of_articles[:2], *of_articles[-2:]]
    wanted = list(dict.fromkeys(ends))[:MOST_CHILDREN]
    trips = await visitor.ask_all([*wanted, *pages[:2]])
    for trip in trips:
        found = sitemap.links(trip.body, trip.url) if trip.body else Entries(outcome="broken")
        if trip.url in pages:
            survey.pages_of_site += [link.url for link in found.links]
        elif found.links:
            is_only = len(of_articles) == 1 or any(_is_news(link) for link in found.links)
            _take_sitemap(survey, trip.url if is_only else index, found)


def _take_sitemap(survey: Survey, url: str, found: Entries) -> None:
    kind = "news_sitemap" if any(_is_news(link) for link in found.links) else "sitemap"
    for number, way in enumerate(survey.ways):
        if way.url == url:
            links = (*way.found.links, *found.links)
            survey.ways[number] = replace(way, found=replace(way.found, links=links))
            return
    survey.ways.append(Way(kind=kind, url=url, found=found))


async def _sections(visitor: Visitor, survey: Survey, articles: Iterable[str]) -> list[Seen]:
    """Pages besides the front pages that may list articles."""
    posts = [post for one in survey.fronts for post in one.posts]
    fronts = {urls.key(one.url) for one in survey.fronts}
    likely = [url for url in signposts.sections(posts, articles) if urls.key(url) not in fronts]
    trips = await visitor.ask_all(likely[:MOST_SECTIONS])
    return list(filter(None, map(_seen, trips)))


async def _read_articles(visitor: Visitor, survey: Survey, links: list[Link]) -> None:
    trips = await visitor.ask_all(link.url for link in links)
    for link, trip in zip(links, trips, strict=True):
        if seen := _seen(trip):
            survey.articles.append((link, seen))


def _listings(pages: Iterable[Seen], wanted: str, now: datetime) -> list[Listing]:
    zone = ZoneInfo(ZONE)
    found = (teasers.read(one.body, one.url, wanted, zone=zone, now=now) for one in pages)
    return [one for one in found if one]


def _sure(survey: Survey) -> list[str]:
    """Addresses that feeds and news sitemaps name: articles, as far as they are on the site."""
    ways = (way for way in survey.ways if way.kind != "sitemap")
    return list(dict.fromkeys(link.url for way in ways for link in way.found.links))


def _of_site(survey: Survey, found: Iterable[str]) -> list[str]:
    host = urlsplit(survey.site).netloc.removeprefix("www.")
    return [url for url in found if urlsplit(url).netloc.lower().removeprefix("www.") == host]


def _frequent(headlines: list[str]) -> list[str]:
    """Of addresses linked by headlines those whose shape is frequent: a list repeats itself."""
    groups: dict[object, list[str]] = {}
    for url in dict.fromkeys(headlines):
        groups.setdefault(shapes.taken_apart(url).shape, []).append(url)
    most = max(map(len, groups.values()), default=0)
    return [url for group in groups.values() if len(group) >= max(teasers.FEWEST, most / 4) for url in group]


def _of_sitemaps(survey: Survey) -> list[str]:
    """With neither feed nor list: what a sitemap names and looks like no page of the site's own."""
    links = (link for way in survey.ways for link in way.found.links)
    return _frequent([link.url for link in links if not shapes.is_like_a_page(link.url)])


def _is_kin(url: str, known: Iterable[str]) -> bool:
    """Whether an address has the shape of one that is surely an article."""
    return shapes.taken_apart(url).shape in {shapes.taken_apart(one).shape for one in known}


def _samples(survey: Survey, known: list[str]) -> list[Link]:
    """A few articles of every way and shape, the first ones first, with what their entry point said."""
    said = {link.url: (number, link) for number, way in enumerate(survey.ways) for link in way.found.links}
    groups: dict[object, list[Link]] = {}
    for url in known:
        way, link = said.get(url, (None, Link(url=url)))
        groups.setdefault((way, shapes.taken_apart(url).shape), []).append(link)
    rounds = zip_longest(*groups.values())
    return [link for one in rounds for link in one if link][:MOST_PAGES]


def _seen(trip: Trip) -> Seen | None:
    """The page that came; None: no page."""
    if trip.body is None or trip.last is None or feed.links(trip.body[:100_000], trip.url).links:
        return None
    root = page.parse(trip.body)
    if root is None:
        return None
    url = trip.last.url if urlsplit(trip.last.url).path else urljoin(trip.last.url, "/")
    return Seen(url=url, body=trip.body, root=root, posts=signposts.read(root, url))


def _feed(trip: Trip) -> Way | None:
    """The feed that came; None: no feed."""
    if trip.body is None or trip.last is None:
        return None
    found = feed.links(trip.body, trip.last.url, trip.last.header("Content-Type"))
    return Way(kind="feed", url=trip.url, found=found) if found.links else None


def _is_news(link: Link) -> bool:
    return link.published is not None and link.published.origin == "news_sitemap"


def _is_of_pages(url: str) -> bool:
    """Whether a sitemap is, by its name, of tags, authors or pages rather than of articles."""
    words = url.rsplit("/", 1)[-1].lower().replace("_", "-").replace(".", "-").split("-")
    others = {
        "page",
        "pages",
        "tag",
        "tags",
        "category",
        "categories",
        "author",
        "authors",
        "users",
        "images",
        "image",
    }
    return bool(others & {*words}) or any(
        word in ("video", "videos", "taxonomies", "attachment") for word in words
    )
