import pytest

from dazor.rules import load, parse
from tests import random_rules


def doubts(query):
    return [(doubt.column, doubt.what) for doubt in parse.doubts(query, random_rules.known())]


@pytest.mark.parametrize(
    "query", ["санкции", '"санкцыі ЕЗ"', "=Сакнции", "sanctons", "@oak-agency", "Мигрнты"]
)
def test_nothing_is_doubted_of_a_plain_rule(query):
    assert [] == doubts(query)


def test_a_prefix_and_a_mistyped_word_deserve_a_look_at_their_places():
    (first, beginning), (second, mistyped) = doubts('рада AND мигр* OR "новые сакнции"')

    assert (10, 26) == (first, second)
    assert beginning.startswith('"мигр*" finds whatever begins so')
    assert 'did you mean "санкции"?' in mistyped


def test_a_sensitive_name_works_and_deserves_a_look(tmp_path):
    (tmp_path / "entities.toml").write_text(
        random_rules.REGISTER_TEXT.replace("bare = true", "bare = true\nsensitive = true"), "utf-8"
    )
    (tmp_path / "rules.toml").write_text(
        '[[rule]]\nid = "one"\nquery = "@sidarovich-ryhor"\nmatch = ["Рыгора Сідаровіча"]\n', "utf-8"
    )
    loaded = load.from_file(tmp_path / "rules.toml", sections=None, with_doubts=True)

    assert ["one"] == [rule.id for rule in loaded.rules]
    assert [(3, 10)] == [(doubt.line, doubt.column) for doubt in loaded.doubts]
    assert "marked sensitive" in loaded.doubts[0].what


def test_doubts_are_found_where_they_are_asked_for(tmp_path):
    (tmp_path / "rules.toml").write_text('[[rule]]\nid = "one"\nquery = "мигр*"\n', "utf-8")

    assert () == load.from_file(tmp_path / "rules.toml", sections=None).doubts
