"""From what was found on a site to a source: which ways in are worth asking, its zone and languages."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from crawlers import bodies, dates, declared, extract, page, shapes, teasers, urls
from crawlers.explore import ZONE, Seen, Survey, Way
from crawlers.teasers import Listing
from dazor.catalogue import Article, Source
from store.types import Candidate, Link, Reading

MOST_WAYS = 4  # of one kind
DEAD_AFTER = timedelta(days=60)  # a way whose newest text is so much older than the newest of all
ENOUGH = 0.6  # of the pages that were read
LATEST = timedelta(minutes=2)  # a date so near to now is a clock in the page's head
EVERY_MIN = {"sitemap": 60}  # minutes between two looks; others as usual
_OFFSET = re.compile(r"T\d\d:\d\d(?::\d\d(?:\.\d+)?)?([+-]\d\d):?(\d\d)$|\s([+-]\d\d)(\d\d)$")
_ZONES = (
    "Europe/Minsk",
    "Europe/Vilnius",
    "Europe/Warsaw",
    "Europe/London",
    "Asia/Yekaterinburg",
    "Asia/Tbilisi",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A source for a site, and how its articles read with it."""

    source: Source
    read: tuple[tuple[str, Reading], ...]  # address and what came out
    left: tuple[str, ...]  # sentences: what was found and is not proposed


def propose(survey: Survey, now: datetime, *, host_id: str | None = None) -> Proposal:
    """What to write into the source file of a site, as far as the survey shows it."""
    zone = zone_of(survey)
    ways, listings, left = chosen(survey, now)
    date = _date_selector(survey, ways, listings, ZoneInfo(zone), now)
    roots = [seen.root for _, seen in survey.articles]
    plain = [_reading(seen, link, Article(), zone, now).text for link, seen in survey.articles]
    article = Article(pattern=survey.pattern or None, date=date, body=bodies.selector(roots, plain))
    read = tuple((seen.url, _reading(seen, link, article, zone, now)) for link, seen in survey.articles)
    languages = _languages(survey, [reading for _, reading in read])
    entries: list[dict[str, Any]] = [{"kind": way.kind, "url": way.url} | _rhythm(way.kind) for way in ways]
    entries += [listing.entry for listing in listings]
    wanted = re.compile(survey.pattern)
    source = Source.model_validate(
        {
            "id": host_id or id_of(survey.site),
            "name": name_of(survey),
            "kind": "site",
            "site": survey.site,
            "languages": languages,
            "zone": zone,
            "usual_per_day": usual_per_day(ways, ZoneInfo(zone), now),
            "confidence": "guess",
            "evidence": f"Found by `dazor catalogue try` on {now:%Y-%m-%d}.",
            "entry": tuple(entries),
            "article": article.model_dump(exclude_defaults=True)
            | {
                "examples": tuple(
                    url
                    for url, _ in read
                    if _is_on(survey.site, url) and wanted.search(shapes.path_and_query(url))
                )[:3],
            },
        }
    )
    return Proposal(source=source, read=read, left=tuple(left))


def chosen(survey: Survey, now: datetime) -> tuple[list[Way], list[Listing], list[str]]:
    """The ways that name articles no better way names, and sentences about the others."""
    newest = {way.url: _newest(way.found.links, now) for way in survey.ways}
    newest_of_all = max((at for at in newest.values() if at), default=None)
    covered: set[str] = set()
    left: list[str] = []
    ways: list[Way] = []
    for kind in ("feed", "news_sitemap", "sitemap"):
        rivals = [way for way in survey.ways if way.kind == kind]
        for way in sorted(rivals, key=lambda way: -len(_fitting(way.found.links, survey))):
            fresh, at = _fitting(way.found.links, survey) - covered, newest[way.url]
            if at and newest_of_all and newest_of_all - at > DEAD_AFTER:
                left.append(f"{way.url}: nothing new since {at:%Y-%m-%d}.")
            elif not fresh or sum(one.kind == kind for one in ways) >= MOST_WAYS:
                left.append(f"{way.url}: names no article that another way does not name.")
            else:
                ways.append(way)
                covered |= fresh
    listings = _chosen_listings(
        survey, {key for way in ways if way.kind != "sitemap" for key in _fitting(way.found.links, survey)}
    )
    return ways, listings, left


