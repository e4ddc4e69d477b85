"""The desk's entities.toml from run to run: a bad entry goes on as it last was good, and is named."""

import newsdesk
import pytest

from dazor.register import in_force, shipped
from store import settings

GOOD = """
[[entity]]
id = "veras-ivan"
kind = "person"
gender = "m"
en = "Ivan Veras"
be = "Іван Верас"
bare = true

[[entity]]
id = "dub-anton"
kind = "person"
gender = "m"
en = "Anton Dub"
be = "Антон Дуб"
"""
RULE = "[[rule]]\nid = 'veras'\nquery = '@veras-ivan'\n"


@pytest.fixture
def config(tmp_path):
    config = newsdesk.make_config(tmp_path)
    config.rules_file.write_text(RULE, "utf-8")
    return config


@pytest.fixture
def load(db, config, now):
    """`load(text)`: the entities.toml of the desk says this, and a run has looked at it."""

    def write(text):
        config.entities_file.write_text(text, "utf-8")
        return newsdesk.match(db, config, now)

    return write


def own(db, config):
    """The ids of the desk's entries that are in force, with their Belarusian names."""
    register = in_force.known(db, config.entities_file)
    return {entity.id: entity.be for entity in register if shipped().find(entity.id) is None}


BOTH = {"veras-ivan": "Іван Верас", "dub-anton": "Антон Дуб"}


def test_entries_of_the_desk_are_beside_the_shipped_ones(db, config, load):
    load(GOOD)

    assert BOTH == own(db, config)


def test_a_bad_entry_goes_on_as_it_last_was_good_and_is_named(db, config, load):
    load(GOOD)

    counts = load(GOOD.replace('kind = "person"', 'kind = "persn"', 1))

    assert BOTH == own(db, config)
    [(what, place)] = counts.troubles
    why, remedy = counts.troubles[what, place]
    assert ("entity_refused", "entities.toml: veras-ivan") == (what, place)
    mistake = 'line 4, column 8: unknown kind "persn". Did you mean "person"?'
    assert f"{mistake} What was good before goes on." == why
    assert "register check" in remedy


def test_it_goes_on_for_as_many_runs_as_it_is_bad(db, config, load):
    bad = GOOD.replace('kind = "person"', 'kind = "persn"', 1)
    for text in (GOOD, bad, bad + "\n# later", bad + "\n# later still"):
        load(text)

    assert BOTH == own(db, config)


def test_an_entry_that_is_taken_out_is_gone(db, config, load):
    load(GOOD)
    load(GOOD[: GOOD.index('[[entity]]\nid = "dub')])

    assert ["veras-ivan"] == list(own(db, config))


def test_nothing_is_gone_while_an_id_may_be_mistyped(db, config, load):
    load(GOOD)
    load(GOOD.replace('"dub-anton"', '"Dub Anton"'))

    assert BOTH == own(db, config)


def test_an_entry_that_was_gone_before_does_not_come_back(db, config, load):
    load(GOOD)
    load(GOOD[: GOOD.index('[[entity]]\nid = "dub')])
    load(GOOD.replace('kind = "person"', 'kind = "persn"'))

    assert {"veras-ivan": "Іван Верас"} == own(db, config)


def test_a_file_that_cannot_be_opened_goes_on_as_it_was(db, config, load, now):
    load(GOOD)
    config.entities_file.unlink()
    config.entities_file.mkdir()

    counts = newsdesk.match(db, config, now)

    assert [("entities_unreadable", "entities.toml")] == list(counts.troubles)
    assert BOTH == own(db, config)


def test_without_a_file_the_shipped_register_is_in_force(db, config):
    assert {} == own(db, config)


def test_a_text_is_matched_by_every_form_of_an_entry_of_the_desk(db, config, load, now):
    newsdesk.add_source(db, "baravik", "Baravik News")
    newsdesk.add_text(db, "baravik", "a", "Размаўлялі з Верасам.", now)

    assert 1 == load(GOOD).new


def test_a_rule_whose_entity_has_changed_is_run_over_what_is_stored(db, config, load, now):
    """The new spelling finds an earlier text; nothing is found twice."""
    newsdesk.add_source(db, "baravik", "Baravik News")
    newsdesk.add_text(db, "baravik", "a", "Размаўлялі з Вераснікам.", now)
    newsdesk.add_text(db, "baravik", "b", "Размаўлялі з Верасам.", now)

    found = [load(GOOD).new, load(GOOD.replace("bare", 'aliases = ["Вераснік"]\nbare')).new, load(GOOD).new]

    assert [1, 1, 0] == found
    assert ["live", "rerun"] == [row["origin"] for row in db.rows("SELECT origin FROM match ORDER BY id")]


def test_earlier_texts_come_newest_first(db, now):
    with db.transaction():
        for text in ("a", "b"):
            settings.note(db, "entities.toml", text, now=now)

    assert ["b", "a"] == list(settings.earlier(db, "entities.toml"))
