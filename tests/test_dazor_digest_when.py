from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from dazor.digest.when import Morning, is_due, missed

VILNIUS = ZoneInfo("Europe/Vilnius")
HALF_PAST_SEVEN = time(7, 30)


def due(last_day, now):
    return is_due(last_day, now, zone=VILNIUS, send_at=HALF_PAST_SEVEN)


def test_it_is_due_from_its_time_on_until_it_is_made():
    before, after = datetime(2024, 5, 30, 4, 29, tzinfo=UTC), datetime(2024, 5, 30, 4, 30, tzinfo=UTC)

    assert [False, True, True, False] == [
        due(None, before),
        due(None, after),
        due(date(2024, 5, 29), after),
        due(date(2024, 5, 30), after),
    ]


@pytest.mark.parametrize(
    "utc", [datetime(2024, 3, 31, 4, 30, tzinfo=UTC), datetime(2024, 10, 27, 5, 30, tzinfo=UTC)]
)
def test_summer_time_moves_it_with_the_clock_on_the_wall(utc):
    assert due(None, utc)
    assert not due(None, utc.replace(minute=29))


def test_a_clock_set_back_makes_no_second_digest():
    assert not due(date(2024, 6, 2), datetime(2024, 5, 30, 6, 0, tzinfo=UTC))


def made_good(last_day, since, now):
    return missed(last_day, since, now, zone=VILNIUS, send_at=HALF_PAST_SEVEN)


def test_mornings_without_a_digest_are_made_good():
    came, now = datetime(2024, 5, 1, tzinfo=UTC), datetime(2024, 5, 30, 6, 0, tzinfo=UTC)

    assert (date(2024, 5, 28), date(2024, 5, 29)) == made_good(date(2024, 5, 27), came, now)
    assert () == made_good(date(2024, 5, 29), came, now)


def test_a_new_subscriber_missed_only_mornings_after_coming():
    now = datetime(2024, 5, 30, 6, 0, tzinfo=UTC)
    early, late = datetime(2024, 5, 29, 4, 0, tzinfo=UTC), datetime(2024, 5, 29, 9, 0, tzinfo=UTC)

    assert (date(2024, 5, 29),) == made_good(None, early, now)
    assert () == made_good(None, late, now)
    assert () == made_good(None, now, now)


def test_times_of_today_have_no_date_and_others_have_one():
    morning = Morning(now=datetime(2024, 1, 2, 6, 0, tzinfo=UTC), zone=VILNIUS)

    assert "07:15" == morning.in_words(datetime(2024, 1, 2, 5, 15, tzinfo=UTC))
    assert "1 January, 23:30" == morning.in_words(datetime(2024, 1, 1, 21, 30, tzinfo=UTC))
    assert "31 December 2023, 12:00" == morning.in_words(datetime(2023, 12, 31, 10, 0, tzinfo=UTC))
