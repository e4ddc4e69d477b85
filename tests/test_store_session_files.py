"""What a session file says of itself before Telethon opens it."""

import sqlite3

import pytest
from telethon.crypto import AuthKey
from telethon.sessions import SQLiteSession

from store import session_files


@pytest.fixture
def path(tmp_path):
    session = SQLiteSession(str(tmp_path / "desk.session"))
    session.set_dc(2, "127.0.0.1", 4430)
    session.save()
    session.close()
    return tmp_path / "desk.session"


def test_session_tells_its_server_and_that_nobody_is_logged_in(path):
    found = session_files.look(path)

    assert ("127.0.0.1", 4430, False) == (found.address, found.port, found.has_key)


def test_session_with_a_key_is_logged_in(path):
    session = SQLiteSession(str(path))
    session.auth_key = AuthKey(bytes(256))
    session.save()
    session.close()

    assert session_files.look(path).has_key


def test_form_of_a_later_day_is_told(path):
    with sqlite3.connect(path) as db:
        db.execute("UPDATE version SET version = 12")

    assert 12 == session_files.look(path).version


def test_other_databases_are_none(tmp_path):
    with sqlite3.connect(tmp_path / "other.db") as db:
        db.execute("CREATE TABLE something (id)")

    assert None is session_files.look(tmp_path / "other.db")
