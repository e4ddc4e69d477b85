from datetime import timedelta

import pytest

from crawlers import rhythm
from tests.errands import NOW


def test_young_article_is_looked_at_on_a_falling_rhythm():
    ages = []
    at = NOW
    while look := rhythm.next_look(NOW, at):
        ages.append((look - NOW) / timedelta(hours=1))
        at = look

    assert [1, 2, 4, 8, 16, 32, 48] == ages


def test_article_that_came_out_long_ago_is_not_looked_at_again():
    assert rhythm.next_look(NOW - timedelta(days=30), NOW) is None


def test_missed_looks_are_not_made_good():
    assert NOW + timedelta(hours=8) == rhythm.next_look(NOW, NOW + timedelta(hours=5))


def test_patience_grows_and_ends():
    waits = [rhythm.retry(attempts, NOW) for attempts in range(5)]

    assert sorted(waits[:4]) == waits[:4]
    assert waits[4] is None


PACE = timedelta(minutes=15)
WATCHED = timedelta(days=28)


def of_day(per_day):
    """Texts in each hour over the days watched, all hours alike."""
    return [round(per_day * 28 / 24)] * 24


def test_busy_source_is_looked_at_at_the_pace_of_its_file():
    assert PACE == rhythm.entry_wait(PACE, of_day(240), WATCHED, NOW)


def test_quieter_source_is_looked_at_less_often():
    waits = [rhythm.entry_wait(PACE, of_day(per_day), WATCHED, NOW) for per_day in (240, 40, 20, 12, 2, 0)]

    assert sorted(set(waits)) == list(dict.fromkeys(waits))
    assert (PACE, 4 * PACE) == (waits[0], waits[-1])


@pytest.mark.parametrize("per_day", [0, 1, 50, 100_000])
@pytest.mark.parametrize("pace", [timedelta(seconds=30), PACE, timedelta(hours=6)])
def test_wait_keeps_between_the_pace_and_four_times_it(per_day, pace):
    assert pace <= rhythm.entry_wait(pace, of_day(per_day), WATCHED, NOW) <= 4 * pace


def test_quiet_hours_of_a_busy_source_are_quiet():
    day = [0 if hour < 6 else 80 for hour in range(24)]
    night, noon = NOW.replace(hour=2), NOW.replace(hour=12)

    assert rhythm.entry_wait(PACE, day, WATCHED, night) > rhythm.entry_wait(PACE, day, WATCHED, noon)


def test_source_watched_for_days_only_keeps_the_pace_of_its_file():
    assert PACE == rhythm.entry_wait(PACE, of_day(1), timedelta(days=6), NOW)
