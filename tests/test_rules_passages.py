import tomllib

import pytest

from dazor.rules import passages
from store.errors import UsageError

DESK = """# The rules of an invented desk.

[[rule]]
id = "oak" # an old one
query = "дуб"

# POLITICS

# asked for by the editor
[[rule]]
id = "council"
sections = ["political"]
query = '''
рада

# not a comment
'''

[[mute]]
id = "weather"
query = "погода"

# the end
"""
NEW = '''# Head.

# why: birch bark
[[rule]]
id = "birch"
query = """санкцыі"""
match = ["санкцыямi"]
'''


def cut(text):
    return {passage.id: passage.text for passage in passages.passages(text, "rules.toml")}


def test_a_passage_is_what_stands_in_the_file():
    found = cut(DESK)

    assert '[[rule]]\nid = "oak" # an old one\nquery = "дуб"' == found["oak"]
    assert found["council"].startswith("# asked for by the editor\n[[rule]]")
    assert found["council"].endswith("# not a comment\n'''")
    assert '[[mute]]\nid = "weather"\nquery = "погода"' == found["weather"]


@pytest.mark.parametrize("change", [lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text])
def test_line_ends_and_marks_of_windows_change_nothing(change):
    assert cut(DESK) == cut(change(DESK))


def test_passages_are_chosen_by_id_and_section():
    found = passages.passages(DESK, "rules.toml")

    assert ["oak"] == [one.id for one in passages.chosen(found, ["oak"], None, "rules.toml")]
    assert ["council"] == [one.id for one in passages.chosen(found, [], "political", "rules.toml")]
    assert 3 == len(passages.chosen(found, [], None, "rules.toml"))


def test_an_unknown_id_is_named_with_the_nearest():
    with pytest.raises(UsageError, match=r'no rule "oac"\. Did you mean "oak"\?'):
        passages.chosen(passages.passages(DESK, "rules.toml"), ["oac"], None, "rules.toml")


def test_rules_are_added_behind_what_is_there():
    text = passages.joined(DESK, NEW, "rules.toml", "new.toml", sections=None)

    assert text.startswith(DESK.rstrip())
    assert text.endswith(
        '# why: birch bark\n[[rule]]\nid = "birch"\nquery = """санкцыі"""\nmatch = ["санкцыямi"]\n'
    )
    assert ["oak", "council", "birch"] == [rule["id"] for rule in tomllib.loads(text)["rule"]]


def test_an_empty_file_takes_rules():
    assert ["birch"] == list(cut(passages.joined("", NEW, "rules.toml", "new.toml", sections=None)))


@pytest.mark.parametrize(
    ("new", "what"),
    [
        (NEW.replace("birch", "oak", 1).replace('id = "birch"', 'id = "oak"'), 'has a rule "oak" already'),
        (NEW.replace("санкцыямi", "хвоя"), "does not match its example"),
        (NEW.replace('"""санкцыі"""', "санкцыі"), "this is not TOML"),
        ("# nothing\n", "there is no rule in it"),
    ],
)
def test_nothing_is_added_if_anything_is_wrong(new, what):
    with pytest.raises(UsageError, match=what) as caught:
        passages.joined(DESK, new, "rules.toml", "new.toml", sections=None)

    assert str(caught.value).endswith("Nothing was added to rules.toml.")
