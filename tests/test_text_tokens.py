from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dazor.text import fold, tokens


def words(text):
    return [text[token.start : token.end] for token in tokens.split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Новые санкции, 2024!", ["Новые", "санкции", "2024"]),
        ("аб'ява і «надвор’е»", ["аб'ява", "і", "надвор’е"]),
        ("'слово' - слово—слово", ["слово", "слово", "слово"]),
        ("премьер-министр, С-300, нью‑йорк", ["премьер-министр", "С-300", "нью‑йорк"]),
        ("#смерть_тегу @pul_1 3,5", ["смерть", "тегу", "pul", "1", "3", "5"]),
        ("миг\u00adрант\u200b!", ["миг\u00adрант"]),
        ("ʼслово- 🙂 -", ["слово"]),
        ("", []),
    ],
)
def test_words_are_cut_from_the_original(text, expected):
    assert expected == words(text)


def test_a_hyphenated_word_has_one_position_and_its_parts():
    token = tokens.split("экс-Министр")[0]

    assert ["экс-министр", "экс", "министр"] == [piece.folded for piece in token.word.pieces]
    assert [(0, 11), (0, 3), (4, 11)] == [(piece.start, piece.end) for piece in token.word.pieces]


def test_the_exact_form_keeps_the_case():
    token = tokens.split("Рaда")[0]

    assert ("Рада", "рада") == (token.exact, token.folded)


def test_latin_look_alikes_among_cyrillic_words_are_read_in_both_alphabets():
    found = tokens.split("в MOCKBE")[1]

    assert ["mockbe", "москве"] == [piece.folded for piece in found.word.pieces]


def test_latin_look_alikes_among_latin_words_are_latin():
    found = tokens.split("the COP in May")[1]

    assert ["cop"] == [piece.folded for piece in found.word.pieces]


def test_a_very_long_word_is_read_and_not_remembered():
    before = tokens._read.cache_info().currsize

    assert 1 == len(tokens.split("а" * 5000))
    assert before == tokens._read.cache_info().currsize


@given(st.text(alphabet="абўі'’-‑\u0301\u0306\u00ad\u200bAaC1_ \n«"))
def test_spans_ascend_and_hold_what_the_token_says(text):
    found = tokens.split(text)

    assert all(a.end <= b.start for a, b in pairwise(found))
    for token in found:
        assert token.word.form == fold.compose(text[token.start : token.end]).text


def test_an_initial_is_more_than_a_word_of_one_letter():
    """«В.» in «В. Хренин» has a reading with its full stop; the preposition and the last word have not."""
    readings = [[piece.exact for piece in word.pieces] for word in tokens.words("В.Г. Хренин. В США. Б в. г")]

    assert [["В", "В."], ["Г", "Г.."], ["Хренин"], ["В"], ["США"], ["Б"], ["в"], ["г"]] == readings
