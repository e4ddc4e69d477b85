from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawlers import declared, page, published
from store.types import Candidate, Link

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
MINSK = ZoneInfo("Europe/Minsk")
JSON_LD = '<script type="application/ld+json">{{"@type":"Article","datePublished":"{}"}}</script>'
META = '<meta property="article:published_time" content="{}">'


def find(head: str = "", body: str = "<h1>x</h1>", *, url: str = "https://a.example/1", entry=None, css=None):
    root = page.parse(f"<head>{head}</head><body>{body}".encode())
    return published.find(
        root, declared.read(root), url, entry=entry, css=css, zone=MINSK, now=NOW, languages=("ru",)
    )


def from_entry(origin: str, value: str) -> Link:
    return Link(url="https://a.example/1", published=Candidate(origin=origin, value=value))


def test_all_candidates_are_kept_in_the_order_of_trust():
    head = JSON_LD.format("2026-03-01T10:00+03:00") + META.format("2026-03-01T10:01+03:00")
    body = '<h1>x</h1><time datetime="2026-03-01T10:02+03:00"></time><p class="d">1 марта 2026, 10:03</p>'

    found, doubts = find(
        head,
        body,
        css=".d",
        url="https://a.example/2026/03/01/x",
        entry=from_entry("feed", "2026-03-01 10:04"),
    )

    expected = ["feed", "json_ld", "article_meta", "time", "selector", "url"]
    assert (expected, "feed", ()) == ([x.origin for x in found.candidates], found.origin, doubts)
    assert datetime(2026, 3, 1, 7, 4, tzinfo=UTC) == found.at


def test_a_candidate_without_time_gets_its_minute_from_another_of_the_same_day():
    found, _ = find(JSON_LD.format("2026-03-01") + META.format("2026-03-01T10:00+03:00"))

    assert (datetime(2026, 3, 1, 7, tzinfo=UTC), "minute", "article_meta") == (
        found.at,
        found.precision,
        found.origin,
    )


def test_the_same_clock_with_a_zone_says_more_than_without():
    """Z is not believed: many sites write it beside local time."""
    bare = JSON_LD.format("2026-03-01 10:00:00")

    assert datetime(2026, 3, 1, 9, tzinfo=UTC) == find(bare + META.format("2026-03-01T10:00+01:00"))[0].at
    assert datetime(2026, 3, 1, 7, tzinfo=UTC) == find(bare + META.format("2026-03-01T10:00Z"))[0].at


def test_a_date_after_now_is_passed_over():
    found, _ = find(JSON_LD.format("2031-01-01T10:00Z") + META.format("2026-03-01T10:00+03:00"))

    assert ("article_meta", 2) == (found.origin, len(found.candidates))


def test_dates_more_than_a_day_apart_are_doubtful():
    found, doubts = find(JSON_LD.format("2019-12-13"), url="https://a.example/20260301/x.html")

    assert datetime(2019, 12, 12, 21, tzinfo=UTC) == found.at
    assert ("The dates disagree: json_ld says '2019-12-13', url says '2026-03-01'.",) == doubts


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2026/03/01/x", "2026-03-01"),
        ("/be/news/20260301/x", "2026-03-01"),
        ("/01032026/x/", "2026-03-01"),
        ("/x-2026-03-01.html", "2026-03-01"),
        ("/events/x-1772352000", "2026-03-01"),
        ("/view/x-20260-2026", None),
        ("/161789", None),
    ],
)
def test_an_address_may_name_the_day(path, day):
    found, _ = find(url=f"https://a.example{path}")

    assert day == (found.at.astimezone(MINSK).date().isoformat() if found.at else None)


def test_the_date_beside_the_heading_is_the_articles():
    body = (
        '<div class="date">27 февраля 2026, 08:00</div><div class="news"><h1>x</h1>'
        '<div class="date_full">28 февраля 2026, 19:51</div></div>'
        '<aside class="date">1 марта 2026, 10:00</aside>'
    )

    assert datetime(2026, 2, 28, 16, 51, tzinfo=UTC) == find(body=body)[0].at


def test_a_time_of_change_is_no_candidate():
    body = '<h1>x</h1><time class="updated" datetime="2026-03-02T08:00+03:00"></time>'

    assert "time" not in [x.origin for x in find(body=body)[0].candidates]


def test_a_listings_date_counts_from_the_time_it_was_seen():
    found, _ = find(entry=from_entry("listing", "Вчера, 10:00"))

    assert (datetime(2026, 3, 1, 7, tzinfo=UTC), "listing") == (found.at, found.origin)


def test_the_lastmod_of_a_sitemap_is_no_publication():
    assert "sitemap" not in [x.origin for x in find(entry=from_entry("sitemap", "2026-03-01"))[0].candidates]


def test_a_date_that_nobody_can_read_is_kept_and_said():
    found, doubts = find(META.format("намедни"))

    assert (None, None) == (found.at, found.precision)
    assert ("No date could be read from: 'намедни'.",) == doubts
