from datetime import timedelta

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
