"""Every kind of way in, on loopback, in one crawl; and one that goes back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests import commands, crawling
from tests.faults import Faults, answer

NOW = datetime.fromisoformat("2024-05-30T05:30:00+00:00")
LATER = NOW + timedelta(hours=1)
PAGE = """<title>Заречье {0}</title><h1>Мост {0}</h1><time datetime="{1}"></time><article>
<p>В Заречье открыли мост номер {0}, по нему прошли первые жители города и гости из Прудка.</p></article>"""
PATTERN = "[article]\npattern = '^/news/'"
FORM = answer(
    b'<form><input id="token" value="t-7"></form>', "200 OK", "Set-Cookie: session=9; Path=/; HttpOnly"
)


def sitemap(*dated: tuple[str, str], news: bool = False) -> bytes:
    """Addresses, each with a date; of news its publication."""
    name = "n:publication_date" if news else "lastmod"
    before, after = ("<n:news>", "</n:news>") if news else ("", "")
    rows = "".join(f"<url><loc>{loc}</loc>{before}<{name}>{day}</{name}>{after}</url>" for loc, day in dated)
    return f'<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{rows}</urlset>'.encode()


def index(*dated: tuple[str, str]) -> bytes:
    rows = "".join(f"<sitemap><loc>{loc}</loc><lastmod>{day}</lastmod></sitemap>" for loc, day in dated)
    return f"<sitemapindex>{rows}</sitemapindex>".encode()


def listing(*paths: str, older: str = "") -> bytes:
    links = "".join(f'<li><a href="{path}">Заголовок</a></li>' for path in paths)
    return f'<ul>{links}</ul><a class="next" href="{older}">далее</a>'.encode()


MAP = index(("/young.xml", "2024-05-30"), ("/old.xml", "2023-01-01"), ("/map.xml", "2024-05-30"))
YOUNG = sitemap(("/news/1", "2024-05-30"), ("/news/2", "2024-05-01"), ("/about", "2024-05-30"))
CALENDAR = {
    f"/list?{number}": answer(listing(f"/news/{number}", older=f"/list?{number + 1}")) for number in range(50)
}
DAYS = {f"/202405{day}/": answer(listing(f"/news/{day}")) for day in range(20, 31)}
SITES = {
    "index": {
        "/map.xml": answer(MAP),
        "/young.xml": answer(YOUNG),
        "/old.xml": answer(sitemap(("/news/3", "2023"))),
    },
    "news": {"/n.xml": answer(sitemap(("/news/1", "2024-05-30T05:00:00Z"), ("/x", "2024-05-30"), news=True))},
    "calendar": CALENDAR,
    "pages": {
        "/list": answer(listing("/news/1", "/news/2")),
        "/list/2": answer(listing("/news/2", "/news/3")),
        "/list/3": answer(listing("/news/1", "/news/2")),
    },
    "days": DAYS,
    "form": {"/find": FORM},
    "blocked": {"/find": answer(b"<h1>Web Page Blocked</h1>")},
    "plain": {"/find": answer(listing("/news/30"))},
}
ENTRIES = {
    "index": 'kind = "sitemap"\nurl = "{base}/map.xml"',
    "news": 'kind = "news_sitemap"\nurl = "{base}/n.xml"',
    "calendar": 'kind = "listing"\nurl = "{base}/list?0"\nnext = "a.next"',
    "pages": 'kind = "listing"\nurl = "{base}/list"\npages = "{base}/list/{page}"',
    "days": 'kind = "archive"\nurl = "{base}/{date:%Y%m%d}/"',
    "blocked": 'kind = "archive"\nurl = "{base}/find"\nform = {on = "{date:%d}", t = "css:#token@value"}',
    "plain": 'kind = "archive"\nurl = "{base}/find"\nform = {on = "{date:%d}"}',
    "form": 'kind = "archive"\nurl = "{base}/find"\nform = {on = "{date:%d.%m.%Y}", t = "css:#token@value"}',
}


@pytest.fixture(scope="module")
def faults() -> Iterator[Faults]:
    articles = {
        f"/news/{number}": answer(PAGE.format(number, f"2024-05-{min(number, 30):02}").encode())
        for number in range(60)
    }
    with Faults({name: articles | pages for name, pages in SITES.items()}) as faults:
        yield faults


@pytest.fixture(scope="module")
def config(faults: Faults, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk after its first look."""
    sources = {name: source(name, faults.bases[name]) for name in SITES}
    config = crawling.write_setup(tmp_path_factory.mktemp("ways") / "desk", sources)
    crawling.run(config, NOW)
    return config


