"""`dazor rules try`, `import`, `export` and `history`, as they are typed."""

import json

import newsdesk
import pytest
from click.testing import CliRunner

from dazor.cli import dazor
from store.database import open_database

RULES = '[[rule]]\nid = "sanctions"\nname = "Sanctions"\nquery = "санкции"\n'


@pytest.fixture
def folder(tmp_path, now):
    """An installation with three texts of today."""
    config = newsdesk.make_config(tmp_path, RULES)
    (tmp_path / "config.toml").write_text('[store]\npath = "data/news.db"\n')
    config.store.path.parent.mkdir()
    db = open_database(config.store.path)
    newsdesk.add_source(db, "baravik", "Baravik News")
    for number, text in enumerate(["Под санкциями.", "Санкций нет.", "Дождь."]):
        newsdesk.add_text(db, "baravik", str(number), text, now)
    newsdesk.match(db, config, now)
    db.close()
    return tmp_path


def typed(folder, *words):
    return CliRunner().invoke(
        dazor, ["--config", str(folder / "config.toml"), "rules", *words], catch_exceptions=True
    )


def tried(folder, now, *words):
    return typed(folder, "try", "--now", now.isoformat(), *words)


def test_a_query_is_tried(folder, now):
    said = tried(folder, now, "санкции").stdout

    assert "2 texts of 3 in 30 days" in said
    assert "санкций 1, санкциями 1" in said


def test_a_rule_is_tried_in_json(folder, now):
    (rule,) = json.loads(tried(folder, now, "--rule", "sanctions", "--json").stdout)["rules"]

    assert ("sanctions", 2, 2) == (rule["rule"], rule["hits"], rule["alone"])


def test_all_rules_are_tried_where_none_is_named(folder, now):
    assert tried(folder, now).stdout.splitlines()[2].endswith("sanctions")


def test_another_file_is_tried(folder, now):
    (folder / "new.toml").write_text(RULES.replace("санкции", "дождь"), "utf-8")

    assert "1 text of 3" in tried(folder, now, "--file", str(folder / "new.toml")).stdout


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["санкции", "--rule", "sanctions"], "name a query, --rule or --file"),
        (["--rule", "sanction"], "sanction: no such rule. There are: sanctions."),
        (["санкции AND"], "column"),
    ],
)
def test_what_cannot_be_tried_is_a_sentence(folder, now, words, what):
    mistake = tried(folder, now, *words).exception

    assert what in str(mistake)
    assert 2 == mistake.exit_code


def test_without_a_store_the_words_are_said(folder, now):
    (folder / "data" / "news.db").unlink()
    result = tried(folder, now, "санкции")

    assert "any form of санкция (ru)" in result.stdout
    assert "no store yet" in result.stderr


def test_rules_are_exported_as_they_stand(folder):
    assert RULES == typed(folder, "export", "sanctions").stdout


def test_rules_are_imported_with_their_names(folder):
    (folder / "new.toml").write_text('[[rule]]\nid = "border"\nquery = "@khrenin-viktar"\n', "utf-8")

    assert "added border\n" == typed(folder, "import", str(folder / "new.toml")).stdout
    assert "@khrenin-viktar" in (folder / "rules.toml").read_text("utf-8")


def test_every_text_of_a_rule_is_shown_with_its_days(folder, now):
    said = typed(folder, "history", "sanctions").stdout

    assert f"from {now:%Y-%m-%d} " in said
    assert said.endswith("    санкции\n")


def test_a_rule_that_never_was_has_no_history(folder):
    assert "no such rule was ever in force" in str(typed(folder, "history", "oak").exception)
