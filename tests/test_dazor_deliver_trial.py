"""The test message, by the ways that are on this machine, and what keeps a letter from going."""

import mailing
import pytest
from mailing import Post

from dazor.deliver import files, trial


def tried(db, tmp_path, now, subscriber, **mail):
    config = mailing.make_config(tmp_path, Post(port=mailing.free_port()), subscriber, **mail)
    [found] = trial.rehearse(db, config, now)
    return found


def test_files_are_written_and_named(db, tmp_path, now):
    found = tried(db, tmp_path, now, {"id": "reader", "to": "file"})

    assert f"reader: sent to {tmp_path}/data/digests/reader/test.html" == found.sentence()
    assert "Гэта праверка." in found.place.read_text("utf-8")


def test_the_feed_is_written_and_named(db, tmp_path, now):
    found = tried(db, tmp_path, now, {"id": "reader", "to": "atom"})

    assert f"reader: sent to {found.place}" == found.sentence()
    assert "A test message" in found.place.read_text("utf-8")


def test_an_address_in_a_file_is_not_said(db, tmp_path, now):
    (tmp_path / "chat.secret").write_text("nosuch://k3y@nowhere")
    found = tried(db, tmp_path, now, {"id": "reader", "to_file": str(tmp_path / "chat.secret")})

    assert found.sentence().startswith("reader: not sent to the chat in to_file: the address is none")
    assert "k3y" not in found.sentence()


def test_a_file_with_an_address_that_went_away(db, tmp_path, now):
    found = tried(db, tmp_path, now, {"id": "reader", "to_file": "/nowhere/chat.secret"})

    assert "to_file cannot be read" in found.sentence()


@pytest.mark.parametrize(
    ("mail", "says"),
    [
        ({"user": "me"}, "Set DAZOR_MAIL_PASSWORD or [mail] password_file."),
        ({"user": "me", "password_file": "/nowhere/mail.secret"}, "[mail] password_file cannot be read"),
        ({"host": None}, "[mail] host and from are not set."),
    ],
)
def test_what_mail_lacks_is_said(db, tmp_path, now, mail, says):
    assert says in tried(db, tmp_path, now, {"id": "reader", "to": "reader@desk.example"}, **mail).sentence()


def test_a_key_that_went_away_is_said(db, tmp_path, now):
    pytest.importorskip("pysequoia")
    reader = {"id": "reader", "to": "reader@desk.example", "pgp_key_file": "/nowhere/reader.asc"}

    assert "Correct pgp_key_file." in tried(db, tmp_path, now, reader).sentence()


def test_a_file_that_cannot_be_replaced_leaves_no_half(tmp_path):
    (tmp_path / "a.html").mkdir()

    with pytest.raises(IsADirectoryError):
        files.replace(tmp_path / "a.html", "text")

    assert ["a.html"] == [path.name for path in tmp_path.iterdir()]
