"""When an article was published: every date a page and its entry point give, and the one that is believed."""

import re
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from urllib.parse import unquote, urlsplit

import htmldate
from lxml import html

from crawlers import dates, page
from crawlers.dates import Moment
from crawlers.declared import Declared, words
from store.types import Candidate, Link, Published

_META = (  # names of meta elements, in letters alone: article:published_time is written in five ways
    "articlepublishedtime", "ogarticlepublishedtime", "ogpublishedtime", "articlepublished", "publishedtime",
    "datepublished", "publisheddate", "publishedat", "parselypubdate", "sailthrudate",
    "cxenseparserecspublishtime", "publishdate", "publicationdate", "pubdate",
    "dcdateissued", "dctermsissued", "dctermscreated", "dcdate", "dctermsdate", "dccreated", "date",
)  # fmt: skip
_OUTSIDE = (
    "[not(ancestor::aside or ancestor::footer or ancestor::nav or ancestor::form"
    " or ancestor::header[not(ancestor::article or ancestor::main)])]"
)
_TIME = f"//*[@datetime and (self::time or contains(@itemprop, 'datePublished'))]{_OUTSIDE}"
_VISIBLE = (
    "//*[self::div or self::span or self::p or self::time or self::li or self::small or self::i or self::em]"
    "[contains(translate(concat(@class, ' ', @id), 'DATEIMPUBLSHCR', 'dateimpublshcr'), 'date')"
    " or contains(translate(@class, 'TIME', 'time'), 'time') or contains(@class, 'publi')"
    f" or contains(@itemprop, 'datePublished')]{_OUTSIDE}"
)
_CHANGED = re.compile(r"modif|updat|upd\b|expire|обновл|абноўл|изменен", re.IGNORECASE)
_URL_DATES = (
    (re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?=[/_.-]|$)"), (1, 2, 3)),
    (re.compile(r"[/_-]((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?=[/_.-]|$)"), (1, 2, 3)),
    (re.compile(r"[/_-]((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)"), (1, 2, 3)),
    (re.compile(r"/([0-2]\d|3[01])-?(0[1-9]|1[0-2])-?((?:19|20)\d\d)(?=[/_.-]|$)"), (3, 2, 1)),
)
_DATE_LIKE = re.compile(r"(?:19|20)\d\d|\d\.\d\d\.\d\d|сегодня|вчера|сёння|учора", re.IGNORECASE)
_URL_EPOCH = re.compile(r"[/-](1[0-9]{9})(?=[/.-]|$)")
_FROM_ENTRY = ("feed", "news_sitemap")
_LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)
MAX_VALUE = 200  # characters of a date as written


def find(
    root: html.HtmlElement,
    declared: Declared,
    url: str,
    *,
    entry: Link | None,
    css: str | None,
    zone: tzinfo,
    now: datetime,
    languages: Collection[str],
) -> tuple[Published, tuple[str, ...]]:
    """
    The believed date with all candidates in the order of trust, and what is doubtful about them.

    The first candidate that can be read and is not after `now` decides the day; where it gives no time, the
    first one of the same day that has a time gives the minute.
    """
    candidates = tuple(dict.fromkeys(_candidates(root, declared, url, entry, css)))
    if not any(dates.moment(x.value, zone, now, languages) for x in candidates):
        candidates += tuple(_guess(root, now))
    return choose(candidates, zone, now, languages)


def choose(
    candidates: tuple[Candidate, ...], zone: tzinfo, now: datetime, languages: Collection[str]
) -> tuple[Published, tuple[str, ...]]:
    """As `find`, from the candidates alone."""
    moments = [(x, dates.moment(x.value, zone, now, languages)) for x in candidates]
    read = [(x, moment) for x, moment in moments if moment]
    if not read:
        doubt = (f"No date could be read from: {candidates[0].value!r}.",) if candidates else ()
        return Published(candidates=candidates), doubt
    taken, moment = _most_exact(read, zone)
    published = Published(
        at=moment.at, precision=moment.precision, origin=taken.origin, candidates=candidates
    )
    return published, _doubts(read, taken, moment)


def _most_exact(read: list[tuple[Candidate, Moment]], zone: tzinfo) -> tuple[Candidate, Moment]:
    """The first, or one of its day that says more: the minute, or the zone of the same hands of the clock."""
    first = read[0]
    if first[1].precision == "day":
        same_day = (
            x for x in read if _day(x[1], zone) == _day(first[1], zone) and x[1].precision == "minute"
        )
        first = next(same_day, first)
    if first[1].offset is None:
        first = next((x for x in read if _is_same_clock(first[1], x[1])), first)
    return first


