"""The pretend outlets that are not as they should be, one test a trap, without a network."""

from datetime import timedelta
from xml.etree import ElementTree

import feedparser
import pytest
from parsel import Selector

from dazor.demo import plan
from dazor.demo.archives import token
from dazor.demo.newsroom import T0
from dazor.demo.serving import Hosts, Request

PLACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
DAY = "01.03.2026"


@pytest.fixture
def hosts():
    world = plan.load(T0, 1)
    mirrors = [outlet.mirror for outlet in world.outlets.values() if outlet.mirror]
    return Hosts(world, {host: f"http://{host}.example" for host in [*world.outlets, *mirrors, "tme"]})


def ask(hosts, host, path, form=None, **query):
    method = "GET" if form is None else "POST"
    return hosts.answer(Request(host=host, path=path, query=query, headers={}, method=method, form=form))


def page(hosts, host, path, **more):
    return Selector(ask(hosts, host, path, **more).body.decode())


def links(hosts, host, path, **more):
    return page(hosts, host, path, **more).css("a::attr(href)").getall()


def test_a_moved_feed_says_where_it_is_now(hosts):
    moved = ask(hosts, "rovnoe", "/feed")

    assert (301, "http://rovnoe.example/efir/rss.xml") == (moved.status, moved.headers["location"])
    assert feedparser.parse(ask(hosts, "rovnoe", "/efir/rss.xml").body).entries


def test_a_filter_answers_403_or_200_with_the_same_page(hosts):
    feed = ask(hosts, "pravo", "/rss/")
    document = ask(hosts, "pravo", hosts.world.articles["pravo-bees"].path)

    assert (403, 200) == (feed.status, document.status)
    assert b"Web Page Blocked" in feed.body
    assert b"Web Page Blocked" in document.body


@pytest.mark.parametrize("path", ["/", "/rss.xml", "/news", "/anything"])
def test_a_zombie_answers_everything_with_eleven_bytes(hosts, path):
    answer = ask(hosts, "delovoy", path)

    assert (200, 11) == (answer.status, len(answer.body))


def test_a_guard_lets_only_the_feed_pass(hosts):
    article = hosts.world.articles["zastava-well"].path

    assert b"<rss" in ask(hosts, "zastava", "/feed/").body
    assert b"DDoS-Guard" in ask(hosts, "zastava", "/posts/").body
    assert b"DDoS-Guard" in ask(hosts, "zastava", article).body


def test_a_missing_page_may_answer_200(hosts):
    lost = ask(hosts, "afisha", hosts.world.articles["afisha-cancelled"].path)

    assert 200 == lost.status
    assert "Страница не найдена" in lost.body.decode()


def test_a_busy_site_says_when_to_come_back_and_keeps_its_word(hosts):
    path = next(article.path for article in hosts.world.articles.values() if article.outlet == "arena")
    busy = ask(hosts, "arena", path)

    hosts.now = T0 + timedelta(minutes=30)

    assert (429, "1800") == (busy.status, busy.headers["retry-after"])
    assert 200 == ask(hosts, "arena", path).status


def test_the_calendar_has_always_a_next_day_and_names_articles(hosts):
    path = page(hosts, "afisha", "/events/").css("a.next").attrib["href"]
    for _ in range(40):
        path = page(hosts, "afisha", path).css("a.next").attrib["href"]

    assert path.startswith("/calendar/2026-04-")
    assert 3 == len(page(hosts, "afisha", path).css(".tile"))


@pytest.mark.parametrize("path", ["/calendar/2026-02-31/", "/calendar/next/", "/archive/2026/3/1/"])
def test_what_is_no_day_is_no_page_of_a_calendar(hosts, path):
    assert [] == page(hosts, "afisha", path).css("a.next")


def test_a_bare_list_goes_on_to_its_last_page(hosts):
    seen, path = [], "1"
    while path:
        listing = page(hosts, "kurjer", "/usie-naviny", page=path)
        seen += listing.css("li a::attr(href)").getall()
        path = listing.css("a.dalej::attr(href)").re_first(r"page=(\d+)")

    assert 14 == len(seen) == len(set(seen))


