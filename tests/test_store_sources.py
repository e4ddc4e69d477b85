from dataclasses import replace
from datetime import timedelta

import pytest
import shelf

from store import documents, sources, times, urls
from store.types import Link

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def entry(db):
    return shelf.add_source(db)


def change(db, function, *args, **named):
    with db.transaction():
        return function(db, *args, **named)


def look(db, entry, at, outcome="ok", **named):
    is_good = outcome in ("ok", "not_modified")
    change(
        db,
        sources.looked_at,
        entry.id,
        outcome=outcome,
        is_good=is_good,
        at=at,
        wait=timedelta(minutes=15),
        **named,
    )
    return sources.entry(db, entry.id)


def test_source_is_as_its_file_says_now(db, entry, now):
    change(db, sources.started, "prudok", now)
    change(
        db,
        sources.save,
        id="prudok",
        name="Prudok Today",
        kind="site",
        zone="Europe/Warsaw",
        languages=["pl"],
        usual_per_day=None,
        is_on=False,
    )

    (row,) = sources.health(db)
    assert ("Prudok Today", 0, None) == (row["name"], row["is_on"], row["usual_per_day"])
    assert now == sources.first_collected_at(db, "prudok")


def test_entry_point_keeps_its_memory_when_it_is_saved_again(db, entry):
    change(db, sources.keep_validators, entry.id, '"a"', None)

    again = change(db, sources.save_entry, "prudok", "sitemap", entry.url)
    assert replace(entry, kind="sitemap", etag='"a"') == again
    assert [again] == sources.entries(db)


def test_good_look_says_when_the_next_is_due(db, entry, now):
    seen = look(db, entry, now)

    assert (now, now + timedelta(minutes=15)) == (seen.last_good_at, seen.next_look_at)
    assert ("ok", 0, None) == (seen.last_outcome, seen.bad_looks, seen.failing_since)


def test_failure_lasts_since_the_first_bad_look(db, entry, now):
    look(db, entry, now, "timeout")
    seen = look(db, entry, now + HOUR, "not_found")

    assert ("not_found", 2, now, None) == (
        seen.last_outcome,
        seen.bad_looks,
        seen.failing_since,
        seen.last_good_at,
    )


def test_good_look_ends_a_failure(db, entry, now):
    look(db, entry, now, "timeout")
    seen = look(db, entry, now + HOUR, "not_modified")

    assert (0, None, now + HOUR) == (seen.bad_looks, seen.failing_since, seen.last_good_at)


def test_look_that_found_something_new_is_remembered(db, entry, now):
    look(db, entry, now, found_new=True)
    look(db, entry, now + HOUR)

    assert "2024-05-30T05:30:00.000+00:00" == db.value("SELECT last_new_at FROM entry")


def test_validators_are_those_of_the_last_body(db, entry):
    change(db, sources.keep_validators, entry.id, '"a"', "Thu")
    change(db, sources.keep_validators, entry.id, None, "Fri")

    seen = sources.entry(db, entry.id)
    assert (None, "Fri") == (seen.etag, seen.last_modified)


def test_newest_post_never_goes_back(db, entry):
    change(db, sources.seen_post, entry.id, 120)
    change(db, sources.seen_post, entry.id, 110)

    assert 120 == sources.entry(db, entry.id).newest_post


@pytest.mark.parametrize("is_good", [True, False])
def test_body_of_an_entry_point_gives_back_the_one_it_replaces(db, entry, is_good):
    keep = [change(db, sources.keep_body, entry.id, sha, is_good=is_good) for sha in ("a", "a", "b", "c")]

    assert [None, None, "a", "b"] == keep
    assert None is change(db, sources.keep_body, entry.id, "d", is_good=not is_good)


def test_source_is_collected_since_its_first_good_answer(db, now):
    assert None is sources.first_collected_at(db, "prudok")

    assert now == change(db, sources.started, "prudok", now)
    assert now == change(db, sources.started, "prudok", now + HOUR)
    assert now == sources.first_collected_at(db, "prudok")


