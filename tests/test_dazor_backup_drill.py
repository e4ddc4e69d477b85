"""The drill: what it compares, and that no flipped byte passes it."""

import random

import copied
import pytest

from dazor import backup
from dazor.backup import copies, drill, manifest, restoring, sealing
from dazor.backup.restoring import Keys
from store.database import opened
from store.errors import StoreError, UsageError

KEYS = Keys(passphrase=copied.PASSPHRASE)
KINDS = {
    "open": (
        "manifest.json",
        "SHA256SUMS",
        "store/news.db.zst",
        "raw/2024-04.dzr.000000000000000",
        "raw/2024-05.dzr.000000000000000",
        "settings/config.toml",
        "settings/rules.toml",
        "settings/entities.toml",
        "settings/sources/prudok.toml",
    ),
    "sealed": (
        "manifest.json",
        "SHA256SUMS",
        "key.age",
        "store/news.db.zst.age",
        "raw/2024-05.dzr.000000000000000.age",
        "settings/config.toml.age",
    ),
}


def made(folder, now, *, is_sealed):
    folder.mkdir(exist_ok=True)
    config = copied.install(folder / "desk", now, backup=copied.sealed(folder) if is_sealed else "")
    with opened(config.store.path, version="test", now=now) as db:
        return backup.make(db, config, config.backup.folder, now).copy


@pytest.fixture
def copy(tmp_path, now):
    return made(tmp_path, now, is_sealed=False)


def identity(copy):
    """What the passphrase opens takes a second each time."""
    return sealing.identity_in((copy / "key.age").read_bytes(), copied.PASSPHRASE, "")


@pytest.mark.parametrize("kind", KINDS)
def test_one_flipped_byte_in_any_file_is_named(tmp_path, now, kind):
    """At the first, the last and six places between of every kind of file that a copy has."""
    copy = made(tmp_path / kind, now, is_sealed=kind == "sealed")
    keys = Keys(identity=identity(copy)) if kind == "sealed" else KEYS
    chance = random.Random(6)
    for name in KINDS[kind]:
        path = copy / name
        whole = path.read_bytes()
        for place in {0, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(6))}:
            path.write_bytes(
                whole[:place] + bytes([whole[place] ^ 1 << chance.randrange(8)]) + whole[place + 1 :]
            )
            with pytest.raises(StoreError) as raised:
                drill.rehearse(copy, keys, tmp_path)
            assert str(path) in str(raised.value), place
        path.write_bytes(whole)

    assert drill.rehearse(copy, keys, tmp_path).bodies == 5


@pytest.mark.parametrize("name", KINDS["open"])
def test_file_that_is_missing_is_named(copy, name):
    (copy / name).unlink()

    with pytest.raises(StoreError, match=name):
        drill.rehearse(copy, KEYS, None)


@pytest.mark.parametrize("name", KINDS["open"])
def test_file_that_was_cut_is_named(copy, name):
    (copy / name).write_bytes((copy / name).read_bytes()[:-1])

    with pytest.raises(StoreError, match=name):
        drill.rehearse(copy, KEYS, None)


def test_figures_are_told(copy):
    said = drill.rehearse(copy, KEYS, None).sentence()

    assert said == f"{copy}: all is there. 7 files, 5 documents, 5 versions, 5 fetches, 5 raw pages."


def test_scratch_is_taken_away(copy, tmp_path):
    (tmp_path / "scratch").mkdir()

    drill.rehearse(copy, KEYS, tmp_path / "scratch")

    assert [] == list((tmp_path / "scratch").iterdir())


def test_row_that_is_missing_is_found(copy, tmp_path):
    held = restoring.restore(copy, tmp_path / "again", KEYS)
    with opened(tmp_path / "again" / held.store, version="test", now=None) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("DELETE FROM version WHERE id = 3")

    with pytest.raises(StoreError, match="table version has 4 rows instead of 5"):
        restoring.compare(tmp_path / "again", held)


def test_chain_that_was_altered_is_found(copy, tmp_path):
    held = restoring.restore(copy, tmp_path / "again", KEYS)
    with opened(tmp_path / "again" / held.store, version="test", now=None) as db:
        db.execute("UPDATE fetch SET url = 'https://other.example/' WHERE id = 2")

    with pytest.raises(StoreError, match="the chain does not hold at fetch 2"):
        restoring.compare(tmp_path / "again", held)


def test_page_that_the_archive_lost_is_found(copy, tmp_path):
    """An archive of another age than the database is no copy, though each file of it is whole."""
    held = restoring.restore(copy, tmp_path / "again", KEYS)
    (tmp_path / "again" / "data" / "raw" / "2024-05.dzr").write_bytes(b"")

    with pytest.raises(StoreError, match=r"raw/2024-05.dzr: the page at byte \d+ is missing"):
        drill._read_all(tmp_path / "again" / held.store)


def test_nothing_is_overwritten(copy, tmp_path):
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / "rules.toml").write_text("mine")

    with pytest.raises(UsageError, match=r"rules.toml would be overwritten. Nothing was written"):
        restoring.restore(copy, tmp_path / "again", KEYS)

    assert ["rules.toml"] == [path.name for path in (tmp_path / "again").iterdir()]


def test_damaged_copy_leaves_no_half_files(copy, tmp_path):
    (copy / "settings/rules.toml").write_text("x")

    with pytest.raises(StoreError):
        restoring.restore(copy, tmp_path / "again", KEYS)

    assert [] == [path for path in (tmp_path / "again").rglob("*") if path.is_file()]


@pytest.mark.parametrize("to", ["../outside", "/etc/outside", "a/../../outside", ""])
def test_copy_from_a_stranger_writes_nowhere_else(copy, tmp_path, to):
    held = manifest.read((copy / "manifest.json").read_bytes())
    evil = manifest.written(
        manifest.replace(held, parts=(manifest.replace(held.parts[0], path=to or "..", to=to or ".."),))
    )
    (copy / "manifest.json").write_bytes(evil)

    with pytest.raises(StoreError, match="names a path outside the copy"):
        drill.rehearse(copy, KEYS, tmp_path)


def test_copy_of_a_later_form_asks_for_a_newer_dazor(copy):
    path = copy / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b'"form": 1', b'"form": 2'))

    with pytest.raises(StoreError, match="it is of form 2, this Dazor knows 1: install a newer one"):
        drill.rehearse(copy, KEYS, None)


def test_folder_without_copies_is_named(tmp_path):
    with pytest.raises(StoreError, match="there is no copy"):
        copies.newest(tmp_path)
