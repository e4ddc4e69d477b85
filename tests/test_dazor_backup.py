"""Copies: what they hold, that they are consistent, what they share, what stays of them."""

import errno
import os
import threading
from datetime import timedelta

import copied
import pytest
import shelf
from pyrage import x25519

from dazor import backup
from dazor.backup import copies, drill, manifest, writing
from dazor.backup.restoring import Keys
from store import backups
from store.database import opened
from store.errors import StoreError

KEY = x25519.Identity.generate()
KEYS = Keys(identity=str(KEY))


@pytest.fixture
def config(tmp_path, now):
    return copied.install(tmp_path / "desk", now)


def make(config, at):
    with opened(config.store.path, version="test", now=at) as db:
        return backup.make(db, config, config.backup.folder, at)


def run(config, at):
    with opened(config.store.path, version="test", now=at) as db:
        return backup.run(db, config, at)


def parts(made):
    return {part.path for part in made.manifest.parts}


def test_copy_holds_store_archive_and_tuned_files(config, now):
    made = make(config, now)

    assert {
        "store/news.db.zst",
        "raw/2024-04.dzr.000000000000000",
        "raw/2024-05.dzr.000000000000000",
        "settings/config.toml",
        "settings/rules.toml",
        "settings/entities.toml",
        "settings/sources/prudok.toml",
    } == parts(made)
    assert 5 == made.manifest.rows["document"]


def test_nobody_else_can_read_a_copy(config, now):
    made = make(config, now)

    modes = {path.stat().st_mode & 0o077 for path in made.copy.rglob("*") if path.is_file()}

    assert {0} == modes
    assert 0 == made.copy.stat().st_mode & 0o077


def test_second_copy_takes_only_what_has_come(config, now):
    first = make(config, now)
    with opened(config.store.path, version="test", now=now) as db:
        copied.add_page(db, 9, now)
    second = make(config, now + timedelta(hours=1))

    old = "raw/2024-05.dzr.000000000000000"
    assert (first.copy / old).stat().st_ino == (second.copy / old).stat().st_ino
    assert 1 == len(parts(second) - parts(first))
    assert "6 documents" in drill.rehearse(second.copy, KEYS, None).sentence()


def test_archive_that_was_written_anew_is_copied_anew(config, now):
    make(config, now)
    month = config.data_folder / "raw" / "2024-04.dzr"
    month.write_bytes(b"x" + month.read_bytes()[1:] + b"more")

    second = make(config, now + timedelta(hours=1))

    old = "raw/2024-04.dzr.000000000000000"
    assert month.read_bytes() == (second.copy / old).read_bytes()


def test_first_copy_of_a_week_mends_what_broke_in_the_one_before(config, now):
    first = make(config, now)
    part = first.copy / "raw/2024-04.dzr.000000000000000"
    part.write_bytes(b"x" + part.read_bytes()[1:])

    second = make(config, now + timedelta(days=7))

    assert drill.rehearse(second.copy, KEYS, None)


def test_copy_without_links_is_whole_too(config, now, monkeypatch):
    """As on a disk whose file system knows no second names."""
    make(config, now)
    monkeypatch.setattr("pathlib.Path.hardlink_to", refuse)

    assert drill.rehearse(make(config, now + timedelta(hours=1)).copy, KEYS, None)


def refuse(*_):
    raise PermissionError(1, "Operation not permitted")


def test_copy_while_a_crawl_writes_is_of_one_moment(config, now):
    """Two rows are written in each transaction: a copy never has one of them alone."""
    stop = threading.Event()

    def crawl():
        with opened(config.store.path, version="test", now=now) as db:
            number = 0
            while not stop.is_set():
                with db.transaction():
                    shelf.note(db, f"{number} first")
                    shelf.note(db, f"{number} second" + "x" * 20000)
                copied.add_page(db, 100 + number, now + timedelta(seconds=number))
                number += 1

    crawling = threading.Thread(target=crawl)
    crawling.start()
    try:
        made = [make(config, now + timedelta(hours=hour)) for hour in range(1, 4)]
    finally:
        stop.set()
        crawling.join()

    assert [0, 0, 0] == [one.manifest.rows["setting_load"] % 2 for one in made]
    assert all(drill.rehearse(one.copy, KEYS, None) for one in made)


