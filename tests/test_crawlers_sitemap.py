import gzip

import pytest

from crawlers import sitemap
from store.types import Candidate, Link

BASE = "https://vestka.example/sitemap.xml"
NEWS = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
    "<url><loc> /a </loc><lastmod>2026-03-02</lastmod>"
    "<n:news><n:publication><n:name>Вестка</n:name></n:publication><n:title>Мост &amp; паром</n:title>"
    "<n:publication_date>2026-03-01T10:00+03:00</n:publication_date></n:news></url></urlset>"
).encode()


def test_a_news_sitemap_gives_title_and_date_of_publication():
    published = Candidate(origin="news_sitemap", value="2026-03-01T10:00+03:00")

    expected = Link(url="https://vestka.example/a", title="Мост & паром", published=published)

    assert (expected,) == sitemap.links(NEWS, BASE).links


def test_lastmod_is_a_date_of_its_own_kind():
    body = b"<urlset><url><loc>https://vestka.example/a</loc><lastmod>2026-03-02</lastmod></url></urlset>"

    assert Candidate(origin="sitemap", value="2026-03-02") == sitemap.links(body, BASE).links[0].published


def test_an_index_names_further_sitemaps():
    named = b"<sitemap><loc>/1.xml.gz</loc></sitemap>"
    body = b"<sitemapindex>" + named + named + b"</sitemapindex>"

    found = sitemap.links(body, BASE)

    assert ((Link(url="https://vestka.example/1.xml.gz"),), ()) == (found.children, found.links)


def test_packed_and_plain_text_sitemaps_are_read():
    assert 1 == len(sitemap.links(gzip.compress(NEWS), BASE).links)
    assert 2 == len(sitemap.links(b"https://vestka.example/1\nhttps://vestka.example/2\n", BASE).links)


def test_what_is_longer_than_allowed_is_cut(monkeypatch):
    monkeypatch.setattr(sitemap, "MAX_BYTES", 5_000)
    body = (
        b"<urlset>"
        + b"".join(b"<url><loc>/%d</loc></url>" % number for number in range(1_000))
        + b"</urlset>"
    )

    found = sitemap.links(gzip.compress(body), BASE)

    assert 100 < len(found.links) < 300


def test_entities_are_not_expanded():
    body = (
        b'<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>/&x;</loc></url></urlset>'
    )

    assert ["https://vestka.example/"] == [link.url for link in sitemap.links(body, BASE).links]


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"\x1f\x8bnot gzip", b"hello"])
def test_what_is_no_sitemap_is_broken_with_a_reason(body):
    found = sitemap.links(body, BASE)

    assert "broken" == found.outcome
    assert found.detail
