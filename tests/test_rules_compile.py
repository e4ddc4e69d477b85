import pytest

from dazor.rules import row
from dazor.rules.compile import compile_asked, is_exact
from dazor.rules.matcher import Text
from dazor.rules.parse import parse
from dazor.rules.tree import Entity, Forms, Phrase, Word
from store import words_asked
from store.words_asked import Begins, Fact, In, Lemmas, Neighbours, Roughly, Row

LONG = "д" * 150


@pytest.mark.parametrize(
    "query",
    [
        "санкции",
        '"ядерное оружие"',
        "мигрант*",
        "мигранты NEAR/5 граница",
        "(мигранты OR беженцы) NEAR/5 граница",
        "title:погода",
        "rubric:общество",
        "санкции AND source:baravik",
        "санкции NOT (lang:be OR kind:post)",
        "санкции NOT change:edited",
    ],
)
def test_what_the_index_can_be_asked_exactly(query):
    assert is_exact(compile_asked(parse(query)))


@pytest.mark.parametrize(
    "query",
    [
        "=Рада",
        "рада -> министров /3",
        "3x санкции",
        '"ядерн* оружие"',
        '"=Рада министров"',
        "мигрант* NEAR/5 граница",
        f"{LONG}*",
        LONG,
        "санкции NOT =ЕС",
    ],
)
def test_what_the_matcher_has_to_verify(query):
    assert not is_exact(compile_asked(parse(query)))


def test_a_word_is_asked_by_its_lemmas():
    asked = compile_asked(Word(typed="санкциями"))

    assert isinstance(asked, Lemmas)
    assert "ru:санкция" in asked.lemmas


def test_words_side_by_side_in_a_longer_phrase_are_asked_as_a_row():
    asked = compile_asked(parse('"=Рада белар* министров обороны"'))

    assert isinstance(asked, Roughly)
    kinds = [type(part) for part in asked.part.parts]
    assert [Lemmas, Begins, Row, Roughly] == kinds


def test_names_of_the_register_are_forms_and_a_capital_is_verified():
    forms = frozenset({"сидарович"})

    assert words_asked.Forms(forms=forms) == compile_asked(Forms(forms=forms))
    assert Roughly(part=words_asked.Forms(forms=forms)) == compile_asked(Forms(forms=forms, is_capital=True))


def test_neighbours_are_rows_of_lemmas():
    asked = compile_asked(parse('("красный дуб" OR вяз) NEAR/3 липа'))

    assert isinstance(asked, Neighbours)
    assert ([2, 1], [1]) == ([len(one.words) for one in asked.left], [len(one.words) for one in asked.right])


def test_fields_and_facts():
    assert In(field="title", part=Begins(with_letters="погод")) == compile_asked(parse("title:погод*"))
    assert Fact(facts=frozenset({"source:elm", "source:oak"})) == compile_asked(parse("source:elm|oak"))


def test_a_tree_with_entities_is_a_bug():
    with pytest.raises(AssertionError):
        compile_asked(Phrase(terms=(Entity(slug="sidarovich"), Word(typed="дуб"))))


def test_a_row_has_a_class_and_a_form_for_each_word():
    entry = row.entry(
        7, Text(text="Премьер-министр МАСКВЫ, Lukin's!", title="Дуб", source="oak", kind="post")
    )

    assert ["премьер-министр", "масквы", "lukin's"] == list(entry.text.forms)
    assert [3, 1] == [len(entry.text.lemmas), len(entry.title.lemmas)]
    assert {"премьер", "министр", "lukin"} == set(entry.text.parts)
    assert {"ru:министр"} <= entry.text.lemmas[0]


def test_a_row_has_the_facts_of_a_text_and_the_language_that_is_read_in_it():
    text = Text(text="Это совсем простой русский текст.", source="oak", kind="post", is_edited=True)
    entry = row.entry(7, text)

    assert "ru" == entry.language
    assert {"source:oak", "kind:post", "lang:ru", "change:edited"} == set(entry.facts)


def test_a_word_without_end_is_cut():
    entry = row.entry(7, Text(text="ы" * 1_000_000))

    assert ["ы" * row.LONGEST] == list(entry.text.forms)
