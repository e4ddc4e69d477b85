"""A database of every released version is opened by the code of today; nothing of it is lost."""

import re
import shutil
from pathlib import Path

import pytest
from databases import make

from dazor import __version__
from store import chain, documents, raws
from store.database import opened

TESTS = Path(__file__).parent
RELEASES = sorted(path.stem for path in (TESTS / "databases").glob("*.zip"))


@pytest.fixture(params=[*RELEASES, "today"])
def path(request, tmp_path):
    """The store of a release, as it was left."""
    if request.param == "today":
        return make.fill(tmp_path)
    shutil.unpack_archive(TESTS / "databases" / f"{request.param}.zip", tmp_path)
    return tmp_path / "news.db"


def test_every_release_has_its_database():
    changes = (TESTS.parent / "CHANGELOG.md").read_text("utf-8")
    released = re.findall(r"^## (\d+\.\d+\.\d+)(?!, unreleased)", changes, re.MULTILINE)

    assert sorted(released) == RELEASES, "on the released commit: cd tests && python -m databases.make"


def test_store_of_a_release_is_opened_and_whole(path, now):
    with opened(path, version=__version__, now=now) as db:
        assert "ok" == db.value("PRAGMA integrity_check")
        assert [] == db.rows("PRAGMA foreign_key_check")
        assert None is chain.broken_at(db)


def test_texts_of_a_release_are_there(path, now):
    with opened(path, version=__version__, now=now) as db:
        found = [[version["text"] for version in row["versions"]] for row in documents.export(db)]

    bridge = ["Мост на границе открыт.", "Мост на границе закрыт."]
    assert [["drills", "later drills"], bridge, ["Учения у границы."]] == found


def test_bytes_of_a_release_are_there(path, now):
    with opened(path, version=__version__, now=now) as db:
        bodies = {raws.read(db, row["sha256"]) for row in db.rows("SELECT sha256 FROM raw")}

    assert {b"<p>drills</p>", b"<p>later drills</p>"} == bodies


def test_database_of_a_release_has_rows_in_every_table(tmp_path, now):
    """What has no row is not tested by opening it."""
    with opened(make.fill(tmp_path), version=__version__, now=now) as db:
        empty = [table.name for table in db.tables if not table.count]

    assert [] == empty
