"""When a source is too silent: the rule alone, on made histories."""

import random

import pytest

from dazor.health import rhythm
from dazor.health.rhythm import STEPS

HOUR = 60 // rhythm.STEP_MIN
DAY = 24 * HOUR
FLAT = [1.0] * STEPS
OFFICE = [3.0 if at // DAY < 5 and 7 <= at % DAY // HOUR < 19 else 0.05 for at in range(STEPS)]  # UTC


def history(profile, per_day, weeks=rhythm.WEEKS, seed=1):
    """Texts that come by themselves, so many a day, more where the profile is high."""
    dice = random.Random(seed)
    share = per_day * 7 / sum(profile)
    return [sum(dice.random() < rate * share / 4 for _ in range(4)) for _ in range(weeks) for rate in profile]


def hours_to_alarm(known, counts, first_step=0):
    """After how many hours of these counts the source is too silent; None: never."""
    watch = rhythm.Watch()
    for at, count in enumerate(counts):
        watch = rhythm.advance(watch, count, known.rates[(first_step + at) % STEPS])
        if rhythm.silence(known, watch):
            return (at + 1) / HOUR
    return None


@pytest.mark.parametrize(("per_day", "hours"), [(60, 5), (20, 14), (5, 40)])
def test_dead_source_of_a_flat_rhythm_is_noticed_in_hours(per_day, hours):
    known = rhythm.learn(history(FLAT, per_day), 0)

    assert hours_to_alarm(known, [0] * 7 * DAY) <= hours


def test_night_and_sunday_cost_nothing():
    """From Friday evening to Monday morning an office that writes in its hours says nothing."""
    known = rhythm.learn(history(OFFICE, 20), 0)
    friday_evening = 4 * DAY + 19 * HOUR

    waited = hours_to_alarm(known, [0] * 7 * DAY, friday_evening)

    assert 60 < waited < 60 + 14


def test_healthy_source_is_hardly_ever_accused():
    known = rhythm.learn(history(OFFICE, 20), 0)

    accused = [hours_to_alarm(known, history(OFFICE, 20, weeks=13, seed=seed)) for seed in range(2, 10)]

    assert accused.count(None) >= 6


def test_drop_to_a_fifth_is_noticed_within_days():
    known = rhythm.learn(history(FLAT, 20), 0)

    assert hours_to_alarm(known, history(FLAT, 4, weeks=2, seed=3)) <= 96


def test_drop_says_what_was_expected_and_what_came():
    known = rhythm.learn(history(FLAT, 20), 0)

    found = rhythm.judge(known, history(FLAT, 4, weeks=2, seed=3), 0)

    assert "fewer" == found.kind
    assert 0 < found.received < 0.5 * found.expected


@pytest.mark.parametrize("counts", [[], [1] * (STEPS - 1), [0] * 8 * STEPS, [1] * 19 + [0] * STEPS])
def test_too_little_history_teaches_no_rhythm(counts):
    assert rhythm.learn(counts, 0) is None


def test_week_may_begin_anywhere():
    """Steps are of UTC: nothing but the step of the week counts, so clock changes change nothing."""
    counts = history(OFFICE, 20)
    begun_later = rhythm.learn([*counts[DAY:], *counts[:DAY]], DAY)

    assert begun_later.rates == pytest.approx(rhythm.learn(counts, 0).rates)


def test_hour_moved_by_a_clock_change_is_no_silence():
    """A newsroom of a country with summer time writes an hour later in UTC from one Sunday on."""
    known = rhythm.learn(history(OFFICE, 20), 0)
    later = history(OFFICE[-HOUR:] + OFFICE[:-HOUR], 20, weeks=4, seed=5)

    assert hours_to_alarm(known, later) is None


def test_steps_in_which_nobody_looked_are_no_silence():
    counts = history(FLAT, 20)
    known = rhythm.learn(counts, 0)

    assert rhythm.judge(known, [None] * 3 * STEPS, 0) is None
    assert 0 == rhythm.expected(known, [None] * STEPS, 0)
    assert 140 == pytest.approx(rhythm.expected(known, [0] * STEPS, 0), rel=0.1)


def test_steps_in_which_nobody_looked_teach_nothing():
    counts = history(OFFICE, 20)
    gappy = [None if 2 * STEPS <= at < 5 * STEPS else count for at, count in enumerate(counts)]

    known, whole = rhythm.learn(gappy, 0), rhythm.learn(counts, 0)

    assert known.per_day == pytest.approx(whole.per_day, rel=0.1)
    assert known.longest_gap == pytest.approx(whole.longest_gap, rel=0.2)


def test_bunches_are_waited_for_longer():
    alone = rhythm.learn(history(FLAT, 20), 0)
    bunched = [0] * 8 * STEPS
    for at in range(0, len(bunched), 36 * HOUR):
        bunched[at] = 30

    assert rhythm.learn(bunched, 0).longest_gap > 1.5 * alone.longest_gap
