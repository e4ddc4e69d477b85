"""What is wrong around a pass, as a person meets it: sentences, an exit code, nothing half-written."""

import subprocess
from datetime import timedelta

import commands
import crawling
import pytest
import shelf

from dazor.demo.newsroom import T0, Newsroom
from dazor.demo.setup import write_setup
from store.database import opened_to_read

MISTAKES = ["санкции OR", "NOT мяжа", "аб*", '"граница', "(учения AND полигон"]


@pytest.fixture
def desk(tmp_path):
    """The config.toml of a desk at the pretend newsroom, which is up."""
    with Newsroom() as newsroom:
        yield write_setup(tmp_path / "desk", newsroom, only=crawling.FIRST_HOSTS)


@pytest.fixture
def used(desk):
    """The same with a store, after a job."""
    assert 0 == commands.dazor(desk, "job", "match", now=T0).returncode
    return desk


def store_of(config):
    return config.parent / "data/news.db"


def sentences(done):
    """What was said, when it is no trace."""
    assert "Traceback" not in done.stderr
    return done.stderr.splitlines()


def test_all_mistakes_of_the_settings_come_at_once_and_nothing_is_done(desk):
    wrong = desk.read_text("utf-8").replace('"07:30"', '"7.30"').replace("first_days = 14", "first_days = -1")
    desk.write_text(wrong.replace("Europe/Vilnius", "Europe/Vilnus"), "utf-8")

    done = commands.dazor(desk, "run", now=T0)

    assert (2, 3) == (done.returncode, len(sentences(done)))
    assert all("config.toml: [d" in line for line in sentences(done))
    assert not store_of(desk).exists()


def test_five_mistakes_in_the_rules_are_five_messages_and_the_other_rules_run(desk):
    rules = "".join(f"\n[[rule]]\nid = \"r{n}\"\nquery = '''{query}'''\n" for n, query in enumerate(MISTAKES))
    with desk.with_name("rules.toml").open("a", encoding="utf-8") as file:
        file.write(rules)

    done = commands.dazor(desk, "run", now=T0)

    assert 1 == done.returncode
    assert 5 == done.stderr.count("trouble: rules.toml: r")
    assert (5, 5) == (done.stderr.count(": line "), done.stderr.count(", column "))
    with opened_to_read(store_of(desk)) as db:
        assert 8 == db.value("SELECT count(DISTINCT rule) FROM match")


def test_mistakes_in_the_rules_that_are_known_are_not_told_again(desk):
    with desk.with_name("rules.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[rule]]\nid = "r"\nquery = "a OR"\n')
    first, second = (commands.dazor(desk, "job", "match", now=T0 + timedelta(minutes=m)) for m in (0, 1))

    assert [1, 0] == [first.returncode, second.returncode]
    assert "" == second.stderr


def test_clock_set_back_is_a_sentence_and_nothing_is_done(used):
    before = shelf.files(store_of(used))

    done = commands.dazor(used, "run", now=T0 - timedelta(days=1))

    (said,) = sentences(done)
    assert 1 == done.returncode
    assert "The clock says 2026-03-01T06:00" in said
    assert before == shelf.files(store_of(used))


def test_damaged_store_is_a_sentence_and_stays_as_it_is(used):
    store_of(used).write_bytes(store_of(used).read_bytes()[:20_000])
    before = store_of(used).read_bytes()

    done = commands.dazor(used, "run", now=T0 + timedelta(minutes=20))

    assert 1 == done.returncode
    assert all("the file is damaged" in line for line in sentences(done))
    assert before == store_of(used).read_bytes()


def test_store_of_a_newer_dazor_is_a_sentence(used):
    with shelf.opened(store_of(used), version="test", now=T0) as db, db.transaction():
        db.write("INSERT INTO written_by VALUES ('9.9', '2026-03-02')")
        db.write(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('dazor', 'm999', '')"
        )

    done = commands.dazor(used, "run", now=T0 + timedelta(minutes=20))

    assert 1 == done.returncode
    (said,) = sentences(done)
    assert "Install 9.9 or newer; the file is unchanged." in said


def test_full_disk_is_a_sentence_and_the_next_pass_goes_on(desk):
    with shelf.file_limit(600_000):
        full = commands.dazor(desk, "run", now=T0)
    again = commands.dazor(desk, "run", now=T0 + timedelta(minutes=1))

    assert (1, 0) == (full.returncode, again.returncode)
    assert any("Make room" in line for line in sentences(full))
    assert shelf.is_whole(store_of(desk))


def test_disk_that_may_only_be_read_is_a_sentence(desk, small_disk):
    data = desk.read_text("utf-8").replace("data/news.db", f"{small_disk}/news.db")
    desk.write_text(data, "utf-8")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)

    done = commands.dazor(desk, "run", now=T0)

    assert 1 == done.returncode
    assert all("cannot be opened or written" in line for line in sentences(done))
