import pytest

from crawlers import editions, page

URL = "https://vestka.example/ru/news/1"
HEAD = """
<link rel="alternate" hreflang="ru" href="/ru/news/1">
<link rel="alternate" hreflang="be-BY" href="/be/news/1">
<link rel="alternate" hreflang="x-default" href="/news/1">
<link rel="alternate" hreflang="en" href="https://eng.vestka.example/news/one-7">
<link rel="alternate" type="application/rss+xml" href="/rss">
<a class="lang" lang="pl" href="/pl/news/1">Polski</a>
"""


def declared(markup: str, css: str | None = None) -> dict[str, str]:
    return dict(editions.declared(page.parse(markup.encode()), URL, css))


def test_page_declares_its_other_languages_and_not_itself():
    expected = {"be": "https://vestka.example/be/news/1", "en": "https://eng.vestka.example/news/one-7"}

    assert expected == declared(HEAD)


def test_links_of_the_sources_selector_count_too():
    assert "https://vestka.example/pl/news/1" == declared(HEAD, "a.lang")["pl"]


@pytest.mark.parametrize(
    "href", ["/", "/be", "/be/", "https://be.vestka.example", "", "javascript:be()", "http://[::1"]
)
def test_front_page_and_what_is_no_address_are_no_edition(href):
    assert {} == declared(f'<link rel="alternate" hreflang="be" href="{href}"><p>')


@pytest.mark.parametrize("language", ["", "x-default", "Беларуская", "be,ru"])
def test_what_is_no_language_is_left_out(language):
    assert {} == declared(f'<link rel="alternate" hreflang="{language}" href="/be/news/1"><p>')


def test_first_address_of_a_language_stays():
    link = '<link rel="alternate" hreflang="be" href="/be/news/{}">'

    assert {"be": "https://vestka.example/be/news/1"} == declared(link.format(1) + link.format(2) + "<p>")
