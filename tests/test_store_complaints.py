import errno
import sqlite3

import pytest

from store.complaints import explained
from store.errors import Busy, StoreError


def complaint(name: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(name.lower())
    error.sqlite_errorcode = getattr(sqlite3, name)
    return error


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SQLITE_FULL", "the disk is full or failing"),
        ("SQLITE_IOERR_WRITE", "the disk is full or failing"),
        ("SQLITE_READONLY_DBMOVED", "Check the owner and rights"),
        ("SQLITE_CANTOPEN_ISDIR", "Check the owner and rights"),
        ("SQLITE_CORRUPT_INDEX", "the file is damaged"),
        ("SQLITE_NOTADB", "the file is damaged"),
        ("SQLITE_BUSY_SNAPSHOT", "another process has been writing for too long"),
    ],
)
def test_complaint_of_sqlite_is_a_sentence(name, said):
    with (
        pytest.raises(StoreError, match=rf"store: news\.db: .*{said}"),
        explained("news.db"),
    ):
        raise complaint(name)


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "Make room"), (errno.EFBIG, "Make room"), (errno.EROFS, "Check the owner and rights")],
)
def test_complaint_of_the_disk_names_the_file(number, said):
    with pytest.raises(StoreError, match=rf"store: raw/2026-03\.dzr: .*{said}"), explained("news.db"):
        raise OSError(number, "no", "raw/2026-03.dzr")


@pytest.mark.parametrize(
    "bug",
    [
        sqlite3.OperationalError("no such column: titel"),
        complaint("SQLITE_CONSTRAINT_UNIQUE"),
        FileNotFoundError(errno.ENOENT, "no", "rules.toml"),
        OSError("no number"),
        Busy("web.lock"),
        KeyError("title"),
    ],
)
def test_other_errors_stay_as_they_are(bug):
    with pytest.raises(type(bug)) as caught, explained("news.db"):
        raise bug

    assert bug is caught.value


def test_cause_is_kept():
    with pytest.raises(StoreError) as caught, explained("news.db"):
        raise complaint("SQLITE_FULL")

    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
