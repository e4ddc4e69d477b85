"""Stores of other versions of Dazor: older ones are upgraded, newer ones refused."""

import contextlib
import shutil
import sqlite3

import pytest
import shelf
from sqlite_utils import Migrations

from store import database
from store.database import open_database, opened, opened_to_read
from store.errors import Busy, StoreError

REFUSED = r"written by Dazor 0\.9, this is .* Install 0\.9 or newer; the file is unchanged"


@pytest.fixture
def made(tmp_path, now):
    """A store of this Dazor with one row."""
    path = tmp_path / "data" / "news.db"
    shelf.put(path, now, "first")
    return path


@pytest.fixture
def newer(monkeypatch):
    """`with newer():` the code of a later release, whose migration adds a column."""

    @contextlib.contextmanager
    def release(column="extra TEXT"):
        migrations = Migrations("dazor")
        migrations._migrations = [*database.migrations._migrations]
        migrations(name="m999_next")(
            lambda db: db.conn.execute(f"ALTER TABLE setting_load ADD COLUMN {column}")
        )
        with monkeypatch.context() as patched:
            patched.setattr(database, "migrations", migrations)
            yield

    return release


@pytest.fixture
def from_the_future(made, newer, now):
    """A store that Dazor 0.9 has upgraded."""
    with newer():
        shelf.put(made, now, version="0.9")
    return made


def test_older_store_is_upgraded_with_a_copy_beside_it(made, newer, now):
    with newer(), opened(made, version="0.2", now=now) as db:
        assert [None] == [row["extra"] for row in db.rows("SELECT extra FROM setting_load")]

    copy = made.with_name("news.db.before-0.2")
    assert [["0.1", "0.2"], ["0.1"]] == [shelf.written_by(path) for path in (made, copy)]
    assert shelf.is_whole(copy)


def test_copy_is_of_the_last_upgrade(made, newer, now):
    """The store went back to the copy, was used for weeks, and is upgraded again."""
    copy = made.with_name("news.db.before-0.2")
    with newer():
        shelf.put(made, now, version="0.2")
    shutil.copy(copy, made)
    shelf.put(made, now, "second")
    with newer():
        shelf.put(made, now, version="0.2")

    with opened_to_read(copy) as db:
        assert ["first", "second"] == shelf.notes(db)


def test_upgrade_waits_while_the_store_is_in_use(made, newer, now):
    busy = pytest.raises(Busy, match="waits for an upgrade, but a job is using it")
    with opened(made, version="0.1", now=now), newer(), busy:
        shelf.put(made, now, version="0.2")

    assert ["0.1"] == shelf.written_by(made)
    assert ["news.db"] == list(shelf.files(made))


def test_store_cannot_be_opened_during_an_upgrade(made, now):
    with database._alone(made), pytest.raises(Busy, match=r"news\.db is being upgraded"):
        open_database(made, version="0.1", now=now)


def test_upgrade_that_another_process_has_made_is_not_made_again(made, newer, now):
    with newer():
        shelf.put(made, now, version="0.2")
        db = database._connect(made)
        database._apply(db, "0.2", now)
        db.close()

    assert ["0.1", "0.2"] == shelf.written_by(made)


def test_upgrade_that_breaks_changes_nothing(made, newer, now):
    with newer("text TEXT"), pytest.raises(sqlite3.OperationalError, match="duplicate column name: text"):
        open_database(made, version="0.2", now=now)

    assert ["0.1"] == shelf.written_by(made)
    shelf.put(made, now, "second")


def test_upgrade_on_a_full_disk_leaves_no_half_copy(made, newer, now):
    with newer(), shelf.file_limit(100_000), pytest.raises(StoreError, match="the disk is full"):
        open_database(made, version="0.2", now=now)

    assert ["news.db"] == list(shelf.files(made))
    assert ["0.1"] == shelf.written_by(made)


def test_reader_upgrades_nothing(made, newer):
    before = shelf.files(made)
    refusal = pytest.raises(StoreError, match=r"older Dazor\. The next `dazor run` upgrades it")
    with newer(), refusal, opened_to_read(made):
        pass

    assert before == shelf.files(made)


def test_newer_store_is_refused_and_stays_as_it_is(from_the_future, now):
    before = shelf.files(from_the_future)
    with pytest.raises(StoreError, match=REFUSED.replace(".*", r"0\.7\.")):
        open_database(from_the_future, version="0.7", now=now)

    assert before == shelf.files(from_the_future)


def test_newer_store_is_refused_to_readers(from_the_future):
    before = shelf.files(from_the_future)
    with pytest.raises(StoreError, match=REFUSED), opened_to_read(from_the_future):
        pass

    assert before == shelf.files(from_the_future)


def test_newer_store_left_by_a_crash_stays_as_it_is(from_the_future, newer, now, tmp_path):
    """Opening it for writing would move its log into the file."""
    with newer(), opened(from_the_future, version="0.9", now=now) as db:
        shelf.note(db, "in the log")
        shutil.copytree(from_the_future.parent, tmp_path / "crashed")
    crashed = tmp_path / "crashed" / "news.db"
    before = shelf.files(crashed)
    with pytest.raises(StoreError, match=REFUSED):
        open_database(crashed, version="0.7", now=now)

    assert "news.db-wal" in before
    assert before == shelf.files(crashed)


def test_newer_dazor_that_comes_between_is_noticed(from_the_future, now, monkeypatch):
    """Looked at, then upgraded by another, then opened: the second look is under the lock."""
    monkeypatch.setattr(database, "_look_first", lambda path, version: None)

    with pytest.raises(StoreError, match=REFUSED):
        open_database(from_the_future, version="0.7", now=now)


def test_database_of_another_program_is_left_alone(tmp_path, now):
    path = tmp_path / "bookmarks.db"
    with contextlib.closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE TABLE bookmark (url TEXT)")
    before = shelf.files(path)

    with pytest.raises(StoreError, match=r"another program\. Name another file in \[store\] path"):
        open_database(path, version="0.1", now=now)
    assert before == shelf.files(path)