def _is_same_clock(bare: Moment, other: Moment) -> bool:
    """
    Whether the other says the same hours and minutes, with a zone.

    Z and +00:00 do not count: many sites write them beside local time.
    """
    apart = abs(bare.at - other.at)
    is_whole = apart.total_seconds() % 900 == 0 and apart <= timedelta(hours=14)
    return bool(other.offset) and bare.precision == other.precision == "minute" and is_whole


def _day(moment: Moment, zone: tzinfo) -> object:
    return moment.at.astimezone(zone).date()


def _doubts(read: list[tuple[Candidate, Moment]], taken: Candidate, moment: Moment) -> tuple[str, ...]:
    far = (x for x, other in read if abs(other.at - moment.at) > timedelta(days=1, hours=1))
    return tuple(
        f"The dates disagree: {taken.origin} says {taken.value!r}, {x.origin} says {x.value!r}."
        for x in list(far)[:1]
    )


def _candidates(
    root: html.HtmlElement, declared: Declared, url: str, entry: Link | None, css: str | None
) -> Iterator[Candidate]:
    given = entry.published if entry else None
    if given and given.origin in _FROM_ENTRY:
        yield given
    for value in declared.of_articles("datePublished"):
        yield from _candidate("json_ld", words(value))
    stamps = {re.sub("[^a-z]", "", name): values for name, values in reversed(declared.meta.items())}
    for name in _META:
        for value in stamps.get(name, ())[:1]:
            yield from _candidate("article_meta", value)
    for element in _near_heading(root, _TIME)[:2]:
        yield from _candidate("time", element.get("datetime"))
    for found in page.select(root, css)[:1] if css else ():
        stamp = None if isinstance(found, str) else found.get("datetime") or found.get("content")
        yield from _candidate("selector", stamp or page.text_of(found))
    if given and given.origin == "listing":
        yield given
    yield from of_url(url)
    seen = (page.text_of(element) for element in _near_heading(root, _VISIBLE))
    for text in [text for text in seen if len(text) <= MAX_VALUE and _DATE_LIKE.search(text)][:2]:
        yield from _candidate("visible", text)


def _candidate(origin: str, value: str | None) -> Iterator[Candidate]:
    text = " ".join((value or "").split())
    if text and len(text) <= MAX_VALUE:
        yield Candidate(origin=origin, value=text)


def _guess(root: html.HtmlElement, now: datetime) -> Iterator[Candidate]:
    """What htmldate finds anywhere in the page. Its 1 January mostly comes from a year alone."""
    guess = htmldate.find_date(root, original_date=True, min_date=_LONG_AGO, max_date=now)
    if guess and not guess.endswith("-01-01"):
        yield Candidate(origin="trafilatura", value=guess)


def _near_heading(root: html.HtmlElement, xpath: str) -> list[html.HtmlElement]:
    """
    Elements that are not marked as a change: those of the heading's article first, the next to it foremost.

    What stands before the heading counts as three times as far.
    """
    found = [element for element in root.xpath(xpath) if not _CHANGED.search(_marks(element))]
    heading = next(root.iter("h1"), None)
    if heading is None or len(found) < 2:
        return found
    article = next(heading.iterancestors("article", "main"), root)
    wanted = {heading, *found}
    places = {element: number for number, element in enumerate(root.iter("*")) if element in wanted}
    inside = {element for element in found if article in element.iterancestors()}

    def far(element: html.HtmlElement) -> tuple[bool, int]:
        steps = places[element] - places[heading]
        return element not in inside, steps if steps >= 0 else -3 * steps

    return sorted(found, key=far)


def _marks(element: html.HtmlElement) -> str:
    own = " ".join(element.get(name) or "" for name in ("class", "id", "itemprop", "title"))
    return f"{own} {(element.getprevious().text or '') if element.getprevious() is not None else ''}"


def of_url(url: str) -> Iterator[Candidate]:
    """A day in the address; or the seconds since 1970, as on sites that name an article by its moment."""
    path = unquote(urlsplit(url).path)
    for pattern, (year, month, day) in _URL_DATES:
        if match := pattern.search(path):
            yield Candidate(origin="url", value=f"{match[year]}-{int(match[month]):02}-{int(match[day]):02}")
            break
    if match := _URL_EPOCH.search(path):
        yield Candidate(origin="url", value=match[1])
