import pytest

from dazor.rules import matcher, parse, why
from dazor.rules.matcher import Text
from dazor.rules.why import Reason


def explained(query, text, title=None):
    """The reasons of one rule for one text."""
    given = Text(text=text, title=title)
    terms = why.compile_terms({"rule": query}, parse.parse)
    (match,) = matcher.match(matcher.compile_rules([("rule", parse.parse(query))]), given)
    return why.reasons(terms, "rule", given, match, why.find(terms, given))


def test_a_word_is_shown_with_the_forms_it_was_found_in():
    found = explained("санкции OR санкцыі", "Под санкциями завод. Санкции сняты. Без санкций лучше.")

    assert (Reason(term="санкции", forms=("санкциями", "Санкции", "санкций")),) == found


def test_capitals_make_no_other_form():
    assert (Reason(term="санкции", forms=("САНКЦИИ",)),) == explained("санкции", "САНКЦИИ и санкции")


def test_latin_letters_in_a_belarusian_word_are_shown_as_they_are():
    (found,) = explained("санкцыі", "Пад новымi санкцыямi апынулася прадпрыемства")

    assert ("санкцыямi",) == found.forms


def test_a_phrase_is_one_term():
    (found,) = explained('"ядерное оружие"', "размещение  ядерного\nоружия")

    assert Reason(term='"ядерное оружие"', forms=("ядерного оружия",)) == found


def test_only_words_that_the_rule_marked_are_named():
    """The second mention of the border is far from any migrant."""
    text = "Мигранты на границе. " + "Слово. " * 20 + "О границах леса."

    assert [("мигранты", ("Мигранты",)), ("граница", ("границе",))] == [
        (found.term, found.forms) for found in explained("мигранты NEAR/2 граница", text)
    ]


def test_what_a_rule_leaves_out_is_no_reason():
    assert ["санкции"] == [found.term for found in explained("санкции NOT прокурор", "новые санкции")]


def test_the_title_comes_first():
    (found,) = explained("учения", "Об учениях и учении.", title="Учения начались")

    assert "Учения" == found.forms[0]


@pytest.mark.parametrize("query", ["санкции AND", "(", ""])
def test_a_query_that_is_not_understood_any_more_has_no_terms(query):
    assert () == why.compile_terms({"rule": query}, parse.parse).of_rule["rule"]


@pytest.mark.parametrize("term", ["санкции", "=Рада", "мигрант*", '"ядерное оружие"', "@khrenin-viktar"])
def test_a_term_is_shown_as_it_is_typed(term):
    assert [term] == [why.written(found) for found in why.terms_of(parse.syntax(term))]
