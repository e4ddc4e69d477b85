from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dazor.digest.readers import Reader
from dazor.digest.when import Morning

VILNIUS = ZoneInfo("Europe/Vilnius")


DESK = Reader(id="desk", zone=VILNIUS, send_at=time(7, 30))
CAME = datetime(2024, 5, 1, tzinfo=UTC)


def at(day, hour, minute=0):
    """A time of May 2024 in Vilnius."""
    return datetime(2024, 5, day, hour, minute, tzinfo=VILNIUS)


def test_it_is_due_from_its_time_on_until_it_is_made():
    made = at(29, 7, 30)

    assert [False, True, False] == [
        DESK.is_due((made, CAME), at(30, 7, 29)),
        DESK.is_due((made, CAME), at(30, 7, 30)),
        DESK.is_due((at(30, 7, 30), CAME), at(30, 23)),
    ]


def test_the_first_one_comes_on_the_first_day_not_before_its_time():
    assert [False, True, True] == [
        DESK.is_due((None, at(30, hour)), at(30, hour, minute)) for hour, minute in ((5, 0), (7, 30), (12, 0))
    ]


def test_a_missed_one_is_made_at_once_and_the_next_at_its_time():
    made, woken = at(28, 7, 30), at(30, 5)

    assert DESK.is_due((made, CAME), woken)
    assert (date(2024, 5, 29),) == DESK.missed((made, CAME), woken)
    assert not DESK.is_due((woken, CAME), at(30, 7, 29))
    assert DESK.is_due((woken, CAME), at(30, 7, 30))


@pytest.mark.parametrize(
    "utc", [datetime(2024, 3, 31, 4, 30, tzinfo=UTC), datetime(2024, 10, 27, 5, 30, tzinfo=UTC)]
)
def test_summer_time_moves_it_with_the_clock_on_the_wall(utc):
    last = (utc - timedelta(hours=22), CAME)

    assert DESK.is_due(last, utc)
    assert not DESK.is_due(last, utc.replace(minute=29))


def test_a_clock_set_back_makes_no_second_digest():
    assert not DESK.is_due((datetime(2024, 6, 2, tzinfo=UTC), CAME), at(30, 9))


def test_mornings_without_a_digest_are_made_good():
    assert (date(2024, 5, 28), date(2024, 5, 29)) == DESK.missed((at(27, 7, 30), CAME), at(30, 9))
    assert () == DESK.missed((at(29, 8), CAME), at(30, 9))


def test_a_new_subscriber_missed_only_mornings_after_coming():
    assert (date(2024, 5, 29),) == DESK.missed((None, at(29, 7)), at(30, 9))
    assert () == DESK.missed((None, at(29, 12)), at(30, 9))
    assert () == DESK.missed((None, at(30, 9)), at(30, 9))


@given(
    st.lists(st.integers(1, 4000), max_size=40), st.sampled_from(["UTC", "Europe/Vilnius", "Africa/Cairo"])
)
def test_whenever_passes_come_each_day_is_made_once_or_made_good(gaps, zone):
    """A pass after any number of minutes, over two changes of the clock."""
    reader = Reader(id="desk", zone=ZoneInfo(zone), send_at=time(7, 30))
    now = datetime(2024, 10, 20, 1, tzinfo=UTC)
    last, made = now, []
    for gap in gaps:
        now += timedelta(minutes=gap)
        if reader.is_due((last, CAME), now):
            slots = reader._slots((last, CAME), now)
            assert set(reader.missed((last, CAME), now)) <= set(slots)
            made += slots
            last = now

    assert [made[0] + timedelta(days=number) for number in range(len(made))] == made if made else True
    assert len(made) == len(set(made))


def test_times_of_today_have_no_date_and_others_have_one():
    morning = Morning(now=datetime(2024, 1, 2, 6, 0, tzinfo=UTC), zone=VILNIUS)

    assert "07:15" == morning.in_words(datetime(2024, 1, 2, 5, 15, tzinfo=UTC))
    assert "1 January, 23:30" == morning.in_words(datetime(2024, 1, 1, 21, 30, tzinfo=UTC))
    assert "31 December 2023, 12:00" == morning.in_words(datetime(2023, 12, 31, 10, 0, tzinfo=UTC))
