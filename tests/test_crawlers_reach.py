from datetime import UTC, date, datetime, timedelta

import pytest

from crawlers import reach
from crawlers.entries import Entries
from dazor.catalogue import Entry
from store.types import Candidate, Link
from tests.errands import NOW, OUTLET, SITE

TELL = reach.when(OUTLET, NOW)
BACK_TO = NOW - timedelta(days=2)
LISTING = Entry(kind="listing", url=f"{SITE}/list", pages=SITE + "/list/{page}")


def link(path: str, date: str | None = None, origin: str = "sitemap") -> Link:
    return Link(url=f"{SITE}{path}", published=Candidate(origin=origin, value=date) if date else None)


def chosen(*links: Link, is_first: bool = True) -> list[str]:
    choice = reach.young(links, TELL, BACK_TO, is_first=is_first)
    return [one.url.removeprefix(SITE) for one in choice.wanted]


def further(
    page: int = 0, *, entry=LISTING, dated=(), new=1, is_backfill=False, next_page=None
) -> str | None:
    links = tuple(link(f"/news/{number}", day, "listing") for number, day in enumerate(dated or [None]))
    found = Entries(links=links, next_page=next_page)
    return reach.next_page(entry, found, entry.url, page, TELL, BACK_TO, new=new, is_backfill=is_backfill)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (link("/news/1", "2024-05-30T05:00:00Z", "news_sitemap"), datetime(2024, 5, 30, 5, tzinfo=UTC)),
        (link("/news/1", "2024-05-29"), datetime(2024, 5, 29, 21, tzinfo=UTC)),
        (link("/events/x-1645975395", "2024-05-29"), datetime(2022, 2, 27, 15, 23, tzinfo=UTC)),
        (link("/news/1", "2031-01-01", "news_sitemap"), None),
        (link("/news/1"), None),
    ],
)
def test_address_tells_better_than_a_lastmod_when_it_came_out(found, expected):
    """A bare day counts to its end in Minsk; a day to come is none."""
    assert expected == TELL(found)


def test_first_look_at_a_sitemap_takes_what_is_young_newest_first():
    old, young, newest = link("/1", "2024-05-01"), link("/2", "2024-05-29"), link("/3", "2024-05-30")

    assert ["/3", "/2"] == chosen(old, young, newest, link("/4"))


def test_known_sitemap_gives_also_what_is_undated_or_late():
    assert ["/2", "/1"] == chosen(
        link("/1"), link("/2", "2024-05-23"), link("/3", "2024-05-01"), is_first=False
    )


def test_sitemap_that_calls_all_its_pages_young_is_not_believed(monkeypatch):
    monkeypatch.setattr(reach, "MOST_YOUNG", 3)
    stamped = [link(f"/{number}", "2024-05-30") for number in range(9)]

    assert ["/20240530/a"] == chosen(*stamped, link("/20240530/a", "2024-05-30"))


def test_sitemaps_of_an_index_are_read_newest_first_and_not_all(monkeypatch):
    monkeypatch.setattr(reach, "MOST_SITEMAPS", 3)
    children = [
        link("/a"),
        link("/b"),
        link("/c", "2024-05-29"),
        link("/d", "2024-05-30"),
        link("/e", "2020-01-01"),
    ]

    found = reach.sitemaps(children, TELL, BACK_TO, is_backfill=False)

    assert ["/d", "/c", "/b"] == [child.url.removeprefix(SITE) for child in found]


def test_listing_goes_on_while_a_page_brings_new_addresses():
    assert f"{SITE}/list/2" == further()
    assert further(new=0) is None
    assert further(reach.MOST_PAGES) is None


def test_listing_ends_where_all_that_it_dates_is_old():
    assert further(dated=["2024-05-01", "2024-05-02"]) is None
    assert f"{SITE}/list/2" == further(dated=["2024-05-01", "2024-05-30"])


def test_way_back_passes_pages_that_are_known():
    assert f"{SITE}/list/3" == further(1, new=0, is_backfill=True)
    assert further(reach.MOST_PAGES_KNOWN, new=0, is_backfill=True) is None
    assert further(reach.MOST_PAGES_BACK, is_backfill=True) is None


def test_page_that_names_itself_as_the_next_one_is_the_last():
    assert further(entry=Entry(kind="listing", url=f"{SITE}/list"), next_page=f"{SITE}/list#top") is None


@pytest.mark.parametrize(
    ("day", "back_to", "expected"), [(30, 30, 29), (29, 30, None), (29, 27, 28), (28, 27, 27), (27, 27, None)]
)
def test_archive_is_asked_for_yesterday_always_and_for_more_if_wanted(day, back_to, expected):
    found = reach.day_before(date(2024, 5, day), date(2024, 5, 30), date(2024, 5, back_to))

    assert found == (date(2024, 5, expected) if expected else None)
