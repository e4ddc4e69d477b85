"""Is the clock right, by the dates in the answers of sites."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from dazor.health import clock
from store import fetches, sources
from store.fetches import Fetch
from tests.newsdesk import add_source


def answered(db, source, at, ahead, *more, server="192.0.2.7"):
    """A site answers at a time by our clock, which is ahead of its own."""
    add_source(db, source, source)
    headers = (("Date", format_datetime(at - ahead, usegmt=True)), *more)
    with db.transaction():
        entry = sources.save_entry(db, source, "feed", f"https://{source}.example/feed")
        fetches.save(
            db,
            Fetch(
                kind="feed",
                url=entry.url,
                at=at,
                outcome="ok",
                status=200,
                source=source,
                entry=entry.id,
                response_headers=headers,
                server_address=server,
            ),
        )


def test_clock_that_is_wrong_is_told(db, now):
    for number, source in enumerate("abc"):
        answered(db, source, now - timedelta(minutes=number), timedelta(minutes=7))

    ((why, _),) = clock.found(db, now).values()
    assert "the clock of this machine is 7 min ahead of the clocks of most sites." == why


@pytest.mark.parametrize(
    ("aheads", "hours_ago"),
    [([0, 1, 2], 0), ([7, 7], 0), ([0, 0, 0, 300, 300], 0), ([7, 7, 7], 30)],
    ids=["right", "two sites", "two wrong sites", "old answers"],
)
def test_clock_is_not_accused(db, now, aheads, hours_ago):
    for number, ahead in enumerate(aheads):
        answered(db, f"s{number}", now - timedelta(hours=hours_ago), timedelta(minutes=ahead))

    assert {} == clock.found(db, now)


def test_clock_behind_is_told_in_hours(db, now):
    for source in "abc":
        answered(db, source, now, timedelta(hours=-3))

    assert "3 h behind" in clock.found(db, now)["clock", "machine"][0]


def test_answer_out_of_a_cache_has_its_age_added():
    headers = (("date", "Thu, 30 May 2024 05:00:00 GMT"), ("Age", "1800"))

    assert datetime(2024, 5, 30, 5, 30, tzinfo=UTC) == clock.site_time(headers)


@pytest.mark.parametrize("headers", [(), (("Date", "today"),), (("Date", ""),), (("Date", "x" * 10_000),)])
def test_site_that_says_no_time_is_not_asked_further(headers):
    assert clock.site_time(headers) is None


@pytest.mark.parametrize("age", ["-", "9" * 40])
def test_absurd_age_is_no_time(age):
    assert clock.site_time((("Date", "Thu, 30 May 2024 05:00:00 GMT"), ("Age", age))) is None


def test_servers_of_this_machine_tell_nothing(db, now):
    for source in "abc":
        answered(db, source, now, timedelta(hours=9), server="127.0.0.5")

    assert {} == clock.found(db, now)
