import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers import urls


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.vestka.example/a/", "vestka.example/a"),
        ("http://M.Vestka.example:80/a", "vestka.example/a"),
        ("//vestka.example/a#top", "vestka.example/a"),
        ("https://vestka.example//a/index.html", "vestka.example/a"),
        ("https://vestka.example/?utm_source=x&id=5&fbclid=1&ysclid=2", "vestka.example?id=5"),
        ("https://vestka.example/a?b=2&a=1", "vestka.example/a?a=1&b=2"),
        ("https://vestka.example:8080/a", "vestka.example:8080/a"),
        ("https://вестка.example/мост i", "xn--80adju8ag.example/%D0%BC%D0%BE%D1%81%D1%82%20i"),
        ("https://vestka.example/%d1%82", "vestka.example/%D1%82"),
        ("http://127.0.0.1:8100/x", "127.0.0.1:8100/x"),
        ("http://[::1]/x", "[::1]/x"),
    ],
)  # fmt: skip
def test_addresses_of_one_page_have_one_key(url, key):
    assert key == urls.key(url)


@pytest.mark.parametrize(
    "twin",
    ["/special/ru/view/a-1", "/amp/ru/view/a-1", "/ru/view/a-1/amp", "/Special/amp/ru/view/a-1",
     "/print:page/ru/view/a-1", "/ru/view/a-1/print/", "/ru/view/a-1/?print=Y",
     "/ru/view/a-1/?special_version=1", "/ru/view/a-1?from=main"],
)  # fmt: skip
def test_twin_of_a_page_has_the_key_of_the_page(twin):
    assert "ont.example/ru/view/a-1" == urls.key(f"https://ont.example{twin}")


@pytest.mark.parametrize(
    "path", ["/special", "/amp", "/print", "/specials/a", "/a/special/b", "/a?print=run"]
)
def test_page_that_is_only_called_like_a_twin_stays(path):
    assert f"ont.example{path}" == urls.key(f"https://ont.example{path}")


def test_a_word_in_from_is_a_trace_and_a_date_is_not():
    """An archive answers /list?from=30.11.2025 with another page than /list."""
    assert "vestka.example/a" == urls.key("https://vestka.example/a?from=main&ref=rss")
    assert "vestka.example/a?from=30.11.2025" == urls.key("https://vestka.example/a?from=30.11.2025")


@pytest.mark.parametrize(
    "url", ["", "news/1.html", "/a/b", "mailto:a@b.example", "javascript:1", "ftp://a.example/", "http://",
            "http://a:99999/", "http://[::1/"],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_refused_with_the_value(url):
    with pytest.raises(urls.BadAddress, match="not an address"):
        urls.key(url)

    assert not urls.is_address(url)


def test_a_very_long_address_is_refused():
    with pytest.raises(urls.BadAddress, match="3020 characters"):
        urls.key("https://vestka.example/" + "a" * 2997)


@given(st.from_regex(r"https?://[a-z]{1,8}\.example(/[^\s#]{0,12}){0,3}(\?[^\s#]{0,20})?", fullmatch=True))
def test_a_key_is_its_own_key(url):
    key = urls.key(url)

    assert key == urls.key(key)
