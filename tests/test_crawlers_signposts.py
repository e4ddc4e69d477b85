"""What a page points to."""

from crawlers import page, signposts

SITE = "https://outlet.example/"


def _root(markup):
    return page.parse(markup.encode())


def test_declared_feeds_come_before_linked_ones_and_comments_never():
    root = _root(
        '<link rel="alternate" type="application/rss+xml" href="/all.xml">'
        '<link rel="alternate" type="application/rss+xml" title="Comments" href="/c.xml">'
        '<a href="/rss/">RSS</a>'
    )

    assert [f"{SITE}all.xml", f"{SITE}rss/"] == signposts.feeds(root, SITE)


def test_sitemaps_stand_in_robots():
    body = b"User-agent: *\nsitemap: https://outlet.example/s.xml\nSitemap: /not-complete.xml\n"

    assert ["https://outlet.example/s.xml"] == signposts.sitemaps_of_robots(body)


def test_headline_is_told_from_menu_and_tag():
    root = _root(
        '<nav><a href="/big">Всё о жизни нашего большого города</a></nav>'
        '<a href="/n/1">В Озёрске открыли новый мост</a>'
        '<a href="/tag/most">Мост через реку Вязынка и всё о нём</a><a href="/x">Спорт</a>'
    )

    assert [f"{SITE}n/1"] == signposts.headlines(signposts.read(root, SITE))


def test_link_that_says_read_more_proves_nothing():
    root = _root('<a href="/n/1">Подробнее</a><a href="/sport">Спорт</a>')

    assert [f"{SITE}sport"] == signposts.pages(signposts.read(root, SITE), [])


def test_other_sites_are_no_signposts():
    root = _root('<a href="https://other.example/a">Что пишут наши соседи о мосте</a>')

    assert [] == signposts.read(root, SITE)


def test_editions_are_declared_by_hreflang():
    root = _root(
        '<link rel="alternate" hreflang="be-BY" href="/be/">'
        '<link rel="alternate" hreflang="x-default" href="/">'
    )

    assert {"be": f"{SITE}be/"} == signposts.editions(root, SITE)
