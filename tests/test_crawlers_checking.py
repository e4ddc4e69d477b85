"""What an entry point is worth from here."""

import pytest

from crawlers import checking
from crawlers.answer import Answer
from crawlers.visit import Trip
from dazor.catalogue import Source
from tests import crawling
from tests.faults import Faults, answer, feed

URL = "https://outlet.example/rss"
GOOD = feed("https://outlet.example/news/1")


@pytest.fixture
def source():
    return Source.model_validate(
        {
            "id": "outlet",
            "name": "Outlet",
            "kind": "site",
            "site": "https://outlet.example/",
            "languages": ("ru",),
            "zone": "Europe/Minsk",
            "entry": ({"kind": "feed", "url": URL},),
            "article": {"pattern": r"^/news/\d+$"},
        }
    )


def _judged(source, now, *answers, not_asked=None):
    return checking.judge(
        source, source.entries[0], Trip(url=URL, at=now, answers=answers, not_asked=not_asked)
    )


def _answer(outcome="ok", body=GOOD, url=URL, status=200):
    return Answer(url=url, outcome=outcome, status=status, body=body)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (_answer(), "works"),
        (_answer("not_found", b"", status=404), "moved"),
        (_answer("forbidden", b"", status=403), "blocked here"),
        (_answer("timeout", None, status=None), "unknown"),
        (_answer(body=b"<html><title>Web Page Blocked</title><p>Attack ID: 1</p></html>"), "blocked here"),
        (_answer(body=b"12345678901"), "unknown"),
        (_answer(body=feed("https://outlet.example/about")), "unknown"),
    ],
)
def test_verdict_says_how_it_answered(given, expected, source, now):
    assert expected == _judged(source, now, given).verdict


def test_closed_by_robots(source, now):
    assert "closed by robots" == _judged(source, now, not_asked="robots").verdict


def test_moved_for_good_says_the_new_address(source, now):
    hop = _answer("redirected", None, status=301)

    found = _judged(source, now, hop, _answer(url="https://outlet.example/feed.xml"))

    assert ("moved", 'Write url = "https://outlet.example/feed.xml".') == (found.verdict, found.remedy)


def test_official_alternative_is_named(source, now):
    source = source.model_copy(update={"instead": "Its channel @outlet carries the same."})

    assert "Its channel @outlet carries the same." == _judged(source, now, _answer("forbidden", b"")).remedy


def test_check_asks_each_entry_point_once_and_leaves_the_crawl_as_it_is(tmp_path, now):
    with Faults({"host": {"/good": answer(GOOD), "/bad": answer(b"", "403 Forbidden")}}) as faults:
        config = crawling.write_setup(
            tmp_path, {"outlet": crawling.site("outlet", faults.bases["host"], "/good", "/bad")}
        )

        code, said = crawling.dazor(config, "catalogue", "check", "--now", now.isoformat())

    assert (1, ["/robots.txt", "/bad", "/good"]) == (
        code,
        [faults.paths("host")[0], *sorted(faults.paths("host")[1:])],
    )
    assert ["unknown", "blocked here"] == [line[:16].strip() for line in said.splitlines()]
    assert [None, None] == [
        row["last_outcome"] for row in crawling.rows(config, "SELECT last_outcome FROM entry")
    ]
    assert 3 == crawling.rows(config, "SELECT count(*) AS n FROM fetch")[0]["n"]


def test_source_with_a_tls_mode_of_its_own_is_named_and_not_asked(tmp_path, now):
    with Faults({"host": {"/good": answer(GOOD)}}) as faults:
        text = crawling.site("outlet", faults.bases["host"], "/good", more='tls = "unverified"')
        config = crawling.write_setup(tmp_path, {"outlet": text})

        code, said = crawling.dazor(config, "catalogue", "check", "--now", now.isoformat())

    assert (1, []) == (code, faults.paths("host"))
    assert "a TLS mode of its own. `dazor collect web --source outlet` tries it." in said
