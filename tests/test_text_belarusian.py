import pytest

from dazor.text import belarusian


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("санкцыямі", "санкцыя"),
        ("Санкцый", "санкцыя"),
        ("рублеў", "рубель"),
        ("дзен", "дзень"),
        ("пайшлі", "пайсці"),
    ],
)
def test_a_form_has_its_lemma(form, lemma):
    assert lemma in belarusian.lemmas(form)


def test_an_ambiguous_form_has_all_its_lemmas():
    assert {"рада", "рад"} <= belarusian.lemmas("рада")


def test_a_typed_lemma_asks_for_itself():
    assert {"рада"} == belarusian.typed("рада", in_phrase=False)


def test_a_typed_form_asks_for_its_lemmas():
    assert {"санкцыя"} == belarusian.typed("санкцыямі", in_phrase=False)


def test_in_a_phrase_a_typed_lemma_asks_for_all():
    assert belarusian.lemmas("рада") == belarusian.typed("рада", in_phrase=True)