def test_health_tells_every_way_in_and_what_came(db, entry, now):
    listing = change(db, sources.save_entry, "prudok", "listing", "https://prudok.example/news")
    look(db, entry, now)
    look(db, listing, now + HOUR, "timeout")
    documents.save(db, shelf.arrival("Мост открыт.", now))
    for key in ("a", "b"):
        change(db, urls.save, "prudok", key, Link(url=key), entry=entry.id, found_at=now)
    change(db, urls.refused, 2, "robots")

    (row,) = sources.health(db)
    assert (1, "timeout") == (row["has_good_entry"], row["outcomes"])
    assert (1, 1, 1) == (row["documents"], row["waiting"], row["refused"])
    assert row["failing_since"] > row["last_good_at"] == row["last_document_at"]


def test_source_that_was_never_looked_at_is_in_the_health_too(db):
    (row,) = sources.health(db)

    assert (None, None, None) == (row["has_good_entry"], row["outcomes"], row["last_good_at"])
    assert (0, 0, None) == (row["documents"], row["waiting"], row["last_document_at"])


def test_source_that_asks_for_it_is_left_alone(db, entry, now):
    """What is due later anyway stays where it is; other sources are not meant."""
    other = shelf.add_source(db, "zavod")
    listing = change(db, sources.save_entry, "prudok", "listing", "https://prudok.example/news")
    look(db, listing, now + 5 * HOUR)
    for key in ("waits", "is read"):
        change(db, urls.save, "prudok", key, Link(url=key), entry=entry.id, found_at=now)
    change(db, urls.fetched, 2, next_look_at=None)
    change(db, sources.leave_alone, "prudok", now + HOUR)

    looks = [sources.entry(db, one.id).next_look_at for one in (entry, listing, other)]
    assert [now + HOUR, now + timedelta(hours=5, minutes=15), None] == looks
    assert [] == urls.due(db, "prudok", now, 9)
    assert ["waits"] == [address.key for address in urls.due(db, "prudok", now + HOUR, 9)]


def test_addresses_that_are_too_old_are_not_counted_as_refused(db, now):
    """A new sitemap names tens of thousands."""
    entry = shelf.add_source(db)
    with db.transaction():
        for name, why in (("old", "too_old"), ("closed", "robots")):
            link = Link(url=f"https://x.example/{name}")
            urls.refused(db, urls.save(db, "prudok", name, link, entry=entry.id, found_at=now), why)

    assert [1] == [row["refused"] for row in sources.health(db)]


def test_hours_in_which_a_source_publishes_leave_out_its_first_day_and_backfill(db, now):
    start = now - timedelta(days=10)
    change(db, sources.started, "prudok", start)
    columns = "source, kind, key, url, first_seen_at, is_backfill"
    add = f"INSERT INTO document ({columns}) VALUES (?, 'article', ?, '', ?, ?)"
    hours = {1: 0, 30: 0, 31: 0, 48: 1}  # after the start: whether it is backfill
    for hour, is_backfill in hours.items():
        at = times.text(start + timedelta(hours=hour))
        change(db, lambda db, *row: db.write(add, row), "prudok", str(hour), at, is_backfill)
    found, watched = sources.per_hour(db, "prudok", now - timedelta(days=28), now)

    assert ({11: 1, 12: 1}, timedelta(days=9)) == ({at: n for at, n in enumerate(found) if n}, watched)


def test_source_that_was_never_collected_has_no_hours(db, entry, now):
    assert ([0] * 24, timedelta(0)) == sources.per_hour(db, "prudok", now - timedelta(days=28), now)


def test_entry_point_became_due_only_after_the_time_asked_for(db, entry, now):
    look(db, entry, now)
    due_at = now + timedelta(minutes=15)

    assert sources.became_due(db, now, due_at)
    assert not sources.became_due(db, now, due_at - timedelta(seconds=1))
    assert not sources.became_due(db, due_at, due_at + timedelta(hours=1))
