from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dazor.rules import load
from store.errors import UsageError

SECTIONS = ("military", "political", "rights", "propaganda")

FIVE_MISTAKES = r"""
[[rule]]
id = "sanctions"
query = '''
  санкции OR
    миг* OR sanctions
'''

[[rule]]
id = "good"
query = "рада"

[[rule]]
id = "good"
query = "\"ядерное оружие\" \u0041ND (рада"
urgnt = true
sections = ["political", "militry"]

[[mute]]
id = "weather"
query = "title:погода"
"""


def read(text):
    return load.from_text(text, file="rules.toml", sections=SECTIONS)


def rule(*lines, query='query = "рада"'):
    return read("\n".join(['[[rule]]\nid = "council"', query, *lines]))


def test_a_rule_has_everything_the_file_says():
    lines = ['name = "Council"', 'sections = ["rights"]', "weight = 2", "urgent = true", 'match = ["Рада"]']
    found = rule(*lines, 'no_match = ["раз"]').rules[0]

    assert ("council", "Council", ("rights",), "рада") == (found.id, found.name, found.sections, found.query)
    assert (2.0, True, ("Рада",), ("раз",)) == (found.weight, found.urgent, found.match, found.no_match)


def test_a_rule_needs_an_id_and_a_query_only():
    found = rule().rules[0]

    assert ("council", (), 1.0, False) == (found.name, found.sections, found.weight, found.urgent)


def test_five_mistakes_give_five_messages_and_the_others_go_on():
    loaded = read(FIVE_MISTAKES)

    assert [(6, 5), (14, 6), (15, 38), (16, 1), (17, 26)] == [(p.line, p.column) for p in loaded.problems]
    assert ["sanctions", "good", "good", "good", "good"] == [problem.entry for problem in loaded.problems]
    assert (["good"], ["weather"]) == ([r.id for r in loaded.rules], [mute.id for mute in loaded.mutes])


def test_a_message_shows_file_line_column_and_a_caret():
    assert (
        'rules.toml, line 6, column 5: "миг*" is too short: a prefix has 4 letters at least\n'
        "        миг* OR sanctions\n"
        "        ^"
    ) == str(read(FIVE_MISTAKES).problems[0])


def test_windows_line_ends_do_not_move_the_places():
    assert read(FIVE_MISTAKES) == read(FIVE_MISTAKES.replace("\n", "\r\n"))


@pytest.mark.parametrize(
    ("line", "column", "says"),
    [
        ('weight = "2"', 10, "weight is a number"),
        ("weight = true", 10, "weight is a number"),
        ("weight = nan", 10, "weight is a number"),
        (f"weight = 1{'0' * 400}", 10, "weight is a number"),
        ('urgent = "yes"', 10, "urgent is true or false"),
        ("name = 5", 8, "name is a text"),
        ('sections = "rights"', 12, "sections is a list of texts"),
        ('sections = ["rights", "militry"]', 23, 'Did you mean "military"?'),
        ('sections = ["спорт"]', 13, "There are: military, political, rights, propaganda."),
        ("match = [5]", 9, "match is a list of texts"),
        ('match = ["Рада", "раз"]', 18, 'the rule does not match its example "раз"'),
        ('no_match = ["раз",\n"Рада"]', 1, 'the rule matches its example "Рада"'),
        ('nomatch = ["раз"]', 1, 'Did you mean "no_match"?'),
        ('"odd.key" = 1', 1, 'unknown key "odd.key"'),
        ("odd.key = 1", 1, 'unknown key "odd"'),
    ],
)
def test_a_wrong_value_is_shown_at_its_place(line, column, says):
    loaded = rule(line)

    assert () == loaded.rules
    assert 1 == len(loaded.problems)
    assert says in loaded.problems[0].what
    assert (4 + line.count("\n"), column) == (loaded.problems[0].line, loaded.problems[0].column)


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ('[[rule]]\nquery = "рада"', 1, 1, "this rule has no id"),
        ('\n[[mute]]\nid = "a"', 2, 1, "this mute has no query"),
        ('[[rule]]\nquery = "рада"\nid = "Рада"', 3, 6, "small Latin letters"),
        ('[[rule]]\nquery = "рада"\nid = 5', 3, 6, "id is a text"),
        ('[[rule]]\nid = "a"\nquery = ["рада"]', 3, 9, "query is a text"),
        ('[[mute]]\nid = "a"\nquery = "рада"\nweight = 1', 4, 1, 'unknown key "weight"'),
        ('[[rule]]\nid="a"\nquery="рада"\n[[mute]]\nid="a"\nquery="рада"', 5, 4, "is taken in line 2"),
        ('[[rules]]\nid = "a"', 1, 3, 'unknown table "rules". Did you mean "rule"?'),
        ('[rule]\nid = "a"', 1, 2, "begins with [[rule]]"),
        ("rule = [1]", 1, 1, "begins with [[rule]]"),
        ("mute = 1", 1, 1, "begins with [[mute]]"),
        ("Все правила отдела", 1, 1, "this is not TOML"),
        ("[[rule]]\nid = '''a", 2, 10, "this is not TOML"),
        ("\x00", 1, 1, "this is not TOML"),
        ("x = " + "[" * 100_000, 1, 1, "too deep"),
    ],
)
def test_a_wrong_table_is_shown_at_its_place(text, line, column, says):
    problem = read(text).problems[0]

    assert says in problem.what
    assert (line, column) == (problem.line, problem.column)


