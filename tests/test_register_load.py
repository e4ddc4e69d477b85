import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dazor.config.words import toml
from dazor.register import load, patterns, shipped
from dazor.register.entity import GENDERS, KINDS
from store.errors import UsageError

HEAD = '[[entity]]\nid = "dub"\nkind = "person"\nen = "Anton Dub"\n'


def read(text):
    return load.from_text(text, file="entities.toml")


@pytest.mark.parametrize(
    ("text", "line", "column", "what"),
    [
        (HEAD + "kind2 = 1\n", 5, 1, 'unknown key "kind2". Did you mean "kind"?'),
        (HEAD + 'gender = "x"\n', 5, 10, 'unknown gender "x"'),
        (HEAD + 'decl_be = "adj"\n', 5, 11, 'unknown decl_be "adj". Did you mean "adj-'),
        (HEAD + 'bare = "yes"\n', 5, 8, "bare is true or false"),
        (HEAD + "aliases = ['a', 5]\n", 5, 11, "aliases is a list of texts"),
        (HEAD + "aliases = ['a', '«»']\n", 5, 11, 'there is no letter and no digit in aliases "«»"'),
        (HEAD + "be = ''\n", 5, 6, "there is no letter"),
        (HEAD + "ru = 7\n", 5, 6, "ru is a text"),
        (HEAD.replace("Anton", "Антон"), 4, 6, "en is the spelling in Latin letters"),
        ('[[entity]]\nkind = "person"\n', 1, 1, "this entity has no en"),
        (HEAD.replace('"dub"', '"Дуб"'), 2, 6, "id has small Latin letters"),
        (HEAD + HEAD, 6, 6, 'the id "dub" is taken in line 2'),
        (HEAD.replace("Anton ", ""), 1, 1, "the surname is all that is known"),
        (HEAD.replace('"Anton', "Anton"), 4, 6, "this is not TOML"),
        ('[[rule]]\nid = "x"\n', 1, 3, 'unknown table "rule". There are: entity.'),
        ("[entity]\n", 1, 2, "it begins with [[entity]]"),
    ],
)
def test_a_mistake_has_its_place(text, line, column, what):
    found = [
        (problem.line, problem.column) for problem in read(text).problems if problem.what.startswith(what)
    ]

    assert [(line, column)] == found, [str(problem) for problem in read(text).problems]


def test_a_bad_entry_leaves_the_others():
    loaded = read(HEAD + "bare = 1\n" + HEAD.replace('"dub"', '"dub-2"'))

    assert ["dub"] == [problem.entry for problem in loaded.problems]
    assert ["dub-2"] == [entity.id for entity in loaded.register]


def test_a_forgotten_quotation_mark_costs_one_entry():
    loaded = read(HEAD.replace('"Anton Dub"', '"Anton') + HEAD.replace('"dub"', '"dub-2"'))

    assert ["dub-2"] == [entity.id for entity in loaded.register]
    assert 1 == len(loaded.problems)


def test_an_entry_of_the_desk_replaces_the_shipped_one_of_its_id(tmp_path):
    file = tmp_path / "entities.toml"
    file.write_text(HEAD.replace('"dub"', '"putin-vladimir"'), "utf-8")

    register = load.beside(file).register

    assert "Anton Dub" == register.by_id["putin-vladimir"].en
    assert len(shipped().by_id) == len(register.by_id)


def test_no_file_is_the_shipped_register(tmp_path):
    assert shipped() is load.beside(tmp_path / "entities.toml").register


def test_a_file_that_cannot_be_opened_is_said(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        load.from_file(tmp_path)


def test_a_file_that_is_no_text_is_a_mistake_with_a_place(tmp_path):
    file = tmp_path / "entities.toml"
    file.write_bytes(HEAD.encode() + "ru = 'Дуб'".encode("cp1251"))

    [problem] = load.from_file(file).problems

    assert (5, 7, None) == (problem.line, problem.column, problem.entry)


def test_the_shipped_register_is_whole_and_each_entry_can_be_found():
    loaded = load.from_file(load.SHIPPED)

    assert () == loaded.problems
    assert 90 < len(loaded.register.by_id)
    assert [] == [entity.id for entity in loaded.register if not patterns(entity)]


def test_no_shipped_rule_names_a_sensitive_person():
    """They are prosecuted or private: a rule that the desk types may name them."""
    named = {
        slug
        for file in (Path(load.__file__).parent.parent / "config" / "starter").rglob("*.toml")
        for slug in re.findall(r"@([a-z0-9-]+)", file.read_text("utf-8"))
    }
    sensitive = {entity.id for entity in shipped() if entity.sensitive}

    assert sensitive
    assert set() == named & sensitive


def test_one_pattern_stands_once():
    for entity in shipped():
        assert len(set(patterns(entity))) == len(patterns(entity))


@given(
    st.fixed_dictionaries(
        {"kind": st.sampled_from(KINDS), "en": st.text(max_size=20)},
        optional={
            "be": st.text("абўіё'-« 1Z", max_size=12),
            "ru": st.text(max_size=20),
            "aliases": st.lists(st.text(max_size=20), max_size=3),
            "titles": st.lists(st.text("аб c", max_size=9), max_size=2),
            "head": st.booleans(),
            "bare": st.booleans(),
            "gender": st.sampled_from(GENDERS),
        },
    )
)
def test_whatever_an_entry_says_it_is_refused_or_can_be_found(values):
    lines = "\n".join(f"{key} = {toml(value)}" for key, value in values.items())

    loaded = read(f'[[entity]]\nid = "x"\n{lines}\n')

    rows = [patterns(one) for one in loaded.register]
    assert loaded.problems or all(rows)
    assert all(slot.forms or slot.exact or slot.word for found in rows for row in found for slot in row)
