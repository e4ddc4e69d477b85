import json

import pytest

from dazor.rules import load, texts
from dazor.rules.matcher import Text
from store.errors import UsageError

RULES = """
[[rule]]
id = "council"
query = "рада"
[[rule]]
id = "oak"
query = "title:дуб"
[[mute]]
id = "weather"
query = "погода"
"""


def answers(*given):
    lines = [json.dumps(text) for text in given]
    loaded = load.from_text(RULES, file="rules.toml", sections=())
    return list(texts.answer(loaded, texts.read(lines, "texts.jsonl")))


def test_a_match_has_the_promised_shape():
    found = answers({"id": 7, "title": "Дуб", "text": "рада, рада"})

    council = {"rule": "council", "id": 7, "spans": [[0, 4], [6, 10]], "title_spans": []}
    oak = {"rule": "oak", "id": 7, "spans": [], "title_spans": [[0, 3]]}
    assert [([council, oak], 0)] == found


def test_what_a_mute_hides_is_left_out_and_counted():
    found = answers({"id": "a", "title": "Дуб", "text": "рада, погода"}, {"id": "b", "text": "погода"})

    assert [([], 2), ([], 0)] == found


def test_a_line_may_say_more_than_the_matcher_needs():
    line = '{"id": "a", "text": "т", "title": null, "source": "oak", "kind": "post", "url": "…"}'

    expected = ("a", Text(text="т", source="oak", kind="post"))
    assert [expected] == list(texts.read(["\n", line, " "], "texts.jsonl"))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("рада", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('"рада"', "not a JSON object"),
        ('{"text": "рада"}', 'has no "id"'),
        ('{"id": 1}', 'has no "text"'),
        ('{"id": 1, "text": null}', 'has no "text"'),
        ('{"id": 1, "text": 5}', '"text" is not a text: 5'),
        ('{"id": 1, "text": "", "title": ["a"]}', '"title" is not a text'),
    ],
)
def test_a_bad_line_is_named(line, says):
    with pytest.raises(UsageError) as caught:
        list(texts.read(["", line], "texts.jsonl"))

    assert str(caught.value).startswith("texts.jsonl, line 2: ")
    assert says in str(caught.value)
