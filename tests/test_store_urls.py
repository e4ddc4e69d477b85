from datetime import timedelta

import pytest
import shelf

from store import documents, urls
from store.types import Candidate, Link

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def entry(db):
    return shelf.add_source(db)


@pytest.fixture
def add(db, entry, now):
    """`add(key)`: an address that the feed names."""

    def put(key, source="prudok", **link):
        link = Link(url=f"https://{key}", **link)
        with db.transaction():
            return urls.save(db, source, key, link, entry=entry.id, found_at=now)

    return put


def change(db, function, *args, **named):
    with db.transaction():
        function(db, *args, **named)


def due(db, now, limit=9):
    return [address.key for address in urls.due(db, "prudok", now, limit)]


def state(db, url_id):
    return tuple(db.row("SELECT state, reason, attempts, looks FROM url WHERE id = ?", (url_id,)).values())


def test_new_address_waits_as_its_entry_point_gave_it(db, add, entry, now):
    date = Candidate(origin="feed", value="Thu, 30 May 2024 08:00:00 +0300")
    url_id = add("a.example/1", title="Мост открыт", published=date, rubric="Дороги")

    found = urls.find(db, url_id)
    expected = Link(url="https://a.example/1", title="Мост открыт", published=date, rubric="Дороги")
    assert expected == found.link
    assert ("waiting", now, entry.id, 0, 0) == (
        found.state,
        found.found_at,
        found.entry,
        found.attempts,
        found.looks,
    )


def test_known_address_stays_as_it_was_first_found(db, add):
    url_id = add("a.example/1", title="Мост открыт")

    assert None is add("a.example/1", title="Мост закрыт")
    assert "Мост открыт" == urls.find(db, url_id).link.title


def test_two_sources_may_name_one_address(db, add):
    shelf.add_source(db, "zavod")

    assert add("a.example/1") != add("a.example/1", source="zavod")


def test_waiting_come_before_looks_and_newest_first(db, add, now):
    for key in "abcd":
        add(key)
    for url_id in (1, 3):
        change(db, urls.fetched, url_id, next_look_at=now)

    assert ["d", "b", "c", "a"] == due(db, now)
    assert ["d", "b"] == due(db, now, limit=2)


def test_nothing_is_due_before_its_time(db, add, now):
    change(db, urls.fetched, add("a"), next_look_at=now + HOUR)
    change(db, urls.failed, add("b"), reason="timeout", next_look_at=now + HOUR)

    assert [] == due(db, now)
    assert ["b", "a"] == due(db, now + HOUR)


@pytest.mark.parametrize(
    ("function", "named"),
    [
        (urls.fetched, {"next_look_at": None}),
        (urls.failed, {"reason": "not_found", "next_look_at": None}),
        (urls.refused, {"reason": "robots"}),
    ],
)
def test_what_is_settled_is_never_due(db, add, now, function, named):
    change(db, function, add("a"), **named)

    assert [] == due(db, now + 1000 * HOUR)


def test_other_sources_are_not_due(db, add, now):
    add("a")

    assert [] == urls.due(db, "zavod", now, 9)


def test_fetched_address_remembers_its_validators(db, add, now):
    url_id = add("a")
    change(db, urls.fetched, url_id, next_look_at=now, etag='"one"', last_modified="Thu")
    change(db, urls.fetched, url_id, next_look_at=now, etag='"two"')

    found = urls.find(db, url_id)
    assert ('"two"', "Thu", 2) == (found.etag, found.last_modified, found.looks)


def test_failures_count_until_it_is_given_up(db, add, now):
    url_id = add("a")
    change(db, urls.failed, url_id, reason="timeout", next_look_at=now)
    assert ("waiting", "timeout", 1, 0) == state(db, url_id)
    change(db, urls.failed, url_id, reason="not_found", next_look_at=None)

    assert ("given_up", "not_found", 2, 0) == state(db, url_id)


