import pytest

from store import fates


@pytest.mark.parametrize(
    ("fate", "said"),
    [
        ("robots", "robots.txt asks not to fetch it"),
        ("timeout", "no answer in time"),
        ("waiting", "it names new addresses, and they wait to be fetched"),
        ("soft_404", "the page says that the article does not exist, with status 200"),
    ],
)
def test_fate_is_said_in_words(fate, said):
    assert said == fates.explain(fate)


def test_unknown_fate_stays_as_it_is():
    assert "struck by lightning" == fates.explain("struck by lightning")


def test_reasons_and_outcomes_are_different_words():
    assert set() == set(fates.REASONS) & set(fates.OUTCOMES)


def test_fates_are_half_sentences():
    every = (fates.OUTCOMES, fates.REASONS, fates.READINGS, fates.SILENCES)
    said = [words for one in every for words in one.values()]

    assert [] == [words for words in said if words.endswith(".")]
