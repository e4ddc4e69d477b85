"""How a listing is built."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from crawlers import teasers

URL = "https://outlet.example/news"
WANTED = r"^/news/\d+$"
NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


def _read(markup):
    return teasers.read(markup.encode(), URL, WANTED, zone=ZoneInfo("Europe/Minsk"), now=NOW)


def _cards(count=4, more=""):
    return "".join(
        f'<div class="card card-{n}"><a href="/news/{n}"><img></a><h3>Заголовок {n}</h3>'
        f'<span class="when">0{n}.02.2026 1{n}:30</span></div>{more}'
        for n in range(1, count + 1)
    )


def test_item_date_and_heading_are_found():
    found = _read(f"<main>{_cards()}</main>")

    assert {
        "kind": "listing",
        "url": URL,
        "item": "div.card",
        "title": "h3",
        "date": "span.when",
    } == found.entry


def test_dates_are_read_with_what_was_found():
    found = _read(f"<main>{_cards()}</main>")

    assert "01.02.2026 11:30" == found.found.links[0].published.value


def test_list_item_without_class_is_named_by_its_place():
    rows = "".join(f'<li>0{n}.02.2026 12:00 <a href="/news/{n}">Новость {n}</a></li>' for n in range(1, 5))

    found = _read(f'<ul id="news">{rows}</ul>')

    assert ("ul#news li", 4) == (found.item, len(found.found.links))


def test_articles_outside_the_items_are_not_lost():
    """A pinned lead of other markup: then every link of the page counts."""
    found = _read(f'<main><h1><a href="/news/99">Главное за день</a></h1>{_cards()}</main>')

    assert (None, 5) == (found.item, len(found.found.links))


def test_sidebar_does_not_decide_the_items():
    sidebar = "".join(f'<li class="top"><a href="/news/5{n}">Популярное {n}</a></li>' for n in range(1, 9))

    found = _read(f"<main>{_cards()}</main><aside>{sidebar}</aside>")

    assert "div.card" == found.item


def test_link_to_the_older_page_is_found():
    found = _read(f'<main>{_cards()}</main><a class="pager-next" href="/news?page=2">Следующая →</a>')

    assert "a.pager-next" == found.next


def test_page_with_two_articles_is_no_listing():
    assert _read(_cards(2)) is None
