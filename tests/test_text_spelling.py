import pytest

from dazor.text import spelling


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("сакнции", "санкции"),
        ("санкццыі", "санкцыі"),
        ("мигрнты", "мигранты"),
        ("вучэння", None),
        ("министерсто", "министерство"),
    ],
)
def test_a_slip_is_known_by_the_word_that_is_near(typed, meant):
    assert meant == spelling.nearest(typed)


@pytest.mark.parametrize(
    "typed", ["санкции", "санкцыям", "партнёр", "смерці", "сьмерць", "бпла", "drnoe", "2024-го"]
)
def test_a_known_short_or_latin_word_is_left_alone(typed):
    assert spelling.nearest(typed) is None
