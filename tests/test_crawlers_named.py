"""What entry points of every kind name; tests/test_crawlers_ways.py has them on loopback."""

from datetime import timedelta

import pytest

from crawlers import plan, record
from dazor.catalogue import Entry, Source
from dazor.config import Config
from store import sources
from store import urls as addresses
from tests.errands import NOW, OUTLET, SITE, answer

LATER = NOW + timedelta(hours=1)
SINCE = NOW - timedelta(days=30)


def source(**entry: object) -> Source:
    return OUTLET.model_copy(update={"entries": (Entry.model_validate({"url": f"{SITE}/in"} | entry),)})


MAP = source(kind="sitemap")
LIST = source(kind="listing", pages=SITE + "/in/{page}")
DAYS = source(kind="archive", url=SITE + "/{date:%Y%m%d}/")


def planned(db, outlet, now=NOW, **options):
    return plan.plan(db, [outlet], Config(), now, **options)


def looked(db, outlet, body: bytes, *headers, now=NOW, **options) -> list[str]:
    """A look at the entry point; what is to be asked for besides."""
    errand = planned(db, outlet, now, is_due=False, **options)[0]
    return paths(record.entry_answer(db, errand, answer(body, *headers, url=errand.url), now))


def paths(found) -> list[str]:
    return [address.url.removeprefix(SITE) for address in found]


def urlset(*locs: str) -> bytes:
    return f"<urlset>{''.join(f'<url><loc>{loc}</loc></url>' for loc in locs)}</urlset>".encode()


def index(*locs: str) -> bytes:
    rows = "".join(f"<sitemap><loc>{loc}</loc></sitemap>" for loc in locs)
    return f"<sitemapindex>{rows}</sitemapindex>".encode()


def links(*hrefs: str) -> bytes:
    return "".join(f'<a href="{href}">Заголовок</a>' for href in hrefs).encode()


def test_new_sitemap_without_dates_gives_only_what_is_added_later(db):
    assert [] == looked(db, MAP, urlset("/news/1", "/news/2"))
    assert ["/news/3"] == looked(db, MAP, urlset("/news/1", "/news/2", "/news/3"), now=LATER)


def test_sitemap_that_an_index_adds_later_is_news_from_the_first_address_on(db):
    looked(db, MAP, index("/1.xml"))
    (first,) = planned(db, MAP)[:1]
    assert [] == record.address_answer(db, first, answer(urlset("/news/1"), url=first.url), NOW)

    assert ["/2.xml", "/1.xml"] == looked(db, MAP, index("/1.xml", "/2.xml"), now=LATER)
    second = next(errand for errand in planned(db, MAP, LATER) if errand.url.endswith("/2.xml"))

    assert ["/news/2"] == paths(
        record.address_answer(db, second, answer(urlset("/news/2"), url=second.url), LATER)
    )


def test_index_inside_an_index_is_not_followed(db):
    looked(db, MAP, index("/in", "/1.xml"))

    for errand in planned(db, MAP):
        assert [] == record.address_answer(
            db, errand, answer(index("/in", "/1.xml", "/2.xml"), url=errand.url), NOW
        )


@pytest.mark.parametrize(
    ("outlet", "body", "expected"),
    [(MAP, b"<sitemapindex><sitemap><loc>/1.xml</loc></sitemap></sitemapindex>", {}),
     (MAP, b"<urlset><url><loc>/news/1</loc></url></urlset>", {"If-None-Match": "x"}),
     (LIST, b'<a href="/news/1">', {"If-None-Match": "x"}),
     (DAYS, b'<a href="/news/1">', {})],
)  # fmt: skip
def test_what_changes_unseen_is_never_asked_whether_it_changed(db, outlet, body, expected):
    """The sitemaps of an index change while it does not, and an archive has another page tomorrow."""
    looked(db, outlet, body, ("ETag", "x"))

    assert expected == planned(db, outlet, LATER, is_due=False)[0].conditions


def test_page_behind_an_entry_point_waits_when_a_run_died(db):
    looked(db, LIST, links("/news/1"))

    waiting = planned(db, LIST, NOW + timedelta(minutes=1))

    assert {("/in/2", 1, "listing"), ("/news/1", 0, "article")} == {
        (errand.url.removeprefix(SITE), errand.page, errand.kind) for errand in waiting
    }


def test_page_whose_entry_point_has_left_the_file_is_not_asked_for(db):
    looked(db, LIST, links("/news/1"))

    errands = planned(db, source(kind="feed", url=f"{SITE}/feed"))

    assert [f"{SITE}/feed", f"{SITE}/news/1"] == [errand.url for errand in errands]
    assert ["entry_gone"] == [row["reason"] for row in db.rows("SELECT reason FROM url WHERE page = 1")]


def test_quiet_day_of_an_archive_is_no_failure(db):
    assert ["/20240529/#2024-05-29"] == looked(db, DAYS, links("/about"))
    assert "ok" == sources.entries(db)[0].last_outcome


def test_page_behind_the_last_one_ends_the_way_without_a_failure(db):
    looked(db, LIST, links("/news/1"))
    last = next(errand for errand in planned(db, LIST) if errand.page)

    assert [] == record.address_answer(db, last, answer(links("/about"), url=last.url), NOW)
    assert "fetched" == addresses.find(db, last.address.id).state


def test_outage_is_made_good_from_the_last_good_look_on(db):
    looked(db, DAYS, links("/news/1"))
    after = NOW + timedelta(days=9)

    errand = planned(db, DAYS, after, is_due=False)[0]

    assert NOW - plan.OVERLAP == errand.oldest_wanted_at


@pytest.mark.parametrize("outlet", [MAP, LIST, DAYS], ids=lambda one: one.entries[0].kind)
def test_since_asks_for_everything_as_backfill(db, outlet):
    looked(db, outlet, b"", ("ETag", "x"))

    errand = planned(db, outlet, LATER, is_due=False, since=SINCE)[0]

    assert (SINCE, True, {}) == (errand.oldest_wanted_at, errand.is_backfill, errand.conditions)


def test_since_fetches_what_was_too_old(db):
    old = urlset("/news/20240520-a")
    assert [] == looked(db, MAP, old)

    assert ["/news/20240520-a"] == looked(db, MAP, old, since=SINCE)
    assert addresses.due(db, "outlet", NOW, 9)[0].is_backfill
