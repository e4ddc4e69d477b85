import sqlite3

import pytest
import shelf

from store import database
from store.database import open_database, opened, opened_to_read
from store.errors import StoreError


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "news.db"


@pytest.fixture
def made(path, now):
    """A store with one row."""
    shelf.put(path, now, "first")
    return path


def note_and_fail(db):
    with db.transaction():
        shelf.note(db, "half")
        raise ZeroDivisionError


def test_store_is_made_where_there_is_none(path, now):
    shelf.put(path, now, "first")

    assert ["0.1"] == shelf.written_by(path)
    assert shelf.is_whole(path)


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("page_size", 16384)],
)
def test_store_is_safe_before_it_is_fast(path, pragma, expected):
    with open_database(path) as db:
        assert expected == db.value(f"PRAGMA {pragma}")


def test_what_is_stored_is_there_again(made, now):
    with opened(made, version="0.1", now=now) as db:
        assert ["first"] == shelf.notes(db)

    assert ["0.1"] == shelf.written_by(made)


def test_empty_file_becomes_a_store(path, now):
    """As the disk leaves it when the machine went off at the first start."""
    path.parent.mkdir()
    path.touch()
    shelf.put(path, now, "first")

    assert shelf.is_whole(path)


def test_store_in_memory_leaves_nothing_behind():
    db = open_database(":memory:")
    db.archive.append("2026-03", b"page")
    folder = db.archive.folder
    db.close()

    assert not folder.exists()


def test_store_may_be_closed_twice(path):
    db = open_database(path)
    db.close()
    db.close()

    assert shelf.is_whole(path)


def test_transaction_is_all_or_nothing(db):
    with pytest.raises(ZeroDivisionError):
        note_and_fail(db)

    assert [] == shelf.notes(db)


def test_transaction_inside_another_joins_it(db):
    with pytest.raises(ZeroDivisionError), db.transaction():
        note_and_fail(db)

    assert [] == shelf.notes(db)


def test_transaction_that_cannot_be_committed_leaves_none_open(db):
    """A constraint that is looked at only at the end."""
    db.conn.execute("CREATE TABLE late (source REFERENCES source (id) DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises(sqlite3.IntegrityError), db.transaction():
        db.write("INSERT INTO late VALUES ('nobody')")

    assert not db.conn.in_transaction
    assert 0 == db.value("SELECT count(*) FROM late")


def test_write_outside_a_transaction_is_a_bug(db):
    with pytest.raises(RuntimeError, match="outside a transaction"):
        db.write("DELETE FROM setting_load")


def test_questions_without_an_answer_give_none(db):
    assert [] == db.rows("SELECT * FROM run")
    assert None is db.row("SELECT * FROM run")
    assert None is db.value("SELECT id FROM run")


def test_wrong_statement_is_a_bug_and_no_sentence(made, now):
    with pytest.raises(sqlite3.OperationalError), opened(made, version="0.1", now=now) as db:
        db.rows("SELECT titel FROM version")


def test_reader_sees_what_is_stored_and_cannot_write(made):
    with opened_to_read(made) as db:
        assert ["first"] == shelf.notes(db)
    with pytest.raises(StoreError, match="cannot be opened or written"), opened_to_read(made) as db:
        shelf.note(db, "second")


def test_reader_goes_on_beside_a_writer(made, now):
    with opened(made, version="0.1", now=now) as writer, opened_to_read(made) as reader, writer.transaction():
        shelf.note(writer, "second")
        assert ["first"] == shelf.notes(reader)


def test_reader_makes_no_store(path):
    with (
        pytest.raises(StoreError, match=r"there is no store yet\. `dazor run` makes it"),
        opened_to_read(path),
    ):
        pass

    assert not path.parent.exists()


def test_locked_for_too_long_is_a_sentence(made, now, monkeypatch):
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0.01)
    sentence = "another process has been writing for too long"
    with (
        opened(made, version="0.1", now=now) as db,
        db.transaction(),
        pytest.raises(StoreError, match=sentence),
    ):
        shelf.put(made, now, "second")
