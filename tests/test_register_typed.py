"""A surname of the register that is typed as a word: dictionaries do not know all of its forms."""

import json

import pytest

from dazor.register import load
from dazor.rules import matcher, parse
from dazor.rules.matcher import Text

DESK = """
[[entity]]
id = "zhuravionak-anton"
kind = "person"
gender = "m"
en = "Anton Zhuravionak"
be = "Антон Журавёнак"
ru = "Антон Журавлёнок"
[[entity]]
id = "zhybul-ilya"
kind = "person"
gender = "m"
en = "Ilya Zhybul"
ru = "Илья Жибуль"
"""


@pytest.fixture(scope="module")
def matches():
    """`matches(query, text)`: with the register of the desk."""
    register = load.from_text(DESK, file="entities.toml").register

    def match(query, text):
        rules = matcher.compile_rules([("rule", parse.parse(query, register))])
        return bool(matcher.match(rules, Text(text=text)))

    return match


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("Журавёнак", "з Журавёнкам", True),
        ("Журавёнак", "З ЖУРАВЁНКАМ", True),
        ("Журавлёнок", "у Журавлёнка", True),
        ("Журавёнак", "у Журавлёнка", False),  # another spelling: @zhuravionak-anton finds both
        ('"министр Жибуль"', "с министром Жибулем", True),
        ('title:"министр Жибуль" OR 2x Жибуль', "Жибулю и Жибуля", True),
        ("Жибуль NEAR/3 мост", "мост Жибуля", True),
        ("мост NOT Жибуль", "мост Жибуля", False),
        ("Жибуль", "с жибулем", False),  # the register asks for a capital where the surname stands alone
        ("@zhybul-ilya AND Жибуль", "Илья Жибуль", True),
    ],
)
def test_a_typed_surname_finds_the_forms_of_the_register(matches, query, text, expected):
    assert expected == matches(query, text)


def test_a_long_row_of_surnames_stays_small():
    tree = parse.parse(f'"{"Хренин " * 300}"')

    assert 300 == len(tree.terms)


def test_typed_nominatives_find_the_paradigms_written_by_hand(shared):
    """Every form; the names of the list are in the shipped register or in the dictionaries."""
    lines = (shared / "data/morphology/names_forms.jsonl").read_text("utf-8").splitlines()
    paradigms = [json.loads(line) for line in lines]
    rules = matcher.compile_rules([(one["nom"], parse.parse(one["nom"])) for one in paradigms])
    missed = [
        form
        for one in paradigms
        for case, form in one.items()
        if case != "lang"
        if one["nom"] not in {hit.rule for hit in matcher.match(rules, Text(text=f"— {form} —"))}
    ]

    assert [] == missed
