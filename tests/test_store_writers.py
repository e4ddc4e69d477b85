"""Several processes write at once, and processes are killed while they write: nothing is lost or halved."""

import contextlib
import multiprocessing
import os
import random
import signal
import time
from datetime import timedelta

import pytest
import shelf

from store import chain, documents, fetches, raws
from store.database import MEMORY, open_database, opened_to_read

FORK = multiprocessing.get_context("fork")
WRITERS = 4
TRANSACTIONS = 200


def keep_one(db, name, number, now):
    """A capture with its text, all in one transaction; it reads before it writes."""
    at = now + timedelta(seconds=number)
    key = f"{name}/{number}"
    body = f"page {key}".encode()
    with db.transaction():
        fetch = fetches.save(db, shelf.fetch(at, url=key), body)
        arrival = shelf.arrival(f"Текст {key}.", at, key=key, fetch=fetch)
        documents.save(db, arrival)
        sha256 = fetches.sha256(db, fetch)
        raws.keep(db, sha256, raws.archive(db, sha256, at))


def keep_many(path, name, now, gate=None):
    with open_database(path) as db:
        for number in range(TRANSACTIONS):
            if gate and number == 0:
                gate.wait()
            keep_one(db, name, number, now)


def facts(db):
    """How many of each, and whether everything fits together."""
    tables = ("document", "version", "reading", "fetch", "raw")
    counts = {db.value(f"SELECT count(*) FROM {table}") for table in tables}
    assert 1 == len(counts), "a transaction was halved"
    assert "ok" == db.value("PRAGMA integrity_check")
    assert None is chain.broken_at(db)
    for row in db.rows("SELECT sha256 FROM raw"):
        assert raws.read(db, row["sha256"])
    return counts.pop()


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "news.db"
    with open_database(path) as db:
        shelf.add_source(db)
    return path


def test_writers_at_once_lose_nothing(path, now):
    gate = FORK.Barrier(WRITERS)
    writers = [FORK.Process(target=keep_many, args=(path, str(name), now, gate)) for name in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert [0] * WRITERS == [writer.exitcode for writer in writers]
    with opened_to_read(path) as db:
        assert WRITERS * TRANSACTIONS == facts(db)


def test_processes_that_make_the_store_at_once_make_one(tmp_path):
    """Two passes on the first day: nobody is busy, nobody fails."""
    gate = FORK.Barrier(8)

    def make():
        gate.wait()
        open_database(tmp_path / "news.db").close()

    makers = [FORK.Process(target=make) for _ in range(8)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()

    assert [0] * 8 == [maker.exitcode for maker in makers]
    assert ["development"] == shelf.written_by(tmp_path / "news.db")


def test_killed_writer_leaves_all_of_a_transaction_or_nothing(path, now):
    """kill -9 at 30 random moments; who comes next goes on at once."""
    chance = random.Random(7)
    stored = 0
    for attempt in range(30):
        told, tells = FORK.Pipe(duplex=False)
        writer = FORK.Process(target=tell_and_keep, args=(tells, path, str(attempt), now))
        writer.start()
        told.recv()
        until_s = time.monotonic() + chance.random() * 0.02
        while time.monotonic() < until_s:
            pass
        with contextlib.suppress(ProcessLookupError):
            os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        with open_database(path) as db:
            found = facts(db)
        assert found >= stored
        stored = found

    assert stored > 0


def tell_and_keep(tells, path, name, now):
    tells.send("begun")
    keep_many(path, name, now)


def test_store_in_memory_behaves_as_one_on_disk(now):
    with open_database(MEMORY) as db:
        shelf.add_source(db)
        for number in range(3):
            keep_one(db, "one", number, now)

        assert 3 == facts(db)
