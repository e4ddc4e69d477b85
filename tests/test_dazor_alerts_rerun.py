"""A new rule is looked up in the index of words; what it finds is what reading every text would find."""

import newsdesk
import pytest

from dazor import alerts, analyse
from dazor.rules import row
from store import texts

QUERIES = ("граница", "=Граница", "title:мост", '"закрытая граница"', "граница NOT открыт*", "source:baravik")


@pytest.fixture
def config(tmp_path):
    return newsdesk.make_config(tmp_path, rules="")


@pytest.fixture(autouse=True)
def archive(db, config, now):
    """Nine texts, all of them in the index, and no rules yet."""
    newsdesk.add_source(db, "baravik", "Baravik News")
    for number in range(3):
        newsdesk.add_text(db, "baravik", f"a{number}", "Граница открыта.", now, title="Мост")
        newsdesk.add_text(db, "baravik", f"b{number}", "О закрытой границе.", now)
        newsdesk.add_text(db, "baravik", f"c{number}", "Погода.", now)
    analyse.run(db, config, now)
    newsdesk.match(db, config, now)


@pytest.fixture
def read(monkeypatch):
    """The versions that are read, in their order."""
    seen = []
    find = texts.find
    monkeypatch.setattr(texts, "find", lambda db, versions: seen.extend(versions) or find(db, versions))
    return seen


def add_rules(db, config, now, *queries):
    tables = [f"[[rule]]\nid = 'r{number}'\nquery = '''{query}'''\n" for number, query in enumerate(queries)]
    config.rules_file.write_text("\n".join(tables), encoding="utf-8")
    return newsdesk.match(db, config, now)


def found(db):
    rows = db.rows("SELECT rule, version FROM match WHERE origin = 'rerun' ORDER BY rule, version DESC")
    return [(row["rule"], row["version"]) for row in rows]


def test_only_texts_with_the_words_are_read(db, config, now, read):
    add_rules(db, config, now, '"закрытая граница"')

    assert [8, 5, 2] == read
    assert [("r0", 8), ("r0", 5), ("r0", 2)] == found(db)


def test_every_rule_finds_what_reading_everything_finds(db, config, now, monkeypatch):
    add_rules(db, config, now, *QUERIES)
    narrowed = found(db)
    with db.transaction():
        db.write("DELETE FROM match")
        db.write("UPDATE rule_revision SET rerun_down_to = first_version + 1")
    monkeypatch.setattr(alerts, "SEARCHED_AT_MOST", 0)

    newsdesk.match(db, config, now)

    assert narrowed == found(db) != []


def test_texts_that_are_not_indexed_are_read(db, config, now, read):
    newsdesk.add_text(db, "baravik", "d", "Мы на границе.", now)
    newsdesk.add_text(db, "baravik", "e", "Погода.", now)
    newsdesk.match(db, config, now)

    add_rules(db, config, now, "граница")

    assert [11, 10, 8, 7, 5, 4, 2, 1] == read
    assert 7 == len(found(db))


def test_an_index_of_other_analysers_is_not_relied_on(db, config, now, read, monkeypatch):
    """It may lack what the analysers of today find, and a rerun comes once."""
    monkeypatch.setattr(row, "analysers", lambda: "others")

    add_rules(db, config, now, "граница")

    assert [9, 8, 7, 6, 5, 4, 3, 2, 1] == read


def test_a_rerun_goes_on_between_candidates(db, config, now, monkeypatch):
    monkeypatch.setattr(alerts, "BATCH", 2)
    monkeypatch.setattr(alerts, "RERUN_AT_MOST", 2)

    counts = [add_rules(db, config, now, "граница").new for _ in range(5)]

    assert [2, 2, 2, 0, 0] == counts
    assert 0 == db.value("SELECT rerun_down_to FROM rule_revision WHERE until IS NULL")
