"""How far a look at an entry point reaches: which of its addresses are wanted, and which further pages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from crawlers import dates, published, urls
from crawlers.entries import Entries
from dazor.catalogue import Entry, Source, templates
from store.types import Link

MOST_PAGES = 4  # behind a listing, while each brings new addresses: a calendar trap has no last one
MOST_PAGES_BACK = 300  # with --since
MOST_PAGES_KNOWN = 30  # with --since, of pages without a date that bring nothing new
MOST_SITEMAPS = 10  # of an index in one look
MOST_SITEMAPS_BACK = 300
MOST_YOUNG = 500  # a new sitemap that says of more that they changed just now means itself
LATE = timedelta(days=7)  # what a known sitemap adds may be so old: sites publish late

When = Callable[[Link], datetime | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The addresses of a sitemap, newest first."""

    wanted: tuple[Link, ...]
    too_old: tuple[Link, ...]


def when(source: Source, now: datetime) -> When:
    """How to tell when a link of this source came out; a bare day counts to its end. None: not known."""
    zone = ZoneInfo(source.zone)

    def tell(link: Link) -> datetime | None:
        given = [link.published.value] if link.published and link.published.origin != "sitemap" else []
        changed = [link.published.value] if link.published else []
        for value in (*given, *(found.value for found in published.of_url(link.url)), *changed):
            moment = dates.moment(value, zone, now, source.languages)
            if moment:
                return moment.at + timedelta(days=moment.precision == "day")
        return None

    return tell


def young(links: Iterable[Link], tell: When, back_to: datetime, *, is_first: bool) -> Choice:
    """
    Which addresses of a sitemap are wanted.

    At the first look what is dated, and not before `back_to`. Later, since only unknown ones are asked for,
    also what has no date or is a little older.
    """
    told = [(link, tell(link)) for link in links]
    told.sort(key=lambda one: one[1].timestamp() if one[1] else 0.0, reverse=True)
    limit = back_to if is_first else back_to - LATE
    wanted = [link for link, at in told if (at >= limit if at else not is_first)]
    if is_first and len(wanted) > MOST_YOUNG:
        wanted = [link for link in wanted if _is_dated(link)]
    kept = {id(link) for link in wanted}
    return Choice(wanted=tuple(wanted), too_old=tuple(link for link, _ in told if id(link) not in kept))


def sitemaps(children: Iterable[Link], tell: When, back_to: datetime, *, is_backfill: bool) -> list[Link]:
    """The sitemaps of an index to be read: newest first, then those without a date, the last one first."""
    told = [(link, tell(link)) for link in children]
    dated = sorted(((at, link.url, link) for link, at in told if at and at >= back_to), reverse=True)
    undated = [link for link, at in reversed(told) if at is None]
    most = MOST_SITEMAPS_BACK if is_backfill else MOST_SITEMAPS
    return [*(link for _, _, link in dated), *undated][:most]


def next_page(
    entry: Entry,
    found: Entries,
    url: str,
    page: int,
    tell: When,
    back_to: datetime,
    *,
    new: int,
    is_backfill: bool,
) -> str | None:
    """
    The page behind page number `page` (0: the listing itself) that is read too; None: the way back ends.

    It ends where a page brings no new address, where all that it dates is older than `back_to`, and at the
    latest after `MOST_PAGES`.
    """
    address = templates.on_page(entry.pages, page + 2) if entry.pages else found.next_page
    if address is None or not found.links or urls.key(address) == urls.key(url):
        return None
    if page >= (MOST_PAGES_BACK if is_backfill else MOST_PAGES):
        return None
    moments = [at for at in map(tell, found.links) if at]
    if moments and max(moments) < back_to:
        return None
    goes_on = new > 0 or (is_backfill and (bool(moments) or page < MOST_PAGES_KNOWN))
    return address if goes_on else None


def day_before(day: date, today: date, back_to: date) -> date | None:
    """The day of an archive to be read after `day`: yesterday always, others down to `back_to`."""
    before = day - timedelta(days=1)
    return before if before >= min(today - timedelta(days=1), back_to) else None


def _is_dated(link: Link) -> bool:
    """Whether something better than a lastmod says when it came out."""
    has_date = link.published is not None and link.published.origin != "sitemap"
    return has_date or any(True for _ in published.of_url(link.url))
