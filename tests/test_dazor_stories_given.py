"""`dazor stories --texts`: lines in, lines out."""

import json

import commands
import pytest

from dazor.stories import given
from store.errors import UsageError

FIRST = (
    "Под Бобровкой начались учения «Бобровый щит», в которых участвуют тысяча двести военных трёх бригад. "
    "Генерал Пётр Выдуманный назвал их плановыми и обещал закончить к пятнице."
)


def read(*lines, warn=None):
    said = []
    texts = list(given.read([json.dumps(line) for line in lines], "t.jsonl", warn=warn or said.append))
    return texts, said


def test_a_copy_belongs_to_the_story_of_the_first():
    texts, _ = read(
        {"id": "a", "text": FIRST, "source": "zubr"}, {"id": 2, "text": FIRST}, {"id": 3, "text": "Иное."}
    )

    first, copy, other = given.group(texts)

    assert {"id": "a", "story": "a", "of": None, "relation": None, "containment": 0.0} == first
    assert {"id": 2, "story": "a", "of": "a", "relation": "copy", "containment": 1.0} == copy
    assert 3 == other["story"]


def test_lines_that_are_not_sorted_are_said_once():
    days = ["2026-03-02T06:00:00+00:00", "2026-03-01", "2026-03-02T07:00:00+02:00"]
    texts, said = read(*({"id": day, "text": "т", "published_at": day} for day in days))

    assert days == [text.id for text in texts]
    assert ['t.jsonl, line 2: "published_at" is before that of a line above. Who was first is told from the '
            "order of the lines: sort them by it."] == said  # fmt: skip


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"id": 1, "text": "т", "published_at": "yesterday"}, '"published_at" is not a time: yesterday'),
        ({"id": 1, "text": "т", "source": 5}, '"source" is not a text: 5'),
        ({"id": 1}, 'has no "text"'),
    ],
)
def test_a_bad_line_is_named(line, says):
    with pytest.raises(UsageError, match=r"t\.jsonl, line 1: ") as caught:
        read(line)

    assert says in str(caught.value)


def test_the_command_prints_a_line_for_each_text(tmp_path):
    file = tmp_path / "t.jsonl"
    file.write_text("\n".join(json.dumps({"id": n, "text": FIRST}) for n in range(3)), "utf-8")

    found = commands.dazor(tmp_path / "config.toml", "stories", "--texts", str(file))

    assert [0, 0, 0] == [json.loads(line)["story"] for line in found.stdout.splitlines()]
