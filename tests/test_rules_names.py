import pytest

from dazor import register
from dazor.rules import names, parse
from dazor.rules.matcher import Text, compile_rules, match
from dazor.rules.mistakes import RuleError
from dazor.rules.tree import Entity, walk
from tests import random_rules


def words(query, text):
    tree = parse.parse(query, random_rules.known())
    return [hit.words for hit in match(compile_rules([("rule", tree)]), Text(text=text))]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("@sidarovich-ryhor", "Пра Рыгора Сідаровіча", "Рыгора Сідаровіча"),
        ("@sidarovich-ryhor", "о Сидоровиче", "Сидоровиче"),
        ("@oak-agency", "Новости министерства дуба", "министерства дуба"),
        ('"заявил @sidarovich-ryhor"', "Как заявил Григорий Сидорович вчера", "заявил Григорий Сидорович"),
        ("title:@oak-agency OR лес", "в лесу министерство дуба", "лесу"),
    ],
)
def test_an_id_stands_for_every_name(query, text, found):
    assert [(found,)] == words(query, text)


def test_no_entity_is_left_in_a_tree():
    tree = parse.parse("лес NOT (3x @oak-agency OR @oak-agency NEAR/3 дуб)", random_rules.known())

    assert not any(isinstance(node, Entity) for node, _ in walk(tree))


@pytest.mark.parametrize(
    ("query", "column", "says"),
    [
        ("@sidarovich-rygor", 1, "Did you mean @sidarovich-ryhor?"),
        ("лес AND @zzz", 9, "Add it to entities.toml."),
        ("@oak-agency NOT @oak-agency", 17, "never match"),
        ('"@oak-agency @oak-agency @oak-agency"', 1, "two @ at most"),
    ],
)
def test_a_name_that_cannot_be_meant_is_refused_at_its_column(query, column, says):
    with pytest.raises(RuleError) as caught:
        parse.parse(query, random_rules.known())

    assert (column, True) == (caught.value.column, says in caught.value.what)


def test_without_a_register_it_is_the_shipped_one():
    assert parse.parse("@lukashenka-aliaksandr")


def test_the_register_beside_the_rules_is_used(tmp_path):
    (tmp_path / "entities.toml").write_text(random_rules.REGISTER_TEXT, "utf-8")

    assert names.of_rules(tmp_path / "rules.toml").register.find("oak-agency")


def test_a_register_that_cannot_be_opened_leaves_the_shipped_one(tmp_path):
    (tmp_path / "entities.toml").mkdir()

    assert register.shipped() == names.known(tmp_path / "rules.toml")


def test_an_acronym_keeps_its_capitals():
    rules = compile_rules([("rule", parse.parse("@nato"))])

    assert ("НАТО",) == match(rules, Text(text="Учения НАТО, а на то и нато не отвечает."))[0].words
