"""When to try again, and when to give up."""

from datetime import timedelta

import mailing

from dazor.deliver import patience

HOUR = timedelta(hours=1)


def test_waits_double_up_to_four_hours():
    waits = [patience.next_at(attempts, mailing.NOW) - mailing.NOW for attempts in range(1, 9)]

    assert [5, 10, 20, 40, 80, 160, 240, 240] == [wait.total_seconds() / 60 for wait in waits]


def test_any_number_of_attempts_has_a_next_one():
    assert mailing.NOW + 4 * HOUR == patience.next_at(10_000, mailing.NOW)


def test_it_takes_days_and_attempts_to_give_up():
    long_ago = mailing.NOW - 5 * mailing.DAY

    assert patience.is_over(10, long_ago, mailing.NOW, days=5)
    assert not patience.is_over(9, long_ago, mailing.NOW, days=5)
    assert not patience.is_over(100, long_ago + HOUR, mailing.NOW, days=5)
