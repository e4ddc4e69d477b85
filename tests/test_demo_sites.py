"""The pretend outlets: their markup, and that the source files of the demonstration fit it."""

import re
import tomllib
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import feedparser
import pytest
from parsel import Selector

from dazor.demo import plan, sites
from dazor.demo.newsroom import T0
from dazor.demo.noise import noise

FILES = [tomllib.loads(path.read_text("utf-8")) for path in sorted((plan.FOLDER / "sources").glob("*.toml"))]
SOURCES = [source for source in FILES if source["kind"] == "site"]
READ = [source for source in SOURCES if "body" in source["article"]]
LISTINGS = [(s, e) for s in SOURCES for e in s["entry"] if e["kind"] == "listing" and "title" in e]
OPEN = 40  # minutes after T0: no host is busy any more


@pytest.fixture(scope="module")
def world():
    return plan.load(T0, 1)


def ask(world, host, path, minute=0, hit=1):
    at = world.t0 + timedelta(minutes=minute)
    base = f"http://{host}.example"
    return sites.answer(world, world.outlets[host], path, base, at, noise(1, host + path, hit, at))


def host_and_path(url):
    """Of an address such as "{vestka}/all_news/" in a source file."""
    host, _, path = url.removeprefix("{").partition("}")
    return host, path


def articles(world, host):
    return [a for a in world.articles.values() if a.outlet == host]


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s["id"])
def test_the_article_pattern_fits_every_article_and_the_examples(world, source):
    host, _ = host_and_path(source["site"])
    paths = [article.path for article in articles(world, host)]
    paths += [host_and_path(url)[1] for url in source["article"]["examples"]]

    assert [] == [path for path in paths if not re.search(source["article"]["pattern"], path)]


@pytest.mark.parametrize(("source", "entry"), LISTINGS, ids=lambda value: value.get("id", ""))
def test_the_listing_selectors_find_address_title_and_date(world, source, entry):
    host, path = host_and_path(entry["url"])
    pattern = source["article"]["pattern"]
    items = Selector(ask(world, host, path).body).css(entry["item"])
    links = [item.css(entry["link"]).xpath("@href").getall() for item in items]
    fitting = [[a for a in found if re.search(pattern, urlsplit(a).path)] for found in links]
    shown = {article.path for article in articles(world, host) if article.appears_at <= world.t0}

    assert shown == {urlsplit(found[0]).path for found in fitting} & shown
    assert all(item.css(entry["title"]).xpath("normalize-space()").get() for item in items)
    assert all(item.css(entry["date"]).xpath("string()").get().strip() for item in items)


@pytest.mark.parametrize("source", READ, ids=lambda s: s["id"])
def test_the_body_selector_finds_the_paragraphs_and_no_noise(world, source):
    host, _ = host_and_path(source["site"])
    article = next(a for a in articles(world, host) if a.state == "ok" and a.appears_at <= world.t0)
    page = Selector(ask(world, host, article.path, OPEN).body)
    for unwanted in source["article"].get("remove", []):
        page.css(unwanted).drop()
    texts = (
        page.css(source["article"]["body"]).xpath("descendant-or-self::p").xpath("normalize-space()").getall()
    )

    assert list(article.paragraphs) == texts


@pytest.mark.parametrize(("host", "path"), [("zarechye", "/rss/news.xml"), ("zolak", "/be/rss.xml")])
def test_feeds_tell_address_title_and_time_newest_first(world, host, path):
    feed = feedparser.parse(ask(world, host, path).body.encode())
    newest = feed.entries[0]
    article = next(a for a in articles(world, host) if newest.link.endswith(a.path))

    assert not feed.bozo
    assert (article.title, 2026) == (newest.title, newest.published_parsed.tm_year)
    assert feed.entries == sorted(feed.entries, key=lambda e: e.published_parsed, reverse=True)


def test_a_feed_has_one_language_where_there_are_two(world):
    feed = feedparser.parse(ask(world, "zarechye", "/en/rss/news.xml").body.encode())

    assert {"/en/"} == {urlsplit(entry.link).path[:4] for entry in feed.entries}


def test_the_gone_feed_is_gone_and_the_missing_article_missing(world):
    missing = world.articles["mayor-gone"]

    assert 404 == ask(world, "tvz", "/news/rss").status
    assert 404 == ask(world, "vestka", missing.path).status
    assert missing.path in ask(world, "vestka", "/all_news/").body


def test_robots_closes_what_the_listing_names(world):
    listing, robots = ask(world, "vestka", "/all_news/").body, ask(world, "vestka", "/robots.txt").body

    assert "Disallow: /partners/" in robots
    assert 2 <= len(re.findall('href="/partners/view/', listing))


def test_an_article_answers_with_and_without_the_last_slash(world):
    path = world.articles["sanctions-reply"].path

    assert ask(world, "vestka", path).status == ask(world, "vestka", path.rstrip("/")).status == 200


def test_the_listing_names_two_articles_under_a_twin_address(world):
    listing = ask(world, "vestka", "/all_news/").body

    assert world.articles["border-crossing"].path + "?utm_source=pin&amp;utm_medium=lenta" in listing
    assert f'"{world.articles["sanctions-reply"].path.rstrip("/")}"' in listing


def test_a_special_twin_says_where_the_page_belongs(world):
    path = world.articles["ski"].path
    twin = Selector(ask(world, "tvz", "/special" + path).body)

    assert "Размер шрифта" in twin.css(".special-panel").get()
    assert "http://tvz.example" + path == twin.css("link[rel=canonical]").attrib["href"]


def test_a_page_without_text_has_pictures_only(world):
    page = Selector(ask(world, "zarechye", world.articles["gallery"].path).body)

    assert [] == page.css("div[itemprop=articleBody] p")
    assert 8 == len(page.css(".gallery img"))


def test_the_head_shows_a_clock_that_is_not_the_date_of_the_article(world):
    page = Selector(ask(world, "vestka", world.articles["museum"].path).body)

    assert page.css(".header_date::text").get().startswith("02 марта 2026")
    assert "19 февраля 2026, 14:00" == page.css(".date_full::text").get()


def test_json_ld_is_read_as_json(world):
    article = world.articles["week-results"]
    block = (
        Selector(ask(world, "tvz", article.path).body).css("script[type='application/ld+json']::text").get()
    )

    assert article.published_at.isoformat() in block
    assert "Артём Колядич" in block.encode().decode("unicode_escape")


def test_every_link_of_a_listing_leads_to_its_own_host(world):
    links = Selector(ask(world, "tvz", "/news").body).css("a.b-news-preview::attr(href)").getall()

    assert {"tvz.example"} == {urlsplit(urljoin("http://tvz.example/news", link)).hostname for link in links}