def test_good_answer_ends_the_count_of_failures(db, add, now):
    url_id = add("a")
    change(db, urls.failed, url_id, reason="timeout", next_look_at=now)
    change(db, urls.fetched, url_id, next_look_at=None)

    assert ("fetched", None, 0, 1) == state(db, url_id)


@pytest.mark.parametrize("again", [None, HOUR])
def test_fetched_address_that_fails_stays_fetched(db, add, now, again):
    url_id = add("a")
    change(db, urls.fetched, url_id, next_look_at=now)
    change(db, urls.failed, url_id, reason="timeout", next_look_at=again and now + again)

    assert ("fetched", "timeout", 1, 1) == state(db, url_id)


def test_refused_address_says_why(db, add):
    url_id = add("a")
    change(db, urls.refused, url_id, "robots")

    assert ("refused", "robots", 0, 0) == state(db, url_id)


def test_postponed_address_is_due_at_the_next_run(db, add, now):
    url_id = add("a")
    change(db, urls.postpone, url_id, "cooling")

    assert ("waiting", "cooling", 0, 0) == state(db, url_id)
    assert ["a"] == due(db, now)


def test_two_addresses_may_lead_to_one_document(db, add, now):
    document = documents.save(db, shelf.arrival("Мост открыт.", now)).id
    for key in ("a", "b"):
        change(db, urls.leads_to, add(key), document)

    assert [document, document] == [urls.find(db, url_id).document for url_id in (1, 2)]


def test_look_is_put_off_or_left(db, add, now):
    url_id = add("a")
    change(db, urls.fetched, url_id, next_look_at=now)
    change(db, urls.look_again, url_id, now + HOUR)
    assert ([], ["a"]) == (due(db, now), due(db, now + HOUR))
    change(db, urls.look_again, url_id, None)

    assert [] == due(db, now + HOUR)


def test_address_without_a_text_says_why(db, add, now):
    url_id = add("a")
    change(db, urls.fetched, url_id, next_look_at=now)
    change(db, urls.explain, url_id, "no_text")

    assert ("fetched", "no_text", 0, 1) == state(db, url_id)


def add_page(db, now, *, back_to, is_backfill=False):
    entry = shelf.add_source(db)
    with db.transaction():
        return urls.save_page(
            db,
            "prudok",
            "prudok.example/page/2",
            "https://prudok.example/page/2",
            entry=entry.id,
            page=1,
            back_to=back_to,
            is_backfill=is_backfill,
            found_at=now,
        )


def test_further_page_is_read_again_when_it_is_wanted_again(db, now):
    page = add_page(db, now, back_to=now)
    with db.transaction():
        urls.fetched(db, page, next_look_at=None)

    assert page == add_page(db, now, back_to=now)
    assert [page] == [address.id for address in urls.due(db, "prudok", now, 9)]


def test_page_that_waits_leads_back_as_far_as_both_wishes_say(db, now):
    add_page(db, now, back_to=now - timedelta(days=30), is_backfill=True)

    found = urls.find(db, add_page(db, now, back_to=now))

    assert (now - timedelta(days=30), True) == (found.back_to, found.is_backfill)


@pytest.mark.parametrize(("reason", "expected"), [("too_old", "waiting"), ("robots", "refused")])
def test_only_what_was_refused_for_a_reason_that_is_over_is_fetched_after_all(db, add, now, reason, expected):
    number = add("prudok.example/special/1")
    with db.transaction():
        urls.refused(db, number, reason)
        urls.want_after_all(
            db,
            "prudok",
            "prudok.example/special/1",
            "https://x.example",
            reasons=["too_old"],
            is_backfill=True,
        )

    assert expected == urls.find(db, number).state


def test_page_has_come_whatever_stands_behind_its_hash(db, add, now):
    page = add("a.example/s/x?before=81#down-to-3")
    assert not urls.is_fetched(db, "prudok", "https://a.example/s/x?before=81")

    change(db, urls.fetched, page, next_look_at=None)

    assert urls.is_fetched(db, "prudok", "https://a.example/s/x?before=81")
    assert not urls.is_fetched(db, "prudok", "https://a.example/s/x?before=8")
