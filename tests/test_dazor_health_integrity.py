"""The file of the store is looked at once a week, and damage is told."""

from datetime import timedelta

import pytest

from dazor.health import integrity
from store import checkups
from store.database import open_database

DAY = timedelta(days=1)


def looks(db):
    return [(row["at"], row["fault"]) for row in checkups.newest(db, "integrity", 10)]


@pytest.mark.parametrize(("days", "count"), [(6, 1), (7, 2)])
def test_whole_file_is_looked_at_once_a_week(db, now, days, count):
    for passed in range(days + 1):
        integrity.look(db, now + passed * DAY)

    assert count == len(looks(db))
    assert {} == integrity.found(db)


def test_damage_is_told_and_looked_at_each_day(db, now):
    checkups.save(db, "integrity", now, "row 7 missing from index run_job")
    integrity.look(db, now + DAY / 2)

    assert "row 7 missing from index run_job" in integrity.found(db)["integrity", "store"][0]

    integrity.look(db, now + DAY)
    assert {} == integrity.found(db)


def test_flipped_bytes_are_found(tmp_path):
    path = tmp_path / "news.db"
    with open_database(path) as db, db.transaction():
        for number in range(3000):
            db.write(
                "INSERT INTO setting_load (at, file, sha256, text, changed_by) VALUES ('', ?, '', ?, '')",
                (f"f{number}", "words " * 20),
            )
    whole = bytearray(path.read_bytes())
    half = len(whole) // 2
    whole[half : half + 20_000] = bytes(20_000)
    path.write_bytes(whole)

    with open_database(path) as db:
        assert checkups.damage(db)


def test_old_looks_go(db, now):
    for number in range(checkups.KEPT + 20):
        checkups.save(db, "ping", now + number * DAY, None)

    assert checkups.KEPT == len(checkups.newest(db, "ping", 1000))