def test_scheduled_copies_are_kept_by_day_and_week(config, now):
    for day in range(0, 40, 5):
        run(config, now + timedelta(days=day))

    kept = [copies.made_at(copy) - now for copy in copies.whole(config.backup.folder)]
    assert 7 == len(kept)
    assert timedelta(days=35) == kept[-1]


def test_seven_days_and_four_weeks_stay(config, now):
    """The last day is a Saturday: its week is kept by its days, each week before it by its Sunday."""
    hours = [now + timedelta(hours=6 * number) for number in range(400)]

    zone = config.desk.zoneinfo
    days = sorted((at.astimezone(zone).date() for at in copies.to_keep(hours, zone)), reverse=True)

    assert [0, 1, 2, 3, 4, 5, 6, 13, 20, 27] == [(days[0] - day).days for day in days]


def test_other_files_of_the_folder_are_left_alone(config, now):
    config.backup.folder.mkdir()
    mine = config.backup.folder / "2020-01-01 holiday.part"
    mine.mkdir()

    run(config, now)

    assert mine.is_dir()


def test_without_a_folder_nothing_is_copied(config, now):
    bare = config.model_copy(update={"backup": config.backup.model_copy(update={"folder": None})})

    assert 0 == run(bare, now).new


def test_disk_that_is_not_mounted_is_named(config, now):
    away = config.backup.folder / "usb" / "dazor"
    gone = config.model_copy(update={"backup": config.backup.model_copy(update={"folder": away})})

    with pytest.raises(StoreError, match=r"copies/usb is not there, so no copy was made. Mount the disk"):
        run(gone, now)


@pytest.mark.parametrize("recipient", [None, str(KEY.to_public())], ids=["open", "sealed"])
def test_full_disk_is_one_sentence_and_older_copies_stay(config, now, small_disk, recipient):
    config = config.model_copy(
        update={
            "backup": config.backup.model_copy(update={"folder": small_disk / "c", "recipient": recipient})
        }
    )
    first = make(config, now)
    with opened(config.store.path, version="test", now=now) as db:
        shelf.note(db, os.urandom(3_000_000).hex())

    with pytest.raises(StoreError, match=rf"^store: {small_disk}/c: the disk is full [^\n]*$"):
        make(config, now + timedelta(hours=1))

    assert [first.copy] == copies.whole(small_disk / "c")
    assert not list((small_disk / "c").glob("*.part"))
    assert drill.rehearse(first.copy, KEYS, None)


def test_full_disk_of_the_store_is_told_by_its_name(config, now):
    """The database is copied beside itself first, and there may be no room for that."""
    with opened(config.store.path, version="test", now=now) as db, shelf.file_limit(50_000):
        with pytest.raises(StoreError, match=rf"^store: {config.data_folder}/backup-.*the disk is full"):
            backup.make(db, config, config.backup.folder, now)


def test_network_disk_that_goes_away_is_one_sentence(config, now, monkeypatch):
    monkeypatch.setattr("os.fsync", lambda _: stale())

    with pytest.raises(
        StoreError, match=r"copies: Stale file handle. No copy was made; the older ones are whole"
    ):
        make(config, now)


def stale():
    raise OSError(errno.ESTALE, "Stale file handle")


def test_disk_that_lies_is_found_out(config, now, monkeypatch):
    monkeypatch.setattr(
        writing.streams, "amount_in", lambda path: writing.streams.Amount(size_bytes=1, sha256="")
    )

    with pytest.raises(StoreError, match="reads otherwise than it was written"):
        make(config, now)


def test_damaged_store_is_not_copied(config, now, monkeypatch):
    monkeypatch.setattr(backups, "fault", lambda path, is_thorough: "page 3 is torn")

    with pytest.raises(StoreError, match=r"damaged .page 3 is torn.. No copy was made"):
        make(config, now)
    assert [] == list(config.data_folder.glob("*.scratch"))


def test_sums_are_those_of_sha256sum(config, now):
    made = make(config, now)

    assert 0 == os.system(f"cd {made.copy} && sha256sum --check --strict --quiet {manifest.SUMS}")
