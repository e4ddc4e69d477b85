import hashlib

import pytest
import shelf

from store import raws, sources
from store.errors import StoreError

BODY = b"<p>page</p>"
SHA = hashlib.sha256(BODY).hexdigest()


@pytest.fixture(autouse=True)
def entry(db):
    return shelf.add_source(db)


@pytest.fixture
def received(db, now):
    receive(db, now)


def receive(db, now, body=BODY):
    with db.transaction():
        raws.receive(db, sha := hashlib.sha256(body).hexdigest(), body, content_type="text/html", at=now)
    return sha


def keep(db, now, sha=SHA):
    with db.transaction():
        raws.keep(db, sha, raws.archive(db, sha, now))


def drop(db, sha=SHA):
    with db.transaction():
        raws.drop(db, sha)


def fail_again(db, now, before, body):
    with db.transaction():
        sha = receive(db, now, body)
        raws.keep_first_and_latest(db, before, sha, now)
    return [*before, sha]


def test_received_body_can_be_read(db, received):
    assert BODY == raws.read(db, SHA)
    assert raws.is_kept(db, SHA)


def test_kept_body_moves_to_the_archive_of_its_month(db, received, now):
    keep(db, now)

    row = db.row("SELECT body, month, position FROM raw")
    assert {"body": None, "month": "2024-05", "position": 0} == row
    assert BODY == raws.read(db, SHA)
    assert raws.is_kept(db, SHA)


def test_body_is_archived_once(db, received, now):
    keep(db, now)
    size = db.archive.path("2024-05").stat().st_size
    keep(db, now)

    assert size == db.archive.path("2024-05").stat().st_size


def test_dropped_body_leaves_its_hash(db, received):
    drop(db)

    assert not raws.is_kept(db, SHA)
    with pytest.raises(StoreError, match=rf"raw {SHA[:12]}: the bytes were not kept, only their hash"):
        raws.read(db, SHA)


def test_body_that_never_came_is_not_kept(db):
    assert not raws.is_kept(db, SHA)
    with pytest.raises(StoreError, match="the bytes were not kept"):
        raws.read(db, SHA)


def test_dropped_body_that_comes_again_is_there_again(db, received, now):
    drop(db)
    receive(db, now)

    assert BODY == raws.read(db, SHA)


def test_archived_body_that_comes_again_stays_in_the_archive(db, received, now):
    keep(db, now)
    receive(db, now)

    assert None is db.value("SELECT body FROM raw")


def test_archived_body_is_never_dropped(db, received, now):
    keep(db, now)
    drop(db)

    assert BODY == raws.read(db, SHA)


@pytest.mark.parametrize("is_good", [True, False])
def test_body_of_an_entry_point_is_not_dropped(db, received, entry, is_good):
    with db.transaction():
        sources.keep_body(db, entry.id, SHA, is_good=is_good)
    drop(db)

    assert raws.is_kept(db, SHA)


def test_body_that_waits_to_be_read_is_not_dropped(db, now):
    shelf.add_fetch(db, now, BODY, is_unread=True)
    drop(db)

    assert raws.is_kept(db, SHA)


def test_of_failures_the_first_and_the_latest_are_kept(db, now):
    before = []
    for body in (None, b"first", b"second", None, b"third", b"fourth"):
        before = fail_again(db, now, before, body) if body else [*before, None]

    kept = [raws.is_kept(db, sha) for sha in before if sha]
    assert [True, False, False, True] == kept


def test_failure_with_the_same_body_is_kept_once(db, now):
    before = []
    for _ in range(3):
        before = fail_again(db, now, before, b"the same page of a filter")

    assert raws.is_kept(db, before[0])
    assert 1 == db.value("SELECT count(*) FROM raw")


def test_orphan_in_the_archive_is_harmless(db, received, now):
    """Killed between the archive and the database: the record is written once more."""
    with db.transaction():
        raws.archive(db, SHA, now)
    keep(db, now)

    assert db.value("SELECT position FROM raw") > 0
    assert BODY == raws.read(db, SHA)


def test_missing_archive_file_is_named(db, received, now):
    keep(db, now)
    db.archive.path("2024-05").unlink()

    with pytest.raises(StoreError, match=r"2024-05\.dzr is missing"):
        raws.read(db, SHA)
