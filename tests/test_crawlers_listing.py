from crawlers import listing
from dazor.catalogue import Entry
from store.types import Candidate, Link

BASE = "https://vestka.example/all_news/"
ARTICLE = r"/view/[^/]+-\d+-\d{4}/?(\?|$)"
PAGE = """
<a href="/about">О нас</a>
<div id="inner">
 <div class="item"><a href="/society">Общество</a>
  <div class="new_date"><div class="day">09</div><div class="month_year"><span>.</span>01.26</div></div>
  <a href="/society/view/most-7-2026/?utm_source=list"><span class="title">Мост <b>открыт</b></span></a></div>
 <div class="item"><a href="view/parom-3-2026">Паром</a>
  <time datetime="2026-01-08T10:00+03:00">вчера</time></div>
</div>
<a href="/society/view/most-7-2026/#comments">7 комментариев</a>
""".encode()


def listed(**named) -> Entry:
    return Entry(kind="listing", **named)


def test_an_item_gives_the_first_address_that_is_of_an_article():
    found = listing.links(PAGE, BASE, listed(item="div.item", title=".title", date=".new_date"), ARTICLE)

    assert (
        Link(
            url="https://vestka.example/society/view/most-7-2026/?utm_source=list",
            title="Мост открыт",
            published=Candidate(origin="listing", value="09 .01.26"),
        )
        == found.links[0]
    )


def test_the_date_of_a_time_element_is_its_attribute():
    found = listing.links(PAGE, BASE, listed(item="div.item", date="time"), ARTICLE)

    assert Candidate(origin="listing", value="2026-01-08T10:00+03:00") == found.links[1].published


def test_without_an_item_every_fitting_link_counts_once():
    found = listing.links(PAGE, BASE, listed(), ARTICLE)

    assert ["Мост открыт", "Паром"] == [link.title for link in found.links]
    assert "https://vestka.example/all_news/view/parom-3-2026" == found.links[1].url


def test_relative_addresses_go_by_the_base_element():
    body = b'<base href="https://other.example/x/"><a href="view/a-1-2026">A</a>'

    assert (
        "https://other.example/x/view/a-1-2026" == listing.links(body, BASE, listed(), ARTICLE).links[0].url
    )


def test_a_listing_that_fits_nothing_says_so():
    found = listing.links(PAGE, BASE, listed(item="article"), ARTICLE)

    assert ("empty", ()) == (found.outcome, found.links)
    assert "names no article" in (found.detail or "")


def test_no_markup_is_broken():
    assert "broken" == listing.links(b"", BASE, listed()).outcome
