"""Sessions are refused where something is wrong with them, each with one sentence."""

import os
import sqlite3
import stat

import pytest
import rehearsal
from telethon.crypto import AuthKey
from telethon.sessions import StringSession

from dazor.config import Config, secrets
from store.errors import Busy, UsageError
from telegram import account, client, sessions

SERVER = {"address": "127.0.0.1", "port": 4430}


@pytest.fixture
def key_file(tmp_path):
    path = tmp_path / "server.pem"
    path.write_text("-----BEGIN RSA PUBLIC KEY-----\n")
    return path


@pytest.fixture
def who(tmp_path, key_file):
    """`who(port=…)`: the account at a server of a rehearsal; `who(server=None)`: at Telegram."""

    def made(port=4430, server=SERVER, variables=None, **telegram):
        named = server and server | {"port": port, "public_key_file": str(key_file)}
        table = {"accounts": ("desk",)} | telegram | ({"server": named} if named else {})
        config = Config.model_validate(
            {"store": {"path": str(tmp_path / "data" / "news.db")}, "telegram": table},
            context={"folder": tmp_path, "variables": rehearsal.VARIABLES | (variables or {})},
        )
        return account.of(config, "desk")

    return made


def text_session(address="127.0.0.1", port=4430):
    session = StringSession()
    session.set_dc(2, address, port)
    session.auth_key = AuthKey(bytes(range(256)))
    return session


@pytest.fixture
def kept(who):
    """The path of a session of the server."""
    sessions.keep(who(), text_session())
    return who().session_path


def test_kept_session_is_found_again(who, kept):
    assert bytes(range(256)) == sessions.kept(who()).auth_key.key


def test_session_and_folder_are_closed_to_others(kept):
    os.umask(0o022)

    assert [0o600, 0o700] == [stat.S_IMODE(path.stat().st_mode) for path in (kept, kept.parent)]
    assert ["desk.session"] == [path.name for path in kept.parent.iterdir()]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_session_that_others_can_read_is_refused(who, kept, mode):
    kept.chmod(mode)

    with pytest.raises(UsageError, match=f"others can read this secret .*chmod 600 {kept}"):
        sessions.kept(who())


def test_open_folder_is_closed(who, kept):
    kept.parent.chmod(0o755)
    sessions.kept(who())

    assert 0o700 == stat.S_IMODE(kept.parent.stat().st_mode)


def test_session_of_a_newer_telethon_is_refused_and_unchanged(who, kept):
    with sqlite3.connect(kept) as db:
        db.execute("UPDATE version SET version = 9")
        db.execute("ALTER TABLE sessions ADD COLUMN something_new")
    before = kept.read_bytes()

    with pytest.raises(UsageError, match=r"written by a newer Telethon \(form 9, this one knows 8\)"):
        sessions.kept(who())
    assert before == kept.read_bytes()


@pytest.mark.parametrize("where", [{"port": 5555}, {"server": None}])
def test_session_of_another_server_is_refused(who, kept, where):
    with pytest.raises(UsageError, match=r"belongs to another server \(127.0.0.1:4430\)"):
        sessions.kept(who(**where))


@pytest.mark.parametrize("content", [b"", b"not a database at all", b"SQLite format 3\0" + b"x" * 5000])
def test_what_is_no_session_is_refused(who, kept, content):
    kept.write_bytes(content)

    with pytest.raises(UsageError, match="not a session of Telethon"):
        sessions.kept(who())


def test_no_session_says_how_to_make_one(who):
    with pytest.raises(sessions.NoSession, match="`dazor telegram login` does that"):
        sessions.kept(who())


def test_session_may_come_from_a_variable(who):
    given = who(variables={secrets.SESSION: text_session().save()})

    assert bytes(range(256)) == sessions.kept(given).auth_key.key
    assert not given.session_path.exists()


def test_session_may_come_from_a_file_of_credentials(who, tmp_path):
    path = tmp_path / "credential"
    path.write_text(text_session().save() + "\n")
    path.chmod(0o400)

    assert bytes(range(256)) == sessions.kept(who(session_file=str(path))).auth_key.key


@pytest.mark.parametrize("text", ["x", "1abc", "1" + "A" * 352])
def test_text_that_is_no_session_is_refused_and_not_repeated(who, text):
    with pytest.raises(UsageError, match="DAZOR_TELEGRAM_SESSION: not a session") as refused:
        sessions.kept(who(variables={secrets.SESSION: text}))
    assert text not in str(refused.value).replace("DAZOR_TELEGRAM_SESSION", "")[:20] or len(text) == 1


def test_session_of_a_variable_keeps_to_its_server(who):
    elsewhere = text_session(address="149.154.167.51", port=443).save()

    with pytest.raises(UsageError, match="belongs to another server"):
        sessions.kept(who(variables={secrets.SESSION: elsewhere}))
    assert sessions.kept(who(server=None, variables={secrets.SESSION: elsewhere})).auth_key


def test_account_is_used_by_one_process_at_a_time(who):
    with (
        client.alone(who()),
        pytest.raises(Busy, match="account desk is in use by another process"),
        client.alone(who()),
    ):
        pass
