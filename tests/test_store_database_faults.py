"""Files and disks that fail: a sentence, nothing half-written, the store whole."""

import subprocess
from pathlib import Path

import pytest
import shelf

from store import database
from store.database import open_database, opened, opened_to_read
from store.errors import StoreError

FULL = r"the disk is full or failing .*Make room; what was stored before is whole"
CLOSED = "it cannot be opened or written .*Check the owner and rights"
DAMAGED = r"store: .*news\.db: the file is damaged .*restore the last backup"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "news.db"


@pytest.fixture
def made(path, now):
    """A store with one row."""
    shelf.put(path, now, "0")
    return path


def fill(path, now):
    """Write rows until the disk takes no more."""
    with opened(path, version="0.1", now=now) as db:
        for number in range(1, 200):
            shelf.note(db, f"{number} " + "x" * 20_000)


def numbers(path):
    with opened_to_read(path) as db:
        return [int(text.split()[0]) for text in shelf.notes(db)]


@pytest.mark.parametrize("damage", [lambda file: file[:20_000], lambda file: b"not a database" * 999])
def test_damaged_file_is_a_sentence_and_stays_as_it_is(made, now, damage):
    made.write_bytes(damage(made.read_bytes()))
    before = made.read_bytes()

    with pytest.raises(StoreError, match=DAMAGED):
        open_database(made, version="0.1", now=now)
    assert before == made.read_bytes()


def test_damage_that_comes_between_leaves_nothing_open(made, now, monkeypatch):
    """The file was whole at the first look."""
    monkeypatch.setattr(database, "_look_first", lambda path, version: None)
    made.write_bytes(b"not a database" * 999)
    before = len(list(Path("/proc/self/fd").iterdir()))

    with pytest.raises(StoreError, match=DAMAGED):
        open_database(made, version="0.1", now=now)
    assert before == len(list(Path("/proc/self/fd").iterdir()))


def test_damage_met_later_is_a_sentence_too(made, now):
    shelf.put(made, now, "x" * 500_000)
    with made.open("r+b") as file:
        file.seek(-500_000, 2)
        file.write(b"\xff" * 400_000)

    with pytest.raises(StoreError, match=DAMAGED), opened(made, version="0.1", now=now) as db:
        shelf.notes(db)


def test_folder_in_place_of_the_file_is_a_sentence(path, now):
    path.mkdir(parents=True)

    with pytest.raises(StoreError, match=r"is a folder\. Name a file"):
        open_database(path, version="0.1", now=now)


def test_file_in_place_of_the_folder_is_a_sentence(path, now):
    path.parent.write_text("")

    with pytest.raises(StoreError, match=CLOSED):
        open_database(path, version="0.1", now=now)


def test_full_store_is_a_sentence_and_stays_whole(made, now):
    full = pytest.raises(StoreError, match=FULL)
    with full, opened(made, version="0.1", now=now) as db:
        db.conn.execute(f"PRAGMA max_page_count = {db.value('PRAGMA page_count')}")
        shelf.note(db, "1 " + "x" * 1_000_000)

    assert [0] == numbers(made)
    assert shelf.is_whole(made)


def test_full_disk_is_a_sentence_and_leaves_every_row_before_it(made, now):
    with shelf.file_limit(made.stat().st_size + 300_000), pytest.raises(StoreError, match=FULL):
        fill(made, now)

    stored = numbers(made)
    assert list(range(len(stored))) == stored
    assert len(stored) > 1
    assert shelf.is_whole(made)


def test_first_start_on_a_full_disk_leaves_no_half_store(path, now):
    with shelf.file_limit(100_000), pytest.raises(StoreError, match=FULL):
        open_database(path, version="0.1", now=now)
    shelf.put(path, now, "0")

    assert [0] == numbers(path)
    assert ["0.1"] == shelf.written_by(path)


def test_disk_that_fills_up_is_a_sentence_and_keeps_what_was_stored(small_disk, now):
    path = small_disk / "news.db"
    with pytest.raises(StoreError, match=FULL):
        fill(path, now)

    stored = numbers(path)
    assert list(range(1, len(stored) + 1)) == stored
    assert shelf.is_whole(path)


def test_disk_that_may_only_be_read_is_a_sentence(small_disk, now):
    path = small_disk / "news.db"
    shelf.put(path, now, "0")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    before = shelf.files(path)

    with pytest.raises(StoreError, match=CLOSED):
        open_database(path, version="0.1", now=now)
    assert before == shelf.files(path)