def test_a_table_that_is_not_toml_does_not_take_the_others_with_it():
    loaded = read(
        '[[rule]]\nid = "a"\nquery = "рада\n\n[[rule]]\nid = "b"\nquery = "миг*"\n'
        '[[mute]]\nid = "c"\nquery = "дуб"'
    )

    assert [(3, 14), (7, 10)] == [(problem.line, problem.column) for problem in loaded.problems]
    assert ["c"] == [mute.id for mute in loaded.mutes]


def test_rules_may_be_written_in_one_line():
    loaded = read('rule = [{id = "a", query = "рада"}, {id = "b", query = "миг*"}]')

    assert ["a"] == [rule.id for rule in loaded.rules]
    assert [(1, 57)] == [(problem.line, problem.column) for problem in loaded.problems]


def test_examples_of_a_rule_that_asks_for_a_source_are_taken_as_its_texts():
    query = 'query = "(рада AND source:oak AND lang:be) NOT kind:post"'

    assert () == rule('match = ["Рада"]', 'no_match = ["раз"]', query=query).problems


def test_an_example_is_title_and_text():
    assert () == rule('match = ["Рада"]', query='query = "title:рада"').problems


def test_a_file_with_a_byte_order_mark_is_read(tmp_path):
    (tmp_path / "rules.toml").write_text('[[rule]]\nid = "a"\nquery = "рада"', "utf-8-sig")

    assert ["a"] == [rule.id for rule in load.from_file(tmp_path / "rules.toml", sections=()).rules]


def test_a_file_that_is_not_utf_8_gives_one_message(tmp_path):
    (tmp_path / "rules.toml").write_bytes('[[rule]]\nid = "рада"'.encode("cp1251"))
    loaded = load.from_file(tmp_path / "rules.toml", sections=())

    assert ([(2, 7)], ()) == ([(problem.line, problem.column) for problem in loaded.problems], loaded.rules)


def test_a_missing_file_is_wrong_usage(tmp_path: Path):
    with pytest.raises(UsageError, match=r"rules\.toml: cannot be read"):
        load.from_file(tmp_path / "rules.toml", sections=())


SCRAPS = [
    "[[rule]]\n",
    "[[mute]]\n",
    'id = "a"\n',
    'id = "b"\n',
    'query = "рада"\n',
    "query = '''\nмиг*'''\n",
]
SCRAPS += [
    'sections = ["x"]\n',
    '"',
    "'''",
    "[",
    "{",
    "=",
    "\\",
    "\n",
    "\ud800",
    "\x00",
    "match = ['рада']\n",
]


@given(st.lists(st.sampled_from(SCRAPS), max_size=10).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_file_gives_rules_or_problems(text):
    loaded = read(text)

    assert all(1 <= problem.line <= text.count("\n") + 1 for problem in loaded.problems)
    assert len(loaded.rules) + len(loaded.mutes) <= text.count("[[")


def test_the_sample_of_the_manual_holds_its_examples():
    query = """query = '''санкции OR санкцыі OR sanctions NOT "санкция прокурора"'''"""
    examples = [
        'match = ["Новые санкции ЕС против Минска"]',
        'no_match = ["с санкции прокурора проведён обыск"]',
    ]

    assert () == rule(*examples, query=query).problems


def test_an_example_is_title_rubric_and_an_edit_where_the_rule_asks_for_these():
    query = 'query = "рада AND rubric:рада AND title:рада AND change:edited AND lang:be"'

    assert () == rule('match = ["Рада"]', query=query).problems
