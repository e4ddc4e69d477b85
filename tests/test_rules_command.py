import pytest

from dazor.rules import command
from store.errors import DazorError, UsageError

RULES = """
[[rule]]
id = "council"
name = "The council"
sections = ["rights"]
query = "рада"
urgent = true
[[rule]]
id = "oak"
query = "дуб"
[[mute]]
id = "weather"
query = "погода"
"""


@pytest.fixture
def rules_file(tmp_path):
    (tmp_path / "rules.toml").write_text(RULES, "utf-8")
    return tmp_path / "rules.toml"


def texts(rules_file, *lines, encoding="utf-8"):
    path = rules_file.with_name("texts.jsonl")
    path.write_text("\n".join(lines), encoding)
    return path.open(encoding="utf-8")


def test_matches_come_first_and_the_muted_are_counted(rules_file):
    said = []
    with texts(rules_file, '{"id": 1, "text": "дуб"}', '{"id": 2, "text": "дуб, погода"}') as given:
        found = list(command.matches(rules_file, given, warn=said.append))

    assert [{"rule": "oak", "id": 1, "spans": [[0, 3]], "title_spans": []}] == found
    assert ["1 match was hidden by a mute."] == said


def test_a_refused_rule_is_named_and_the_others_run(rules_file):
    rules_file.write_text(RULES.replace('"рада"', '"рад*"'), "utf-8")
    said, found = [], []
    with (
        texts(rules_file, '{"id": 1, "text": "дуб"}') as given,
        pytest.raises(DazorError, match="mistakes: 1"),
    ):
        found.extend(command.matches(rules_file, given, warn=said.append))

    assert said[0].startswith("rules.toml, line 6, column 10: ")


def test_texts_in_another_encoding_are_refused_with_a_sentence(rules_file):
    with (
        texts(rules_file, '{"id": 1, "text": "дуб"}', encoding="cp1251") as given,
        pytest.raises(UsageError) as caught,
    ):
        list(command.matches(rules_file, given, warn=print))

    assert "texts.jsonl, after line 0: not UTF-8 text. Save the file as UTF-8." == str(caught.value)


def test_problems_name_unknown_sections(rules_file):
    said = []

    assert 0 == command.check(rules_file, ["rights"], warn=said.append)
    assert [] == said
    assert 1 == command.check(rules_file, ["military"], warn=said.append)
    assert 'unknown section "rights"' in said[0]


def test_what_deserves_a_look_is_no_mistake(rules_file):
    rules_file.write_text('[[rule]]\nid = "drills"\nquery = "учени*"\n', "utf-8")
    said = []

    assert 0 == command.check(rules_file, [], warn=said.append)
    assert said[0].startswith("Worth a look: rules.toml, line 3, column 10: ")


def test_rules_and_mutes_are_listed(rules_file):
    assert [
        "rule council (rights, weight 1, urgent): The council",
        "rule oak (no section, weight 1): oak",
        "mute weather: погода",
    ] == list(command.listed(rules_file, ["rights"], warn=print))


def test_a_refused_rule_is_not_listed_but_named(rules_file):
    said = []
    listed = list(command.listed(rules_file, [], warn=said.append))

    assert (2, 1) == (len(listed), len(said))
