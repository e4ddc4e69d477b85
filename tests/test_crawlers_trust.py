"""Certificates: verified, unless the file of a source says otherwise, and then in a process of their own."""

from datetime import datetime

import pytest

from crawlers.collect import _modes
from tests import crawling
from tests.errands import OUTLET
from tests.faults import Faults, answer, feed, self_signed

NOW = datetime.fromisoformat("2024-05-30T05:30:00+00:00")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """The store after a crawl of a site whose certificate nobody vouches for, by source and path."""
    folder = tmp_path_factory.mktemp("trust")
    certificate = self_signed(folder)
    pages = {"/feed": answer(feed("/a"), kind="text/xml"), "/a": answer(b"<p>a")}
    with Faults({"tls": pages, "plain": pages}, certificate) as faults:
        secure, plain = faults.bases["tls"], faults.bases["plain"]
        sources = {
            "trusting": crawling.site("trusting", secure, "/feed", more='tls = "unverified"'),
            "knowing": crawling.site("knowing", secure, "/feed", more=f'tls = "{certificate}"'),
            "strict": crawling.site("strict", secure, "/feed"),
            "plain": crawling.site("plain", plain, "/feed", more='tls = "unverified"'),
        }
        config = crawling.write_setup(folder / "desk", sources)
        assert (0, "") == crawling.run(config, NOW)
    return config, certificate


def test_certificate_is_verified_unless_the_source_says_otherwise(crawled):
    config, _ = crawled
    rows = crawling.rows(config, "SELECT source, last_outcome FROM entry")

    assert {"strict": "tls", "trusting": "ok", "knowing": "ok", "plain": "ok"} == {
        row["source"]: row["last_outcome"] for row in rows
    }


def test_fetch_says_how_the_certificate_was_looked_at(crawled):
    config, certificate = crawled
    rows = crawling.rows(config, "SELECT source, tls FROM fetch WHERE kind = 'article'")

    assert {"trusting": "unverified", "knowing": str(certificate), "plain": None} == {
        row["source"]: row["tls"] for row in rows
    }


def test_verified_sources_come_first(crawled):
    config, certificate = crawled
    rows = crawling.rows(config, "SELECT tls FROM fetch WHERE url LIKE 'https:%' ORDER BY id")

    assert [None, str(certificate), "unverified"] == list(dict.fromkeys(row["tls"] for row in rows))


def test_modes_are_each_named_once():
    sources = [OUTLET.model_copy(update={"tls": tls}) for tls in ("unverified", "/a.pem", "verified") * 2]

    assert ["verified", "/a.pem", "unverified"] == _modes(sources)
