"""The commands of copies as people give them; a kill in the middle; what the doctor says."""

import json
import random
import shutil
import signal
import time
from datetime import timedelta

import copied
import pytest
from commands import dazor, start

from dazor.backup import copies, drill
from dazor.backup.restoring import Keys
from store.database import opened


@pytest.fixture
def config(tmp_path, now):
    return copied.install(tmp_path / "desk", now)


def test_copy_goes_where_it_is_told(config, tmp_path, now):
    ran = dazor(config.config_file, "backup", tmp_path / "usb", now=now)

    assert (0, "") == (ran.returncode, ran.stderr)
    assert ran.stdout.startswith(f"{tmp_path}/usb/2024-05-30T053000Z: ")
    assert drill.rehearse(copies.newest(tmp_path / "usb"), Keys(), None)


def test_job_makes_the_copy_of_the_day_silently(config, now):
    ran = dazor(config.config_file, "job", "backup", now=now)

    assert (0, "", "") == (ran.returncode, ran.stdout, ran.stderr)
    assert 1 == len(copies.whole(config.backup.folder))


def test_drill_fails_with_the_name_of_the_file_and_the_doctor_repeats_it(config, now):
    dazor(config.config_file, "backup", now=now)
    part = copies.newest(config.backup.folder) / "settings" / "rules.toml"
    part.write_bytes(part.read_bytes()[::-1])

    ran = dazor(config.config_file, "backup", "drill", now=now)

    assert 1 == ran.returncode
    assert f"backup: {part}: damaged" in ran.stderr
    assert str(part) in troubles(config, now)["drill_failed"]


def test_doctor_is_content_after_a_drill_and_asks_for_one_weeks_later(config, now):
    dazor(config.config_file, "backup", now=now)
    assert "all is there" in dazor(config.config_file, "backup", "drill", now=now).stdout

    assert {"backup_same_disk"} == set(troubles(config, now))
    later = troubles(config, now + timedelta(days=40))
    assert {"backup_old", "backup_same_disk", "drill_old"} == set(later)


def test_doctor_warns_where_there_is_no_copy_after_two_days(config, now):
    bare = config.config_file
    bare.write_text(bare.read_text().replace('folder = "../copies"', ""))

    assert "if the disk breaks, all is lost" in troubles(config, now)["no_backup"]


def test_new_installation_is_given_two_days(tmp_path, now):
    config = copied.install(tmp_path / "new", now, pages=1)

    assert {} == troubles(config, now)


def troubles(config, now):
    said = json.loads(dazor(config.config_file, "doctor", "--json", now=now).stdout)
    return {one["what"]: one["why"] for one in said["troubles"] if one["where"] == "backup"}


def test_drill_on_a_machine_without_settings(config, tmp_path, now):
    dazor(config.config_file, "backup", now=now)

    ran = dazor(tmp_path / "none.toml", "backup", "drill", config.backup.folder)

    assert (0, "") == (ran.returncode, ran.stderr)


def test_path_that_leads_elsewhere_is_said_after_a_restore(tmp_path, now):
    config = copied.install(tmp_path / "desk", now)
    shutil.move(config.data_folder, tmp_path / "large")
    text = config.config_file.read_text()
    config.config_file.write_text(f'[store]\npath = "{tmp_path}/large/news.db"\n{text}')
    dazor(config.config_file, "backup", now=now)

    ran = dazor("none.toml", "backup", "restore", config.backup.folder, "--to", tmp_path / "new")

    assert 'config.toml: this path led elsewhere. Write: [store] path = "data/news.db"' in ran.stdout
    assert (tmp_path / "new" / "data" / "news.db").is_file()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["backup", "drill", "nowhere"], 1, "there is no copy"),
        (["backup", "restore", "nowhere", "--to", "x"], 1, "there is no copy"),
        (["backup", "a/b/c"], 1, "a/b is not there, so no copy was made"),
        (["backup", "drill", "--passphrase-file", "nowhere"], 2, "cannot be read (No such file"),
        (["backup", "restore", "nowhere"], 2, "--to"),
    ],
)
def test_wrong_words_are_answered_with_what_to_do(config, words, code, said):
    ran = dazor(config.config_file, *words)

    assert (code, True) == (ran.returncode, said in ran.stderr), ran.stderr


def test_kill_during_a_backup_leaves_the_older_copies_whole(config, now):
    """At ten moments of the work; the next copy is whole, and nothing of the killed ones is left."""
    chance = random.Random(7)
    with opened(config.store.path, version="test", now=now) as db:
        db.execute("CREATE TABLE weight (content BLOB)")
        db.execute("INSERT INTO weight VALUES (randomblob(60000000))")
    dazor(config.config_file, "backup", now=now)
    first = copies.newest(config.backup.folder)

    for minute in range(1, 11):
        child = start(config.config_file, "job", "backup", now=now + timedelta(minutes=minute))
        wait_for_work(config, child)
        time.sleep(chance.random() * 0.5)
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert first in copies.whole(config.backup.folder)

    assert all(drill.rehearse(copy, Keys(), None) for copy in copies.whole(config.backup.folder))
    assert 0 == dazor(config.config_file, "job", "backup", now=now + timedelta(hours=1)).returncode
    assert [] == [*config.backup.folder.glob("*.part"), *config.data_folder.glob("*.scratch")]


def wait_for_work(config, child):
    """Until the child has begun to write."""
    while child.poll() is None and not list(config.backup.folder.glob("*.part")):
        time.sleep(0.005)