def test_an_archive_has_a_page_for_every_day(hosts):
    full, empty = (
        links(hosts, "vesnik", "/archive/2026/03/01/"),
        links(hosts, "vesnik", "/archive/2020/01/01/"),
    )

    assert hosts.world.articles["vesnik-uchora"].path in full
    assert [] == [link for link in empty if link.startswith("/art/")]


def test_the_last_day_of_an_archive_is_today(hosts):
    assert [] == page(hosts, "vesnik", "/archive/2026/03/02/").css("a.zautra")


def test_a_form_with_its_token_answers_for_a_day(hosts):
    given = Selector(ask(hosts, "mis", "/press/archive/").body.decode("cp1251"))
    form = {
        "token": given.css("input[name=token]::attr(value)").get(),
        "date_from": "25.02.2026",
        "date_to": "25.02.2026",
    }

    found = Selector(ask(hosts, "mis", "/press/archive/", form=form).body.decode("cp1251"))

    assert {"25.02.2026"} == {text[:10] for text in found.css("span.news_date::text").getall()}


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"date_from": DAY, "date_to": DAY}, "Срок действия формы истёк"),
        ({"token": "old", "date_from": DAY, "date_to": DAY}, "Срок действия формы истёк"),
        ({"token": True, "date_from": DAY, "date_to": "02.03.2026"}, "только за один день"),
        ({"token": True, "date_from": "31.02.2026", "date_to": "31.02.2026"}, "только за один день"),
        ({"token": True}, "только за один день"),
    ],
)
def test_a_form_says_what_is_wrong_with_a_question(hosts, form, says):
    if form.get("token") is True:
        form = form | {"token": token(hosts.world.outlets["mis"], hosts.now)}

    assert says in ask(hosts, "mis", "/press/archive/", form=form).body.decode("cp1251")


@pytest.mark.parametrize(("host", "path"), [("tvz", "/news"), ("mis", "/"), ("tme", "/s/presspul_zarechcha")])
def test_only_a_form_takes_a_post(hosts, host, path):
    assert 405 == ask(hosts, host, path, form={"x": "1"}).status


def test_pages_and_feed_are_in_the_encoding_they_declare(hosts):
    feed = ask(hosts, "nov", "/rss.xml")
    article = next(one for one in hosts.world.articles.values() if one.outlet == "nov")

    assert "windows-1251" in feed.headers["content-type"]
    assert article.title in [entry.title for entry in feedparser.parse(feed.body).entries]
    assert article.title in ask(hosts, "nov", article.path).body.decode("cp1251")


def test_a_news_sitemap_has_two_days_and_the_other_everything(hosts):
    news, everything, index = (
        [element.text for element in ElementTree.fromstring(ask(hosts, "granit", path).body).iter(PLACE)]
        for path in ("/sitemap-news.xml", "/sitemap-all.xml", "/sitemap.xml")
    )

    assert (4, 15) == (len(news), len(everything))
    assert "http://granit.example/sitemap.xml" in index


@pytest.mark.parametrize("twin", ["", "/amp", "/print", "/special"])
def test_twins_name_the_page_they_stand_for(hosts, twin):
    path = hosts.world.articles["starolessk-twins"].path
    answer = page(hosts, "starolessk", twin + path)

    assert f"http://starolessk.example{path}" == answer.css("link[rel=canonical]").attrib["href"]


def test_a_mirror_shows_the_same_pages_and_names_the_first_host(hosts):
    path = hosts.world.articles["starolessk-twins"].path

    assert f'href="http://starolessk.example{path}"' in ask(hosts, "starolessk2", path).body.decode()


def test_editions_name_each_other(hosts):
    articles = hosts.world.articles
    answer = page(hosts, "hutar", articles["hutar-salt-ru"].path)
    named = {
        one.attrib["hreflang"]: one.attrib["href"] for one in answer.css("link[rel=alternate][hreflang]")
    }

    wanted = {
        language: f"http://hutar.example{articles[f'hutar-salt-{language}'].path}"
        for language in ("be", "ru", "en")
    }
    assert wanted == named


def test_another_template_has_the_same_words(hosts):
    path = hosts.world.articles["hutar-salt-be"].path
    old = page(hosts, "hutar", path)

    hosts.now = T0 + timedelta(minutes=60)
    new = page(hosts, "hutar", path)

    assert [] == new.css(".entry-content")
    assert old.css(".entry-content p::text").getall() == new.css(".longread__p::text").getall()
