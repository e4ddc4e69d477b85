"""Mail that only its reader can open."""

import shutil
import subprocess
import sys
import tempfile
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import mailing
import pytest
from mailing import Post

from dazor import deliver

pysequoia = pytest.importorskip("pysequoia")

SECRET_WORDS = ("санкции", "Дайджест", "Весь текст", "PHA+")


@pytest.fixture
def key(tmp_path):
    """A reader's key; the public half lies in a file."""
    pair = pysequoia.Tsk.generate("Editor <editor@desk.example>")
    (tmp_path / "editor.asc").write_text(str(pair.extract_certificate()))
    return pair


@pytest.fixture
def post():
    return Post(port=mailing.free_port())


def run(db, tmp_path, post, now, key_file="editor.asc"):
    reader = {"id": "editor", "to": "editor@desk.example", "pgp_key_file": str(tmp_path / key_file)}
    config = mailing.make_config(tmp_path, post, reader)
    mailing.queue(db, config, now)
    with mailing.serving(post):
        deliver.run(db, config, now)
    return db.row("SELECT state, error FROM delivery")


def opened(key, mail):
    """What the reader sees."""
    parts = list(mail.iter_parts())
    assert ["application/pgp-encrypted", "application/octet-stream"] == [p.get_content_type() for p in parts]
    found = pysequoia.decrypt(parts[1].get_payload().encode(), decryptor=key.decryptor())
    return message_from_bytes(found.bytes, policy=policy.default)


def test_only_the_owner_of_the_key_reads_it(db, tmp_path, post, key, now):
    assert "sent" == run(db, tmp_path, post, now)["state"]

    [mail] = post.got
    inner = opened(key, mail)
    assert ("...", mailing.LETTER.subject) == (mail["Subject"], inner["Subject"])
    assert mailing.LETTER.text == mailing.text(inner)
    assert mailing.LETTER.attachment == mailing.attached(inner)


def test_outside_stands_nothing_of_it(db, tmp_path, post, key, now):
    run(db, tmp_path, post, now)

    outside = post.got[0].as_string()
    assert not [word for word in SECRET_WORDS if word in outside]
    assert "multipart/encrypted" == post.got[0].get_content_type()
    assert "application/pgp-encrypted" == post.got[0].get_param("protocol")


@pytest.mark.parametrize("content", ["", "no key", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nxxxx\n"])
def test_without_a_good_key_nothing_goes(db, tmp_path, post, now, content):
    (tmp_path / "editor.asc").write_text(content)

    delivery = run(db, tmp_path, post, now)

    assert ("waiting", []) == (delivery["state"], post.got)
    assert "not an OpenPGP key. Ask the reader for a new public key." in delivery["error"]


def test_a_private_key_is_not_taken(db, tmp_path, post, key, now):
    (tmp_path / "editor.asc").write_text(str(key))

    assert "a private key, which belongs to its reader alone" in run(db, tmp_path, post, now)["error"]


def test_to_a_key_that_expired_nothing_goes(db, tmp_path, post):
    pair = pysequoia.Tsk.generate("Editor <editor@desk.example>", validity_seconds=3600)
    public = pair.extract_certificate()
    (tmp_path / "editor.asc").write_text(str(public))

    delivery = run(db, tmp_path, post, public.expiration + timedelta(days=1))

    assert ("waiting", []) == (delivery["state"], post.got)
    assert "the key expired on" in delivery["error"]


def test_to_a_key_that_was_revoked_nothing_goes(db, tmp_path, post, key, now):
    revoked = key.extract_certificate()
    packets = [bytes(revoked), bytes(revoked.revoke(key.certifier()))]
    (tmp_path / "editor.asc").write_bytes(b"".join(packets))

    assert "the key was revoked" in run(db, tmp_path, post, now)["error"]


@pytest.mark.skipif(not shutil.which("gpg"), reason="compares with GnuPG, which is not installed")
def test_the_owner_of_a_key_of_gnupg_reads_it_there(db, tmp_path, post, now):
    """A key says what its program can open, and Sequoia minds it."""
    home = Path(tempfile.mkdtemp())  # not in tmp_path: names of sockets must be short
    gpg = ["gpg", "--homedir", str(home), "--batch", "--quiet", "--pinentry-mode", "loopback"]
    gpg += ["--passphrase", ""]
    try:
        subprocess.run([*gpg, "--quick-gen-key", "editor@desk.example", "future-default"], check=True)
        public = subprocess.run([*gpg, "--armor", "--export"], check=True, capture_output=True).stdout
        (tmp_path / "editor.asc").write_bytes(public)
        run(db, tmp_path, post, now)
        locked = list(post.got[0].iter_parts())[1].get_payload().encode()
        found = subprocess.run([*gpg, "--decrypt"], input=locked, check=True, capture_output=True)
    finally:
        subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=False)
        shutil.rmtree(home)

    inner = message_from_bytes(found.stdout, policy=policy.default)
    assert mailing.LETTER.text == mailing.text(inner)


def test_without_the_extra_nothing_goes(db, tmp_path, post, key, now, monkeypatch):
    monkeypatch.setitem(sys.modules, "dazor.deliver.openpgp", None)

    delivery = run(db, tmp_path, post, now)

    assert ("waiting", []) == (delivery["state"], post.got)
    assert "Give: pip install 'dazor[pgp]'" in delivery["error"]