def _chosen_listings(survey: Survey, covered: set[str]) -> list[Listing]:
    """The best list, and those that add to it and to the feeds."""
    taken: list[Listing] = []
    rest = list(survey.listings)
    while rest and len(taken) < MOST_WAYS:
        best = max(
            rest,
            key=lambda one: (len(_keys(one.found.links) - covered), one.date is not None, bool(one.next)),
        )
        if taken and not _keys(best.found.links) - covered:
            break
        taken.append(best)
        covered = covered | _keys(best.found.links)
        rest.remove(best)
    return taken


def zone_of(survey: Survey) -> str:
    """The zone whose offset the dates of the site carry; Minsk where they carry none."""
    counted: Counter[timedelta] = Counter()
    for link, seen in survey.articles:
        said = declared.read(seen.root)
        values = [link.published.value] if link.published else []
        values += [declared.words(value) or "" for value in said.of_articles("datePublished")]
        values += [
            value for name in ("article:published_time", "datepublished") for value in said.meta.get(name, ())
        ]
        values += [element.get("datetime") or "" for element in seen.root.iter("time")]
        for match in filter(None, (_OFFSET.search(value.strip()) for value in values)):
            hours, minutes = match[1] or match[3], match[2] or match[4]
            offset = timedelta(hours=int(hours), minutes=int(minutes))
            if offset:
                counted[offset] += 1
    if not counted:
        return ZONE
    offset = counted.most_common(1)[0][0]
    summer, winter = datetime(2026, 7, 1), datetime(2026, 1, 1)  # noqa: DTZ001 (asked of each zone in turn)
    fitting = (z for z in _ZONES if offset in (ZoneInfo(z).utcoffset(summer), ZoneInfo(z).utcoffset(winter)))
    return next(fitting, ZONE)


def id_of(site: str) -> str:
    """A short name from the host: `news-lida` of news.lida.by, `site-127-0-1-1` of an address in numbers."""
    host = (urlsplit(site).hostname or "site").removeprefix("www.")
    if re.fullmatch(r"[\d.:a-f]*[\d:]", host):
        port = urlsplit(site).port
        return re.sub(r"[^a-z0-9]+", "-", f"site-{host}" + (f"-{port}" if port else ""))
    labels = host.encode("idna").decode("ascii").split(".")
    return re.sub(r"[^a-z0-9-]+", "-", "-".join(labels[:-1] or labels).lower()).strip("-") or "site"


def name_of(survey: Survey) -> str:
    """What the site calls itself; its host, where it does not say."""
    front = survey.fronts[0]
    head = page.text_of(next(front.root.iter("title"), ""))
    name = declared.read(front.root).first("og:site_name") or re.split(r"\s[|—–·•-]\s", head)[0]
    return " ".join(name.split())[:80] or (urlsplit(survey.site).hostname or "?")


def usual_per_day(ways: Iterable[Way], zone: tzinfo, now: datetime) -> float | None:
    """Articles a day that the dated ways name over the last week; None: they do not reach back a day."""
    moments = {
        urls.key(link.url): moment.at
        for way in ways
        for link in way.found.links
        if link.published and link.published.origin != "sitemap"
        if (moment := dates.moment(link.published.value, zone, now))
    }
    week = [at for at in moments.values() if now - at <= timedelta(days=7)]
    days = (now - min(week)).total_seconds() / 86400 if week else 0
    return max(round(len(week) / days), 1) if days > 1 else None


