"""The pattern of a site's articles, from their addresses and those of other pages."""

import pytest

from crawlers import shapes

SITE = "https://outlet.example"


@pytest.mark.parametrize(
    ("articles", "others", "expected"),
    [
        (["/news/12/", "/news/345/", "/news/6789/"], ["/news/page/2/"], r"^/news/\d+/?$"),
        (["/a/x-one-112.html", "/b/y-345.html", "/c/z-678.html"], [], r"^/[^/?#]+/[^/?#]+[-_]\d+\.html$"),
        (["/2026/03/one", "/2026/02/two", "/2025/12/more"], ["/2026/03/"], r"^/\d{4}/\d\d?/[^/?#]+/?$"),
        (["/most", "/v-ozerske", "/shkola-otkryta"], ["/o-nas"], r"^/(?!(?:o-nas)/?$)[^/?#]+/?$"),
        (["/n.php?id=1", "/n.php?id=2", "/n.php?id=3"], ["/n.php?page=2"], r"^/n\.php\?id=\d+(?:&.*)?$"),
        (["/ru/x/1", "/ru/y/2", "/ru/z/3"], [], r"^/(?:be|ru)/[^/?#]+/\d+/?$"),
    ],
)
def test_pattern_is_what_articles_share(articles, others, expected):
    found = shapes.pattern(
        [SITE + path for path in articles], [SITE + path for path in others], languages=["ru", "be"]
    )

    assert expected == found


def test_section_of_tags_is_kept_out():
    articles = [f"{SITE}/{path}" for path in ("city/one-more", "sport/zavtra", "city/most")]

    found = shapes.pattern(articles, [f"{SITE}/tag/most", f"{SITE}/author/vereskova"])

    assert [False, False, True] == [
        shapes.fits(found, f"{SITE}/{path}") for path in ("tag/new", "author/new", "culture/new")
    ]


def test_section_with_a_short_headline_stays():
    """A number in the address tells enough: a menu that names an article in a word closes no section."""
    articles = [f"{SITE}/city/one-101", f"{SITE}/sport/two-102", f"{SITE}/city/three-103"]

    found = shapes.pattern(articles, [f"{SITE}/culture/premiera-99100"])

    assert shapes.fits(found, f"{SITE}/culture/vystavka-99101")


def test_short_headline_is_no_page_of_the_site():
    articles = [f"{SITE}/{name}" for name in ("most", "v-ozerske", "shkola")]

    found = shapes.pattern(articles, [f"{SITE}/premiera", f"{SITE}/o-nas"], exact=[f"{SITE}/o-nas"])

    assert [True, False] == [shapes.fits(found, f"{SITE}/{name}") for name in ("premiera", "o-nas")]


def test_section_of_politics_is_no_privacy_policy():
    assert [False, True] == [
        shapes.is_like_a_page(f"{SITE}/{name}/1") for name in ("politika", "politika-konfidencialnosti")
    ]


def test_tracking_does_not_make_another_shape():
    articles = [f"{SITE}/news/{number}?utm_source=rss" for number in (1, 22, 333)]

    found = shapes.pattern(articles, [])

    assert shapes.fits(found, f"{SITE}/news/4444")


def test_without_articles_there_is_no_pattern():
    assert shapes.pattern([f"{SITE}/"], [f"{SITE}/about"]) is None
