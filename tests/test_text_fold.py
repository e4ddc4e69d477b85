import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dazor.text import fold, lookalikes

ALPHABET = "абйёўі'’-\u0301\u0306\u0308\u00ad\u200bAaCЙЁЎ e\u0301\u0323İß\u1100\u1161\u11a8🙂\n"


@pytest.mark.parametrize(
    ("original", "composed"),
    [
        ("миг\u00adрант", "мигрант"),
        ("\ufeffмигр\u200bант", "мигрант"),
        ("слова\u0301", "слова"),
        ("и\u0306од, у\u0306рад, і\u0308жа, е\u0308лка", "йод, ўрад, їжа, ёлка"),
        ("е\u00ad\u0308лка", "ёлка"),
        ("\u0344\u00ad", "\u0308\u0301"),
        ("е\u0301\u0308лка", "ёлка"),
        ("caf\u0065\u0301", "café"),
        ("ра\u0300да", "рада"),
    ],
)
def test_compose_drops_what_is_not_seen(original, composed):
    assert composed == fold.compose(original).text


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Пракоп’еў", "пракоп'еў"),
        ("Пракопʼеў", "пракоп'еў"),
        ("Рэспублiкi", "рэспублікі"),
        ("МИГРAНТ", "мигрант"),
        ("мигрáнт", "мигрант"),
        ("Lukashenkа", "lukashenka"),
        ("ўдзел", "удзел"),
        ("УЎДЗЕЛ", "уўдзел"),
        ("заходне‑ўрадавы", "заходне-урадавы"),
        ("ЁЛКА", "елка"),
        ("IT-компания", "іт-компания"),
        ("USB-порт", "usb-порт"),
        ("BYкраіна", "вукраіна"),
        ("QRкод", "qrкод"),
    ],
)
def test_folded_form(word, folded):
    assert folded == fold.lower(fold.form(fold.compose(word).text))


def test_the_exact_form_keeps_the_case():
    assert "Рада" == fold.form("Рaда")
    assert "Урад" == fold.form("Ўрад")


def test_a_stress_mark_belongs_to_its_letter_and_a_soft_hyphen_to_none():
    composed = fold.compose("а\u0301\u00adб\u00ad")

    assert "аб" == composed.text
    assert ([0, 3], [2, 4]) == (list(composed.starts), list(composed.ends))


@given(st.text(alphabet=ALPHABET))
def test_every_letter_knows_where_it_came_from(text):
    composed = fold.compose(text)

    for letter, start, end in zip(composed.text, composed.starts, composed.ends, strict=True):
        assert 0 <= start < end <= len(text)
        assert letter in fold.compose(text[start:end]).text
    assert list(composed.starts) == sorted(composed.starts)


@given(st.text(alphabet=ALPHABET))
def test_composing_twice_is_composing_once(text):
    composed = fold.compose(text).text

    assert unicodedata.is_normalized("NFC", composed)
    assert composed == fold.compose(composed).text


@given(st.text(alphabet=ALPHABET))
def test_folding_twice_is_folding_once(text):
    folded = fold.lower(fold.form(fold.compose(text).text.replace("İ", "")))

    assert folded == fold.lower(fold.form(folded))


def test_a_latin_word_has_a_cyrillic_twin_if_all_its_letters_have():
    assert "МОСКВА" == lookalikes.cyrillic_twin("MOCKBA")
    assert lookalikes.cyrillic_twin("NATO") is None
    assert lookalikes.cyrillic_twin("300") is None
