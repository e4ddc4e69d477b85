from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import times

MOMENTS = st.datetimes(timezones=st.just(UTC))


def test_times_are_written_in_utc_with_milliseconds():
    minsk = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=timezone(timedelta(hours=3)))

    assert "2026-03-02T06:00:00.123+00:00" == times.text(minsk)


@pytest.mark.parametrize("write", [times.text, times.optional_text])
def test_naive_time_is_a_bug(write):
    with pytest.raises(ValueError, match="naive"):
        write(datetime.fromisoformat("2026-03-02"))


def test_nothing_stays_nothing():
    assert None is times.optional_text(None)
    assert None is times.optional_moment(None)


@given(MOMENTS)
def test_what_is_written_is_read_to_the_millisecond(moment):
    read = times.moment(times.text(moment))

    assert timedelta(0) <= moment - read < timedelta(milliseconds=1)
    assert read == times.optional_moment(times.optional_text(moment))


@given(MOMENTS, MOMENTS)
def test_order_of_text_is_order_of_time(one, other):
    by_text = times.text(one) <= times.text(other)

    assert by_text or one > other


def test_clock_starts_at_the_given_time_and_goes_on(monkeypatch, now):
    clock = times.Clock(now, began_s=100.0)
    monkeypatch.setattr(times.time, "monotonic", lambda: 102.5)

    assert now + timedelta(seconds=2.5) == clock()


def test_clock_begins_when_it_is_made(now):
    clock = times.Clock(now)

    assert now <= clock() <= clock() < now + timedelta(minutes=1)
