import pytest

from dazor.text import belarusian, classical


@pytest.mark.parametrize(
    ("classical_form", "lemma"),
    [
        ("сьмерці", "смерць"),
        ("камэры", "камера"),
        ("сыстэмы", "сістэма"),
        ("плян", "план"),
        ("блекі", "блок"),
        ("зьява", "з'ява"),
        ("судзьдзі", "суддзя"),
        ("расьсьледаваньне", "расследаванне"),
        ("Эўропу", "еўропа"),
        ("апэрацыяў", "аперацыя"),
        ("рукох", "рука"),
        ("міністар", "міністр"),
        ("грамадзкага", "грамадскі"),
        ("ґанкам", "ганак"),
    ],
)
def test_classical_spelling_has_the_official_lemma(classical_form, lemma):
    assert lemma in belarusian.lemmas(classical_form)


@pytest.mark.parametrize("word", ["просьба", "дзядзька", "вялікі", "пальто"])
def test_an_official_word_is_left_alone(word):
    assert {word} == belarusian.lemmas(word)


def test_an_unknown_loan_is_one_word_in_both_spellings():
    assert belarusian.lemmas("фэстываля") & belarusian.typed("фестываль", in_phrase=False)
    assert belarusian.lemmas("фестываля") & belarusian.typed("фэстываль", in_phrase=False)


def test_a_word_of_many_choices_has_a_bounded_number_of_spellings():
    assert 200 > sum(1 for _ in classical.official("сыля" * 1000))
