import lzma
from itertools import islice

import pytest

from dazor.text import belarusian, fold
from dazor.text.belarusian import lemmas, typed


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("санкцыямі", "санкцыя"),
        ("Санкцый", "санкцыя"),
        ("пайшлі", "пайсці"),
        ("дзен", "дзень"),  # an ending with ё
        ("рублеў", "рубель"),
        ("раенаў", "раен"),  # a stem with ё
        ("маенткаў", "маентак"),
        ("сення", "сення"),
        ("усталеўваюць", "усталеўваць"),
    ],
)
def test_a_form_has_its_lemma(form, lemma):
    assert {lemma} == lemmas(form)


def test_an_ambiguous_form_has_all_its_lemmas():
    assert {"рада", "рад"} <= lemmas("рада")


def test_a_typed_lemma_asks_for_itself():
    assert {"рада"} == typed("рада", in_phrase=False)


def test_a_typed_form_asks_for_its_lemmas():
    assert lemmas("санкцыямі") < typed("санкцыямі", in_phrase=False)


def test_in_a_phrase_a_typed_lemma_asks_for_all():
    assert lemmas("рада") == typed("рада", in_phrase=True)


def test_a_past_tense_with_yo_gives_way_to_another_word():
    """Texts come with ё as е: меў is had, not swept; памёр stays died."""
    assert {"мець"} == lemmas("меў")
    assert "памерці" in lemmas("памер")


def test_a_function_word_is_no_name():
    assert {"але"} == lemmas("Але")


def test_a_name_begins_with_a_capital():
    assert {"верабей"} == lemmas("вераб'ям")
    assert {"верабей", "вераб'і"} == lemmas("Вераб'ям")


def test_a_compound_is_inflected_by_its_last_part():
    assert "тэлеграм-канал" in lemmas("тэлеграм-каналамі")


def test_a_compound_of_two_nouns_is_inflected_twice():
    assert "студэнт-платнік" in lemmas("студэнтаў-платнікаў")


def test_a_word_broken_by_the_end_of_a_line_is_one_word():
    assert {"успамінаць"} == lemmas("успамі-наць")


@pytest.mark.parametrize("form", ["Зарэмбіцкага", "Зарэмбіцкаму", "Зарэмбіцкім"])
def test_an_unknown_surname_is_guessed(form):
    assert lemmas(form) & typed("Зарэмбіцкі", in_phrase=False)


@pytest.mark.parametrize("form", ["Зарэмбіцкая", "Зарэмбіцкай", "Зарэмбіцкую"])
def test_a_man_is_not_his_wife(form):
    assert not lemmas(form) & typed("Зарэмбіцкі", in_phrase=False)
    assert lemmas(form) & typed("Зарэмбіцкая", in_phrase=False)


def test_an_unknown_adjective_has_all_genders():
    assert lemmas("краўдфандынгавай") & typed("краўдфандынгавы", in_phrase=False)
    assert lemmas("Краўдфандынгавая") & typed("краўдфандынгавы", in_phrase=False)


def test_a_village_does_not_hide_a_surname():
    assert lemmas("Краўцэвіча") & typed("Краўцэвіч", in_phrase=False)
    assert {"кавалева", "кавалеў"} <= lemmas("Кавалева")


def test_an_abbreviation_is_not_inflected():
    assert "удаі" in lemmas("УДАІ")


@pytest.mark.parametrize(
    "word", ["а", "ь", "x7", "Ў", "ЫЬЪ", "ііііі", "э" * 300, "сы" * 200, "а-" * 200 + "а", "ая", "Ава"]
)
@pytest.mark.parametrize("in_phrase", [False, True])
def test_whatever_is_typed_finds_itself(word, in_phrase):
    assert lemmas(word) & typed(word, in_phrase)


def test_the_lexicon_is_read_once():
    assert belarusian._words() is belarusian._words()


def test_the_lexicon_knows_the_rows_of_the_grammar_database(shared):
    """One row in 500; the ones left out are readings that give way to a more usual one."""
    with lzma.open(shared / "data/be_lexicon/forms.tsv.xz", "rt") as lines:
        rows = [line.split("\t")[:2] for line in islice(lines, 0, None, 500)]

    missing = [row for row in rows if _lemma(*row) not in lemmas(_folded(row[0]).capitalize())]

    assert 5000 < len(rows)
    assert len(rows) / 1000 > len(missing)


def _lemma(form, change):
    added = change.lstrip("0123456789")
    return _folded(form[: len(form) - int(change.removesuffix(added))] + added)


def _folded(word):
    return fold.lower(fold.form(word))