def _date_selector(
    survey: Survey, ways: list[Way], listings: list[Listing], zone: tzinfo, now: datetime
) -> str | None:
    """The element that says when an article came out, where pages do not say it in a common way."""
    known = {
        urls.key(link.url): link.published for one in listings for link in one.found.links if link.published
    }
    known |= {
        urls.key(link.url): link.published
        for way in ways
        for link in way.found.links
        if link.published and way.kind != "sitemap"
    }
    votes: Counter[str] = Counter()
    said: dict[str, set[datetime]] = {}
    needy = [seen for _, seen in survey.articles if _needs_date(seen, known, zone, now)]
    for seen in needy:
        truth = _moment(known.get(urls.key(seen.url)), zone, now)
        for css in dict.fromkeys(teasers.dated(seen.root, zone, now, ())):
            found = next(iter(page.select(seen.root, css)), None)
            at = _said(found, zone, now)
            if at and now - at > LATEST and truth in (None, at):
                votes[css] += 1
                said.setdefault(css, set()).add(at)
    good = [
        css
        for css, n in votes.items()
        if n >= ENOUGH * len(needy) and (len(said[css]) > 1 or len(needy) == 1)
    ]
    return min(good, key=lambda css: teasers.length((seen.root for seen in needy), css), default=None)


def _needs_date(seen: Seen, known: dict[str, Candidate], zone: tzinfo, now: datetime) -> bool:
    """Whether a page, read without help, has no minute or another one than its entry point said."""
    reading = _reading(seen, Link(url=seen.url), Article(), str(zone), now)
    truth = _moment(known.get(urls.key(seen.url)), zone, now)
    return reading.published.precision != "minute" or truth not in (None, reading.published.at)


def _moment(said: Candidate | None, zone: tzinfo, now: datetime) -> datetime | None:
    """The minute that an entry point said."""
    moment = dates.moment(said.value, zone, now) if said else None
    return moment.at if moment and moment.precision == "minute" else None


def _said(found: "page.Found | None", zone: tzinfo, now: datetime) -> datetime | None:
    if found is None:
        return None
    stamp = None if isinstance(found, str) else found.get("datetime") or found.get("content")
    moment = dates.moment(stamp or page.text_of(found), zone, now)
    return moment.at if moment and moment.precision == "minute" else None


def _reading(seen: Seen, link: Link, article: Article, zone: str, now: datetime) -> Reading:
    return extract.read(seen.body, seen.url, settings=article, entry=link, now=now, zone=zone)


def _languages(survey: Survey, read: list[Reading]) -> tuple[str, ...]:
    counted = Counter(reading.language for reading in read if reading.language)
    found = [language.split("-")[0] for language, _ in counted.most_common()]
    found += [
        (extract.language(page.text_of(one.root), (), one.root.get("lang")) or "").split("-")[0]
        for one in survey.fronts
    ]
    return tuple(dict.fromkeys(code for code in found if re.fullmatch("[a-z]{2,3}", code))) or ("ru",)


def _rhythm(kind: str) -> dict[str, int]:
    return {"every_min": EVERY_MIN[kind]} if kind in EVERY_MIN else {}


def _newest(links: Iterable[Link], now: datetime) -> datetime | None:
    found = (dates.moment(link.published.value, ZoneInfo(ZONE), now) for link in links if link.published)
    return max((moment.at for moment in found if moment), default=None)


def _fitting(links: Iterable[Link], survey: Survey) -> set[str]:
    """Keys of the articles among the links."""
    on_site = (link for link in links if _is_on(survey.site, link.url))
    return _keys(link for link in on_site if shapes.fits(survey.pattern, link.url))


def _keys(links: Iterable[Link]) -> set[str]:
    return {urls.key(link.url) for link in links}


def _is_on(site: str, url: str) -> bool:
    host, other = (urlsplit(one).netloc.lower().removeprefix("www.") for one in (site, url))
    return host == other