def source(name: str, base: str) -> str:
    return (
        crawling.site(name, base, more="").rstrip()
        + f"\n[[entry]]\n{ENTRIES[name].replace('{base}', base)}\n{PATTERN}\n"
    )


def asked(faults: Faults, host: str) -> set[str]:
    return set(faults.paths(host)) - {"/robots.txt"}


def fates(config: Path, name: str) -> dict[str, tuple[str, str | None]]:
    found = crawling.rows(
        config, "SELECT url, state, reason FROM url WHERE source = ? AND page IS NULL", (name,)
    )
    return {"/" + row["url"].split("/", 3)[3]: (row["state"], row["reason"]) for row in found}


def test_index_is_followed_one_level_and_only_where_it_is_young(config, faults):
    assert {"/map.xml", "/young.xml", "/news/1"} == asked(faults, "index")


def test_old_address_of_a_sitemap_is_a_fate_and_another_page_is_none(config):
    assert {"/news/1": ("fetched", None), "/news/2": ("refused", "too_old")} == fates(config, "index")


def test_news_sitemap_names_articles_with_their_time(config):
    assert {"/news/1": ("fetched", None)} == fates(config, "news")


def test_calendar_without_an_end_is_left(config, faults):
    assert {f"/list?{number}" for number in range(5)} == asked(faults, "calendar") - set(
        fates(config, "calendar")
    )


def test_listing_is_paged_while_it_brings_new_addresses(config, faults):
    assert {"/news/1", "/news/2", "/news/3"} == set(fates(config, "pages"))
    assert {"/list", "/list/2", "/list/3"} == asked(faults, "pages") - set(fates(config, "pages"))


def test_archive_is_read_for_the_first_days(config):
    assert {"/news/28", "/news/29", "/news/30"} == set(fates(config, "days"))


def test_form_is_sent_with_its_token_and_cookie_one_day_a_query(config, faults):
    sent = [one for one in faults.asked if one.host == "form" and one.body]

    assert [f"on={day}.05.2024&t=t-7" for day in (30, 29, 28)] == [one.body for one in sent]
    assert {"session=9"} == {one.headers["cookie"] for one in sent}
    assert not any("cookie" in one.headers for one in faults.asked if not one.body)


def test_form_without_a_token_is_sent_without_its_page(faults):
    assert ["on=30", "on=29", "on=28"] == [
        one.body for one in faults.asked if one.host == "plain" and one.body
    ]


def test_page_without_the_form_is_a_failure_with_the_reason_and_nothing_is_sent(config, faults):
    (look,) = crawling.rows(config, "SELECT outcome, detail FROM fetch WHERE source = 'blocked'")

    assert ("bad_entry", "The page of the form has no #token with value.") == tuple(look.values())
    assert not any(one.body for one in faults.asked if one.host == "blocked")


def test_since_goes_back_and_what_comes_is_backfill(config, faults):
    done = commands.dazor(config, "collect", "web", "--since", "2024-05-20", now=LATER)
    crawling.run(config, LATER, "extract")

    assert (0, "") == (done.returncode, done.stderr)
    assert {f"/news/{day}" for day in range(20, 31)} == set(fates(config, "days"))
    assert 50 == len(fates(config, "calendar"))
    backfill = crawling.rows(config, "SELECT url FROM document WHERE source = 'days' AND is_backfill")
    assert {str(day) for day in range(20, 29)} == {row["url"].rpartition("/")[2] for row in backfill}


def test_source_that_is_off_is_collected_when_it_is_named(faults, tmp_path):
    off = source("news", faults.bases["news"]).replace(
        "\n[[entry]]", '\non = false\nwhy_off = "Not asked."\n[[entry]]'
    )
    config = crawling.write_setup(tmp_path / "desk", {"news": off})

    assert 0 == commands.dazor(config, "collect", "web", "--source", "news", now=NOW).returncode
    assert {"/news/1": ("fetched", None)} == fates(config, "news")
