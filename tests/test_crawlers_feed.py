import calendar
import contextlib
import io
import json
import tarfile
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import feedparser
import pytest

from crawlers import dates, feed, urls
from store.types import Candidate, Link

BASE = "https://vestka.example/rss/"
DATE = "Mon, 02 Mar 2026 09:00:00 +0300"
DATES = ("published_parsed", "created_parsed", "updated_parsed")
ITEM = f"<item><title>Мост открыт</title><link>/n/1</link><pubDate>{DATE}</pubDate></item>"


def rss(inner: str, head: str = "") -> bytes:
    return f'{head}<rss version="2.0"><channel><title>Вестка</title>{inner}</channel></rss>'.encode()


def test_an_entry_gives_address_title_and_the_date_as_written():
    found = feed.links(rss(ITEM), BASE)

    published = Candidate(origin="feed", value=DATE)
    assert (Link(url="https://vestka.example/n/1", title="Мост открыт", published=published),) == found.links


def test_the_first_category_of_an_entry_is_its_rubric():
    item = ITEM.replace("<title>", "<category>Права &amp;amp; суд</category><category>x</category><title>")

    assert ["Права & суд"] == [link.rubric for link in feed.links(rss(item), BASE).links]


def test_atom_and_rdf_are_read():
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><link href="/1"/></entry></feed>'
    )
    rdf = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        b'<item rdf:about="x"><title>R</title><link>https://vestka.example/2</link></item></rdf:RDF>'
    )

    assert ["https://vestka.example/1"] == [link.url for link in feed.links(atom, BASE).links]
    assert ["https://vestka.example/2"] == [link.url for link in feed.links(rdf, BASE).links]


def test_a_guid_that_is_an_address_stands_in_for_a_missing_link():
    inner = (
        "<item><title>A</title><guid>https://vestka.example/9</guid></item><item><guid>tag:7</guid></item>"
    )

    assert ["https://vestka.example/9"] == [link.url for link in feed.links(rss(inner), BASE).links]


def test_one_page_is_named_once():
    inner = ITEM + ITEM.replace("/n/1", "https://www.vestka.example/n/1/?utm_source=rss")

    assert 1 == len(feed.links(rss(inner), BASE).links)


def test_bytes_in_windows_1251_are_read_by_their_own_declaration():
    body = rss(ITEM, '<?xml version="1.0" encoding="windows-1251"?>').decode().encode("cp1251")

    assert "Мост открыт" == feed.links(body, BASE, "text/html").links[0].title


def test_a_broken_feed_gives_what_can_be_read_and_says_what_is_wrong():
    found = feed.links(rss(ITEM.replace("Мост", "Мост & паром")).replace(b"</channel></rss>", b""), BASE)

    assert "Мост & паром открыт" == found.links[0].title
    assert "not well-formed" in (found.detail or "")


def test_a_title_is_words_and_no_markup():
    found = feed.links(rss(ITEM.replace("Мост", "&lt;b&gt;Мост&lt;/b&gt; &amp;quot;")), BASE)

    assert 'Мост " открыт' == found.links[0].title


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "The answer is empty"),
        (b"hello world", "Not a feed"),
        (b"<html><body>404</body></html>", "Not a feed"),
        (b"https://127.0.0.1:1/rss", "Not a feed"),
        (b"/etc/passwd", "Not a feed"),
        (b'{"items": 3}', "no list"),
        (b'{"items": [', "cannot be read"),
        (b"{" + b'"a":{' * 100_000, "cannot be read"),
    ],
)
def test_what_is_no_feed_is_broken_with_a_reason(body, reason):
    """An empty list would read as a quiet country."""
    found = feed.links(body, BASE)

    assert ("broken", ()) == (found.outcome, found.links)
    assert reason in (found.detail or "")


def test_a_feed_without_entries_is_empty_and_not_broken():
    assert "empty" == feed.links(rss(""), BASE).outcome


def test_entities_made_of_entities_are_not_read():
    bomb = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    started = time.process_time()

    found = feed.links(rss(ITEM.replace("Мост", "&i;"), f'<!DOCTYPE rss [<!ENTITY a "aaaa">{bomb}]>'), BASE)

    assert "broken" == found.outcome
    assert time.process_time() - started < 1


def test_of_a_very_long_feed_the_first_entries_are_read(monkeypatch):
    monkeypatch.setattr(feed, "MAX_BYTES", 1_000)
    items = "".join(ITEM.replace("/n/1", f"/n/{number}") for number in range(100))

    found = feed.links(rss(items), BASE)

    assert 0 < len(found.links) < 100
    assert "the first 1000 were read" in (found.detail or "")


def test_json_feed_is_read():
    items = [{"url": "/1", "title": "A", "date_published": "2026-03-02T09:00:00+03:00"}, {"id": "tag:2"}, 3]

    found = feed.links(
        json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode(), BASE
    )

    published = Candidate(origin="feed", value="2026-03-02T09:00:00+03:00")
    assert (Link(url="https://vestka.example/1", title="A", published=published),) == found.links


def test_every_entry_that_feedparser_reads_becomes_an_address_with_its_date(bodies):
    """The real feeds and the conformance vectors of ../shared."""
    expected = [(name, *entry) for name, body in bodies for entry in read_by_feedparser(body)]
    named = {
        name: {urls.key(link.url): link for link in feed.links(body, BASE).links} for name, body in bodies
    }

    found = [(name, key, moment_of(named[name].get(key), at)) for name, key, at in expected]

    assert 450 < len(expected)
    assert expected == found


def test_feed_that_names_nothing_says_why(bodies):
    found = {name: feed.links(body, BASE) for name, body in bodies}

    assert [] == [name for name, entries in found.items() if not entries.links and not entries.detail]


@pytest.fixture(scope="module")
def bodies():
    folder = Path(__file__).parent.parent.parent / "shared/data/feeds"
    if not folder.is_dir():
        pytest.skip("this test reads real feeds of ../shared, which is not there: see docs/data.md")
    found = [(file.name, file.read_bytes()) for file in sorted((folder / "real").iterdir())]
    with tarfile.open(folder / "feedparser_vectors.tar.gz") as vectors:
        members = [member for member in vectors.getmembers() if member.isfile()]
        found += [(member.name, vectors.extractfile(member).read()) for member in members]
    return found


def read_by_feedparser(body):
    """Key and time of each entry whose link is an address of a page; None: it has no time."""
    for entry in feedparser.parse(io.BytesIO(body)).entries:
        with contextlib.suppress(ValueError):
            url = urljoin(BASE, entry.get("link", "").strip())
            if entry.get("link") and urls.is_address(url):
                yield (
                    urls.key(url),
                    to_the_minute(next((entry[name] for name in DATES if entry.get(name)), None)),
                )


def to_the_minute(stamp):
    return stamp and datetime.fromtimestamp(calendar.timegm(stamp), UTC).replace(second=0)


def moment_of(link, expected):
    """When a link says it came out; of a bare day what is expected, if that is on it."""
    if link is None or link.published is None or expected is None:
        return "not found" if link is None else None
    moment = dates.moment(link.published.value, ZoneInfo("UTC"), datetime(2026, 11, 22, tzinfo=UTC))
    assert moment, link
    is_on_day = moment.precision == "day" and moment.at.date() == expected.date()
    return expected if is_on_day else moment.at
