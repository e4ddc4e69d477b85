"""Bytes of feeds, lists and previews two weeks later: evidence goes to the archive, the rest goes."""

import hashlib
from datetime import timedelta

import pytest
import shelf

from store import chain, old_looks, raws, urls
from store.types import Link

LATER = timedelta(days=15)


@pytest.fixture
def entry(db):
    return shelf.add_source(db)


def look(db, at, body, entry, **changes):
    """One look at the feed; the hash of what it gave."""
    given = {"kind": "feed", "entry": entry.id, "url": entry.url}
    shelf.add_fetch(db, at, body, **given | changes)
    return hashlib.sha256(body).hexdigest()


def find(db, at, entry):
    with db.transaction():
        link = Link(url="https://prudok.example/news/7")
        urls.save(db, "prudok", "prudok.example/news/7", link, entry=entry.id, found_at=at)


def test_look_that_showed_nothing_new_leaves_its_hash(db, now, entry):
    sha256 = look(db, now, b"<rss/>", entry)

    assert 1 == old_looks.tidy(db, now + LATER)

    assert not raws.is_kept(db, sha256)
    assert sha256 == db.value("SELECT sha256 FROM fetch")
    assert chain.broken_at(db) is None


def test_two_weeks_are_waited(db, now, entry):
    sha256 = look(db, now, b"<rss/>", entry)

    old_looks.tidy(db, now + timedelta(days=13))

    assert raws.is_kept(db, sha256)


def test_look_that_first_showed_an_address_goes_to_the_archive(db, now, entry):
    sha256 = look(db, now, b"<rss>7</rss>", entry)
    find(db, now, entry)
    look(db, now + timedelta(hours=1), b"<rss>7 </rss>", entry)

    old_looks.tidy(db, now + LATER)

    assert [b"<rss>7</rss>", False] == [raws.read(db, sha256), raws.is_received(db, sha256)]
    assert 1 == db.value("SELECT count(*) FROM raw WHERE month IS NOT NULL")


def test_look_that_only_showed_its_own_next_page_goes(db, now, entry):
    sha256 = look(db, now, b"<rss>page 2</rss>", entry)
    find(db, now, entry)
    with db.transaction():
        db.write("UPDATE url SET page = 1")

    old_looks.tidy(db, now + LATER)

    assert not raws.is_kept(db, sha256)


def test_preview_that_first_missed_a_post_goes_to_the_archive(db, now, entry):
    sha256 = look(db, now, b"<html/>", entry, kind="preview")
    with db.transaction():
        db.write(
            """
            INSERT INTO document (source, kind, key, url, first_seen_at, is_backfill, absent_since)
            VALUES ('prudok', 'post', '7', 'u', ?, 0, ?)
            """,
            (now.isoformat(), db.value("SELECT at FROM fetch")),
        )

    old_looks.tidy(db, now + LATER)

    assert b"<html/>" == raws.read(db, sha256)


@pytest.mark.parametrize("column", ["good_raw", "bad_raw"])
def test_last_good_and_last_bad_body_of_an_entry_point_stay(db, now, entry, column):
    sha256 = look(db, now, b"<rss/>", entry)
    with db.transaction():
        db.write(f"UPDATE entry SET {column} = ?", (sha256,))

    assert 0 == old_looks.tidy(db, now + LATER)
    assert raws.is_kept(db, sha256)


def test_bytes_that_came_again_since_stay(db, now, entry):
    """As robots.txt, which is asked for every day and says the same for years."""
    sha256 = look(db, now, b"User-agent: *", entry, kind="robots")
    look(db, now + timedelta(days=10), b"User-agent: *", entry, kind="robots")

    old_looks.tidy(db, now + LATER)

    assert raws.is_kept(db, sha256)


def test_what_waits_to_be_read_stays(db, now, entry):
    sha256 = look(db, now, b"<html/>", entry, kind="preview", is_unread=True)

    old_looks.tidy(db, now + LATER)

    assert raws.is_kept(db, sha256)
