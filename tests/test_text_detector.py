import time

import pytest

from dazor.text import detector
from dazor.text.common_words import COMMON_WORDS


def test_long_paragraphs_are_cheap():
    """A paragraph of a megabyte costs what its first two thousand letters cost."""
    long = "слово и дело " * 80_000

    began_s = time.process_time()
    detector.language(long)

    assert time.process_time() - began_s < 0.1


def test_quotation_in_another_language_does_not_turn_a_paragraph():
    text = "Он крикнул «Жыве Беларусь!», после чего его задержали сотрудники в масках и увезли"

    assert "ru" == detector.language(text)


def test_names_in_latin_letters_do_not_turn_a_cyrillic_paragraph():
    assert "ru" == detector.language("Компания Amazon Web Services закрыла счета клиентов из страны")


def test_text_of_addresses_has_no_language():
    assert detector.language("https://example.com/a/the-news-of-the-day t.me/channel") is None


@pytest.mark.parametrize("weights", [[-1.0, -2.5], [0.0, -100.0, -0.03]])
def test_weights_are_kept_as_steps_behind_the_best(weights):
    packed = detector.packed(weights)

    assert 0 == packed[weights.index(max(weights))]
    assert all(
        step == min(255, round((max(weights) - weight) * 16))
        for step, weight in zip(packed, weights, strict=True)
    )


def test_every_language_has_its_common_words():
    assert set(detector.KNOWN) == set(COMMON_WORDS)
    assert all(len(words) > 60 for words in COMMON_WORDS.values())


def test_word_of_two_alphabets_is_read_by_its_cyrillic_letters():
    assert "ru" == detector.language("Снято iPhoneом вчера около магазина")
