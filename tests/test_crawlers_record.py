from datetime import timedelta

import pytest

from crawlers import record
from crawlers.no_answer import NotAsked
from store import fetches, raws, sources
from store import urls as addresses
from store.errors import StoreError
from tests.errands import NOW, SITE, answer, feed, found, look, state

ETAG = ("ETag", '"1"')


def test_addresses_and_validators_are_kept_together(db):
    new = record.entry_answer(db, look(db), answer(feed("/news/1", "/news/2"), ETAG), NOW)

    assert [f"{SITE}/news/1", f"{SITE}/news/2"] == [address.url for address in new]
    assert '"1"' == look(db).etag


def test_bug_in_the_middle_of_an_answer_leaves_nothing_of_it(db, monkeypatch):
    """Else the next look would get 304, and the addresses would never be found."""
    errand = look(db)
    monkeypatch.setattr(record, "_looked_at", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        record.entry_answer(db, errand, answer(feed("/news/1"), ETAG), NOW)

    assert None is look(db).etag
    assert [0, 0] == [db.value(f"SELECT count(*) FROM {table}") for table in ("url", "fetch")]


def test_known_address_is_not_fetched_twice(db):
    record.entry_answer(db, look(db), answer(feed("/news/1")), NOW)

    assert [] == record.entry_answer(db, look(db), answer(feed("/news/1?utm_source=x")), NOW)


@pytest.mark.parametrize(
    ("path", "reason"), [("@elsewhere.example/news/1", "offsite"), ("/about", "not_an_article")]
)
def test_unwanted_address_is_refused_with_the_reason(db, path, reason):
    record.entry_answer(db, look(db), answer(feed(path)), NOW)

    assert [("refused", reason)] == [(row["state"], row["reason"]) for row in db.rows("SELECT * FROM url")]


def test_body_that_is_no_feed_is_a_failure_and_keeps_the_validators(db):
    record.entry_answer(db, look(db), answer(feed("/news/1"), ETAG), NOW)
    record.entry_answer(db, look(db), answer(b"Hello world", ("ETag", '"2"')), NOW)

    entry = sources.entry(db, look(db).entry_id)

    assert ("bad_entry", NOW, '"1"') == (entry.last_outcome, entry.failing_since, entry.etag)


def test_not_modified_is_good_news(db):
    record.entry_answer(db, look(db), answer(b"Hello world"), NOW)
    record.entry_answer(db, look(db), answer(body=None, outcome="not_modified", status=304), NOW)

    entry = sources.entry(db, look(db).entry_id)

    assert ("not_modified", None) == (entry.last_outcome, entry.failing_since)


def test_last_good_and_last_bad_body_and_what_first_showed_an_address_stay(db):
    bodies = [feed("/news/1"), b"bad 1", feed("/news/1") + b" ", b"bad 2"]
    for body in bodies:
        record.entry_answer(db, look(db), answer(body), NOW)

    hashes = [row["sha256"] for row in db.rows("SELECT sha256 FROM fetch ORDER BY id")]

    assert [True, False, True, True] == [raws.is_kept(db, sha256) for sha256 in hashes]
    assert bodies[2:] == [raws.read(db, sha256) for sha256 in hashes[2:]]
    with pytest.raises(StoreError, match="only their hash"):
        raws.read(db, hashes[1])


def test_first_good_answer_begins_the_watch_of_a_source(db):
    record.entry_answer(db, look(db), answer(b"Hello world"), NOW)
    assert sources.first_collected_at(db, "outlet") is None

    record.entry_answer(db, look(db), answer(feed("/news/1")), NOW + timedelta(hours=1))

    assert NOW + timedelta(hours=1) == sources.first_collected_at(db, "outlet")


def test_good_answer_of_an_article_waits_for_extraction(db):
    errand = found(db)

    record.address_answer(db, errand, answer(b"<p>page", ETAG), NOW)

    assert [b"<p>page"] == [raws.read(db, fetch.sha256) for fetch in fetches.unread(db, 9)]
    assert ("fetched", 1, '"1"') == (state(db, errand).state, state(db, errand).looks, state(db, errand).etag)


def test_redirect_on_the_way_is_a_fetch_of_its_own(db):
    errand = found(db)

    record.redirected(db, errand, answer(body=None, outcome="redirected", status=301, url=f"{SITE}/old"), NOW)

    assert f"{SITE}/old" == db.value("SELECT final_url FROM fetch WHERE outcome = 'redirected'")
    assert "waiting" == state(db, errand).state


@pytest.mark.parametrize(
    ("reason", "expected"),
    [("robots", ("refused", "robots")), ("cooling", ("waiting", "cooling")), ("stopped", ("waiting", None))],
)
def test_address_that_was_not_asked_says_why(db, reason, expected):
    errand = found(db)

    record.not_asked(db, errand, NotAsked(reason), NOW)

    assert expected == tuple(db.row("SELECT state, reason FROM url").values())


@pytest.mark.parametrize(
    ("reason", "expected"), [("robots", "robots"), ("over_budget", None), ("store", None)]
)
def test_entry_point_that_was_not_asked_says_why(db, reason, expected):
    errand = look(db)

    record.not_asked(db, errand, NotAsked(reason), NOW)

    assert expected == sources.entry(db, errand.entry_id).last_outcome


def test_site_that_names_a_time_is_left_alone_until_then(db):
    errand = found(db)

    record.not_asked(db, errand, NotAsked("cooling", NOW + timedelta(hours=3)), NOW)

    assert [] == addresses.due(db, "outlet", NOW + timedelta(minutes=179), 9)
    assert 1 == len(addresses.due(db, "outlet", NOW + timedelta(minutes=181), 9))


def test_wish_counts_for_a_day_at_most(db):
    busy = answer(b"", ("Retry-After", "9999999"), outcome="too_many_requests", status=429)

    record.entry_answer(db, look(db), busy, NOW)

    assert NOW + timedelta(days=1) == sources.entry(db, look(db).entry_id).next_look_at


def test_bug_keeps_the_bytes_and_tries_again(db):
    errand = found(db)

    record.bug(db, errand, answer(b"strange"), NOW)

    (row,) = db.rows("SELECT sha256 FROM fetch WHERE kind = 'article'")
    assert b"strange" == raws.read(db, row["sha256"])
    assert [] == fetches.unread(db, 9)
    assert ("waiting", 1) == (state(db, errand).state, state(db, errand).attempts)


def test_bug_at_an_entry_point_is_its_outcome(db):
    record.bug(db, look(db), answer(b"strange"), NOW)

    assert "bug" == sources.entry(db, look(db).entry_id).last_outcome


def test_article_is_fetched_though_its_twin_was_refused_before(db):
    """The pattern leaves the twin out; both have one key."""
    record.entry_answer(db, look(db), answer(feed("/special/news/1")), NOW)

    (address,) = record.entry_answer(db, look(db), answer(feed("/news/1")), NOW)

    assert (f"{SITE}/news/1", "waiting") == (address.url, address.state)
    assert [] == record.entry_answer(db, look(db), answer(feed("/special/news/1", "/news/1")), NOW)
