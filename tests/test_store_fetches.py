import hashlib
from datetime import timedelta

import pytest
import shelf

from store import fetches, raws, urls
from store.types import Link


@pytest.fixture(autouse=True)
def entry(db):
    return shelf.add_source(db)


@pytest.fixture
def url_id(db, entry, now):
    with db.transaction():
        return urls.save(
            db, "prudok", "prudok.example/news/1", Link(url=shelf.URL), entry=entry.id, found_at=now
        )


def test_fetch_keeps_what_was_asked_and_answered(db, entry, url_id, now):
    asked = shelf.fetch(
        now,
        entry=entry.id,
        url_id=url_id,
        final_url="https://prudok.example/news/1/",
        redirects=("https://prudok.example/news/1",),
        request_headers=(("Accept", "text/html"),),
        response_headers=(("ETag", '"a"'), ("Server", "Прудок")),
        server_address="127.0.1.1",
        content_type="text/html",
    )
    with db.transaction():
        fetch_id = fetches.save(db, asked, b"page")

    row = db.row("SELECT * FROM fetch WHERE id = ?", (fetch_id,))
    assert '[["ETag", "\\"a\\""], ["Server", "Прудок"]]' == row["response_headers"]
    assert '["https://prudok.example/news/1"]' == row["redirects"]
    assert (4, hashlib.sha256(b"page").hexdigest()) == (row["size_bytes"], row["sha256"])
    assert b"page" == raws.read(db, fetches.sha256(db, fetch_id))


def test_fetch_without_a_body_keeps_none(db, now):
    fetch_id = shelf.add_fetch(db, now, outcome="dns", status=None)

    assert (None, None) == tuple(
        db.row("SELECT size_bytes, sha256 FROM fetch WHERE id = ?", (fetch_id,)).values()
    )
    assert 0 == db.value("SELECT count(*) FROM raw")


def test_empty_body_is_a_body(db, now):
    fetch_id = shelf.add_fetch(db, now, b"")

    assert b"" == raws.read(db, fetches.sha256(db, fetch_id))


def test_outcome_of_no_list_is_a_bug(db, now):
    with pytest.raises(ValueError, match="not an outcome: 'strange'"):
        shelf.add_fetch(db, now, outcome="strange")

    assert 0 == db.value("SELECT count(*) FROM fetch")


def test_unread_fetches_come_oldest_first(db, url_id, now):
    for minutes, is_unread in ((0, True), (1, False), (2, True), (3, True)):
        at = now + timedelta(minutes=minutes)
        shelf.add_fetch(db, at, b"page", is_unread=is_unread, url_id=url_id)

    assert [1, 3] == [fetch.id for fetch in fetches.unread(db, limit=2)]


def test_read_fetch_waits_no_more(db, now):
    fetch_id = shelf.add_fetch(db, now, b"page", is_unread=True)
    with db.transaction():
        fetches.mark_read(db, fetch_id)

    assert [] == fetches.unread(db, limit=9)


@pytest.mark.parametrize(
    ("final_url", "expected"),
    [(None, shelf.URL), ("https://m.prudok.example/1", "https://m.prudok.example/1")],
)
def test_unread_fetch_says_where_its_body_came_from(db, now, final_url, expected):
    shelf.add_fetch(db, now, b"page", is_unread=True, final_url=final_url)

    (unread,) = fetches.unread(db, limit=9)
    assert (shelf.URL, expected) == (unread.url, unread.final_url)
    assert (now, "prudok", "article", "ok") == (unread.at, unread.source, unread.kind, unread.outcome)


def test_newest_robots_answer_counts_for_its_time(db, now):
    robots = "https://prudok.example/robots.txt"
    shelf.add_fetch(db, now, b"Disallow:", kind="robots", url=robots, source=None)
    shelf.add_fetch(db, now, outcome="server_error", kind="robots", url=robots, source=None, status=503)
    shelf.add_fetch(db, now, b"other", kind="robots", url="https://zavod.example/robots.txt", source=None)

    assert "server_error" == fetches.last_robots(db, robots, now)["outcome"]
    assert None is fetches.last_robots(db, robots, now + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("outcome", "expected"), [("ok", True), ("not_modified", True), ("not_found", False), ("timeout", False)]
)
def test_source_answers_while_something_good_comes(db, now, outcome, expected):
    shelf.add_fetch(db, now, outcome=outcome)

    assert expected == fetches.answered_since(db, "prudok", now)
    assert not fetches.answered_since(db, "prudok", now + timedelta(seconds=1))
    assert not fetches.answered_since(db, "zavod", now)


def test_failures_before_are_those_of_the_same_address(db, url_id, now):
    for body, changes in (
        (b"first", {"url_id": url_id, "outcome": "forbidden"}),
        (b"page", {"url_id": url_id}),
        (b"elsewhere", {"outcome": "forbidden"}),
        (None, {"url_id": url_id, "outcome": "timeout"}),
        (b"last", {"url_id": url_id, "outcome": "forbidden"}),
    ):
        last = shelf.add_fetch(db, now, body, **changes)

    assert [hashlib.sha256(b"first").hexdigest(), None] == fetches.failures_before(db, last)


def test_newest_waiting_comes_first_but_each_page_in_its_order(db, entry, url_id, now):
    with db.transaction():
        other = urls.save(
            db, "prudok", "prudok.example/news/2", Link(url=f"{shelf.URL}2"), entry=entry.id, found_at=now
        )
    found = [
        shelf.add_fetch(db, now, b"page %d" % number, is_unread=True, url_id=one, entry=entry.id)
        for number, one in enumerate((url_id, other, url_id))
    ]
    first, second, again = found

    assert [first, second] == [one.id for one in fetches.unread_newest_first(db, 9)]
    with db.transaction():
        fetches.mark_read(db, first)
    assert [again, second] == [one.id for one in fetches.unread_newest_first(db, 9)]
    assert [again] == [one.id for one in fetches.unread_newest_first(db, 1)]


def test_previews_of_a_channel_wait_in_their_order(db, entry, now):
    found = [
        shelf.add_fetch(db, now, b"%d" % number, is_unread=True, kind="preview", entry=entry.id)
        for number in range(2)
    ]

    assert found[:1] == [one.id for one in fetches.unread_newest_first(db, 9)]


def test_it_is_known_whether_something_waits(db, now):
    assert not fetches.has_unread(db)
    shelf.add_fetch(db, now, b"page", is_unread=True)
    assert fetches.has_unread(db)
