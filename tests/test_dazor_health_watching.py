"""Sources as they are listened to: what came, what was to be expected, and why nothing comes."""

from datetime import timedelta

import pytest

from dazor.catalogue import Source
from dazor.health.listening import masked
from dazor.health.watching import watched
from store import fetches, runs, sources, urls
from store.fetches import Fetch
from store.types import Link
from tests.errands import OUTLET
from tests.newsdesk import add_text

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SILENT_H = 48


@pytest.fixture
def outlet(db, now):
    """A source that brought twenty texts a day for nine weeks, and nothing for two days; its entry point."""
    start = now - timedelta(weeks=9)
    with db.transaction():
        save(db, OUTLET)
        sources.started(db, OUTLET.id, start - DAY)
        entry = sources.save_entry(db, OUTLET.id, "feed", OUTLET.entries[0].url)
        sources.looked_at(db, entry.id, outcome="ok", is_good=True, at=now, wait=HOUR, found_new=True)
        fill(db, start, now - SILENT_H * HOUR)
        look(db, start, now)
    return entry


def save(db, source: Source):
    sources.save(
        db,
        id=source.id,
        name=source.name,
        kind=source.kind,
        zone=source.zone,
        languages=source.languages,
        usual_per_day=None,
        is_on=True,
    )


def fill(db, start, end, every=DAY / 20):
    for number in range((end - start) // every):
        add_text(db, OUTLET.id, f"{start:%m%d%H}{number}", "Words.", start + number * every)


def look(db, start, end, job="web"):
    """Runs of the crawl, one an hour."""
    for number in range((end - start) // HOUR + 1):
        at = start + number * HOUR
        run = runs.begin(db, job, at)
        runs.end(db, run, outcome="ok", counts={}, message=None, at=at + timedelta(minutes=1))


def judged(db, now):
    (one,) = watched(db, [OUTLET], now)
    return one


def test_silence_is_told_with_what_was_to_be_expected(db, outlet, now):
    one = judged(db, now)

    assert "quiet" == one.state
    assert "has brought nothing in 2 days; 41 texts were to be expected: " in one.why
    assert now - SILENT_H * HOUR == pytest.approx(one.since, abs=HOUR)
    assert (0, pytest.approx(20, abs=2)) == (one.received, one.expected)


def test_source_that_goes_on_is_not_quiet(db, outlet, now):
    with db.transaction():
        fill(db, now - SILENT_H * HOUR, now)

    one = judged(db, now)

    assert ("works", 20) == (one.state, one.received)


def test_silence_while_the_crawl_did_not_run_is_none(db, outlet, now):
    with db.transaction():
        db.write("DELETE FROM run WHERE started_at > ?", ((now - SILENT_H * HOUR).isoformat(),))

    assert "works" == judged(db, now).state


def test_silence_while_fetches_wait_to_be_read_is_none(db, outlet, now):
    fetch = Fetch(kind="article", url="https://outlet.example/1", at=now - SILENT_H * HOUR, outcome="ok")
    with db.transaction():
        fetches.save(db, fetch, b"<p>", is_unread=True)

    assert "works" == judged(db, now).state


def test_failure_that_is_known_is_no_silence(db, outlet, now):
    with db.transaction():
        for hours in (2, 1):
            at = now - hours * HOUR
            sources.looked_at(db, outlet.id, outcome="dns", is_good=False, at=at, wait=HOUR)

    assert "failing" == judged(db, now).state


def test_silence_of_months_is_still_one(db, outlet, now):
    with db.transaction():
        look(db, now + HOUR, now + 90 * DAY)

    one = judged(db, now + 90 * DAY)

    assert "quiet" == one.state
    assert now - SILENT_H * HOUR == pytest.approx(one.since, abs=HOUR)


def answer(db, entry, at, body):
    fetch = Fetch(kind="feed", url=entry.url, at=at, outcome="ok", source=OUTLET.id, entry=entry.id)
    fetches.save(db, fetch, body)


def name(db, entry, at, *paths, refused=None):
    for path in paths:
        found = Link(url=f"https://outlet.example{path}")
        urls.save(db, OUTLET.id, path, found, entry=entry.id, found_at=at)
        if refused:
            db.write("UPDATE url SET state = 'refused', reason = ? WHERE key = ?", (refused, path))


@pytest.mark.parametrize(
    ("bodies", "reason"), [([b"same"] * 4, "same_answer"), ([b"1", b"2", b"3", b"4"], "nothing_new")]
)
def test_list_that_stands_still_is_told_from_one_that_names_nothing(db, outlet, now, bodies, reason):
    with db.transaction():
        for hours, body in enumerate(bodies, start=1):
            answer(db, outlet, now - hours * HOUR, body)

    assert (reason,) == judged(db, now).reasons


@pytest.mark.parametrize(
    ("refused", "reason"),
    [
        ("not_an_article", "other_addresses"),
        ("too_old", "dates_stuck"),
        ("robots", "robots"),
        (None, "waiting"),
    ],
)
def test_addresses_that_give_no_text_say_why(db, outlet, now, refused, reason):
    with db.transaction():
        name(db, outlet, now - HOUR, "/1", "/2", "/3", refused=refused)

    assert (reason,) == judged(db, now).reasons


def test_pause_of_the_crawl_is_masked_and_its_rhythm_is_not(now):
    looks = [(now + n * 6 * HOUR, now + n * 6 * HOUR) for n in (1, 2, 3, 4, 9, 10, 11)]

    seen = masked([0] * 11 * 24, now, looks, now + 66 * HOUR)

    assert [24 * n // 6 * 6 for n in (4, 9)] == [seen.index(None), len(seen) - seen[::-1].index(None)]


def test_first_day_of_a_source_says_nothing_of_what_is_usual(db, now):
    with db.transaction():
        save(db, OUTLET)
        sources.started(db, OUTLET.id, now - 20 * HOUR)
        fill(db, now - 20 * HOUR, now)

    assert (None, None) == (judged(db, now).received, judged(db, now).expected)
