from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from benchmarks import scoring


def test_the_same_text_is_all_right_and_another_is_all_wrong():
    assert scoring.Score(1, 1, 1) == scoring.by_shingles([("a b c d e", "A, b c d e".lower())])
    assert scoring.Score(0, 0, 0) == scoring.by_shingles([("a b c d e", "f g h i j")])


def test_surplus_costs_precision_and_loss_costs_recall():
    precise = scoring.by_shingles([("a b c d e f g h", "a b c d")])
    complete = scoring.by_shingles([("a b c d", "a b c d e f g h")])

    assert (1.0, 0.2) == (precise.precision, precise.recall)
    assert (0.2, 1.0) == (complete.precision, complete.recall)


def test_segments_are_counted_over_all_pages():
    score = scoring.by_segments([(["a b", "c"], ["x"], "a  b x"), (["d"], [], "d")])

    assert (pytest.approx(2 / 3), pytest.approx(2 / 3)) == (score.precision, score.recall)


def test_a_day_is_compared_as_it_is_written():
    gold = datetime.fromisoformat("2026-03-01 00:30+03:00")
    minsk = ZoneInfo("Europe/Minsk")

    assert scoring.is_same_day(gold, datetime(2026, 2, 28, 21, tzinfo=UTC), minsk, "day")
    assert scoring.is_same_minute(gold, datetime(2026, 2, 28, 21, 30, 59, tzinfo=UTC))
    assert not scoring.is_same_day(gold, None, minsk, None)


def test_names_are_sets_and_titles_are_letters():
    assert scoring.is_same_people(["Anna Veres", "dpa"], ["DPA", "Anna  Veres"])
    assert scoring.is_same_title("Мост: «открыт»", "мост - открыт")
