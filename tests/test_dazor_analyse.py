import shutil
from pathlib import Path

import newsdesk
import pytest

from dazor import analyse, search
from dazor.rules import row
from dazor.rules.parse import parse
from dazor.search import Query
from store import words, words_generations
from store.database import opened


@pytest.fixture
def config(tmp_path):
    return newsdesk.make_config(tmp_path)


@pytest.fixture(autouse=True)
def source(db):
    newsdesk.add_source(db, "baravik", "Baravik News")


@pytest.fixture
def other_analysers(monkeypatch):
    """From here on texts are read by analysers of another version."""
    return lambda: monkeypatch.setattr(row, "analysers", lambda: "others")


def add(db, now, *keys):
    for key in keys:
        newsdesk.add_text(db, "baravik", key, f"Санкции номер {key}.", now)


def indexed(db):
    """The versions of each generation in the order they went in, and what the engine has."""
    found = {}
    for one in words_generations.standing(db):
        rows = db.rows(f"SELECT rowid FROM {words.table(one.slot)} ORDER BY rowid")
        found[one.analysers] = [row["rowid"] for row in rows]
    return found


def search_for(db, query):
    return list(search.versions(db, Query(tree=parse(query))))


def test_texts_are_found_once_they_are_indexed(db, config, now):
    add(db, now, "a", "b")

    counts = analyse.run(db, config, now)

    assert (2, 0) == (counts.done, counts.failed)
    assert [2, 1] == search_for(db, "санкций")
    assert 0 == words_generations.waiting(db, row.analysers())


def test_each_text_is_indexed_once(db, config, now):
    add(db, now, "a")
    analyse.run(db, config, now)
    add(db, now, "b")

    counts = analyse.run(db, config, now)

    assert (1, 1) == (counts.done, counts.new)
    assert {row.analysers(): [1, 2]} == indexed(db)
    assert 0 == analyse.run(db, config, now).done


def test_what_is_stored_is_indexed_newest_first_and_bit_by_bit(db, config, now, monkeypatch):
    monkeypatch.setattr(analyse, "BATCH", 2)
    add(db, now, *"abcde")

    assert 2 == analyse.run(db, config, now, back_at_most=1).done
    assert {row.analysers(): [4, 5]} == indexed(db)
    assert 3 == analyse.run(db, config, now).done
    assert {row.analysers(): [1, 2, 3, 4, 5]} == indexed(db)


def test_new_texts_go_before_old_ones(db, config, now, monkeypatch):
    monkeypatch.setattr(analyse, "BATCH", 1)
    add(db, now, *"abc")
    analyse.run(db, config, now, back_at_most=1)
    add(db, now, "d")

    analyse.run(db, config, now, back_at_most=0)

    assert {row.analysers(): [3, 4]} == indexed(db)


def test_an_index_is_made_anew_for_other_analysers_while_texts_come(db, config, now, other_analysers):
    add(db, now, "a", "b")
    analyse.run(db, config, now)
    before = row.analysers()
    other_analysers()
    add(db, now, "c")

    analyse.run(db, config, now, back_at_most=0)
    assert {"others": [3], before: [1, 2]} == indexed(db)
    assert [3, 2, 1] == search_for(db, "санкции")

    analyse.run(db, config, now)
    analyse.run(db, config, now)
    assert {"others": [1, 2, 3]} == indexed(db)
    assert [3, 2, 1] == search_for(db, "санкции")
    assert 3 == db.value("SELECT count(*) FROM indexed")


def test_analysers_that_change_again_begin_again(db, config, now, other_analysers, monkeypatch):
    add(db, now, "a", "b")
    analyse.run(db, config, now)
    other_analysers()
    add(db, now, "c")
    analyse.run(db, config, now, back_at_most=0)
    monkeypatch.setattr(row, "analysers", lambda: "third")

    analyse.run(db, config, now)
    analyse.run(db, config, now)

    assert {"third": [1, 2, 3]} == indexed(db)


def test_an_index_can_be_made_anew_by_hand(db, config, now):
    add(db, now, "a", "b")
    analyse.run(db, config, now)

    steps = []
    counts = analyse.run(db, config, now, back_at_most=None, is_anew=True, step=lambda: steps.append(1))

    assert 2 == counts.done == len(steps)
    assert ["b"] == [one.slot for one in words_generations.standing(db)]


def test_what_stops_a_batch_leaves_nothing_of_it(db, config, now, monkeypatch):
    """The next run begins with that batch."""
    add(db, now, "a", "b")
    save = words.save

    def stop(*given):
        save(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(words, "save", stop)
    with pytest.raises(KeyboardInterrupt):
        analyse.run(db, config, now)
    monkeypatch.setattr(words, "save", save)
    assert {row.analysers(): []} == indexed(db)

    analyse.run(db, config, now)
    assert {row.analysers(): [1, 2]} == indexed(db)
    assert [2, 1] == search_for(db, "санкции")


def test_the_engine_finds_its_own_index_whole(db, config, now):
    add(db, now, *"abc")
    analyse.run(db, config, now)

    db.conn.execute("INSERT INTO words_a (words_a) VALUES ('integrity-check')")


def test_a_text_of_any_kind_is_indexed(db, config, now):
    kinds = ["", "слово", "🙂" * 1000, "שלום عليكم дубы", "а" * 300_000, "Это дубы. " * 100_000]
    for key, text in enumerate(kinds):
        newsdesk.add_text(db, "baravik", str(key), text, now)

    assert 6 == analyse.run(db, config, now).done
    assert [6, 4] == search_for(db, "дубы")


def test_a_store_of_an_older_release_is_indexed(tmp_path, config, now):
    shutil.unpack_archive(Path(__file__).parent / "databases" / "0.2.0.zip", tmp_path)
    with opened(tmp_path / "news.db", version="0.3.0", now=now) as db:
        before = search_for(db, "границы")
        analyse.run(db, config, now)

        assert before == search_for(db, "границы") != []
        assert 0 == words_generations.waiting(db, row.analysers())
