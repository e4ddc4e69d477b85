"""Kill -9 while a letter is sent, and where secrets must not be: with `dazor` as a process of its own."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import mailing
import pytest
from mailing import Post

from store.database import open_database, opened_to_read

HOUSE = Path(__file__).parent.parent
REMOTE = re.compile(r"(?i)\b(src|srcset|background)\s*=|url\(|@import|<link|<script")
PASSWORD = "c0rrect-h0rse"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return mailing.certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def post():
    return Post(port=mailing.free_port())


@pytest.fixture
def desk(tmp_path, post, certificate):
    """A config.toml with one reader by mail, and a letter that waits."""
    path = tmp_path / "config.toml"
    path.write_text(
        f"""
        [mail]
        host = "localhost"
        port = {post.port}
        tls = "starttls"
        ca_file = "{certificate[1]}"
        user = "me"
        from = "digest@news.example"
        timeout_s = 5

        [[subscriber]]
        id = "editor"
        to = "editor@desk.example"
        """
    )
    database = open_database(tmp_path / "data" / "news.db")
    mailing.queue(database, mailing.make_config(tmp_path, post), mailing.NOW)
    database.close()
    return path


def dazor(desk, *command, hours=0, password=PASSWORD):
    now = (mailing.NOW + timedelta(hours=hours)).isoformat()
    return subprocess.Popen(
        [sys.executable, "-m", "dazor", "--config", str(desk), *command, "--now", now],
        cwd=HOUSE,
        env=os.environ | {"DAZOR_MAIL_PASSWORD": password},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def serving(post, certificate):
    return mailing.serving(
        post, tls_context=certificate[0], authenticator=post.authenticate, auth_required=True
    )


def delivery(desk):
    with opened_to_read(desk.parent / "data" / "news.db") as db:
        return db.row("SELECT * FROM delivery")


def everything_written(desk):
    return b"".join(path.read_bytes() for path in desk.parent.rglob("*") if path.is_file())


def test_killed_between_the_answer_and_the_commit(desk, post, certificate):
    """The server has the letter, the store does not know: it goes again, under its name, and says so."""
    post.password = PASSWORD.encode()
    with serving(post, certificate):
        process = dazor(desk, "job", "deliver")
        post.kill = mailing.killing(process)
        process.communicate()
        assert (-9, "sending") == (process.returncode, delivery(desk)["state"])
        post.kill = None
        _, said = dazor(desk, "job", "deliver", hours=1).communicate()

    assert ("sent", 2, b"") == (delivery(desk)["state"], len(post.got), said)
    assert 1 == len({mail["Message-ID"] for mail in post.got})
    assert ["Новые", "This"] == [mailing.text(mail).split()[0] for mail in post.got]
    assert "possibly a repeat" in mailing.text(post.got[1]).splitlines()[0]


def test_a_password_is_in_no_log_no_row_and_no_list_of_processes(desk, post, certificate):
    seen = []

    def look():
        listed = subprocess.run(["ps", "axww", "-o", "args"], check=True, capture_output=True).stdout
        seen.append(listed)

    post.password, post.kill = b"another one", look
    with serving(post, certificate):
        said = [dazor(desk, "job", "deliver", hours=hour).communicate() for hour in range(3)]
        post.password = PASSWORD.encode()
        said.append(dazor(desk, "job", "deliver", hours=9).communicate())

    assert "sent" == delivery(desk)["state"]
    assert b"does not let us in (535)" in b"".join(part for pair in said for part in pair)
    written = everything_written(desk) + b"".join(part for pair in said for part in pair) + b"".join(seen)
    assert b"dazor" in seen[0]
    assert PASSWORD.encode() not in written


def test_a_test_message_arrives(desk, post, certificate):
    post.password = PASSWORD.encode()
    with serving(post, certificate):
        process = dazor(desk, "deliver", "test")
        said, _ = process.communicate()

    assert (0, b"editor: sent to editor@desk.example\n") == (process.returncode, said)
    assert ("A test message", "waiting") == (post.got[0]["Subject"], delivery(desk)["state"])
    assert "Гэта праверка." in mailing.text(post.got[0])


def test_a_test_message_that_does_not_go_says_why(desk, post):
    process = dazor(desk, "deliver", "test")
    said, _ = process.communicate()

    assert 1 == process.returncode
    assert b"editor: not sent to editor@desk.example: localhost:" in said
    assert b"nobody answers there." in said


def test_a_digest_is_composed_and_sent_by_hand(desk, post, certificate):
    """The whole way, from the settings to a mail that loads nothing."""
    (desk.parent / "rules.toml").write_text('[[rule]]\nid = "a"\nname = "A"\nquery = "санкции"\n')
    post.password = PASSWORD.encode()
    with serving(post, certificate):
        process = dazor(desk, "digest", "--send", "--subscriber", "editor", hours=24)
        _, said = process.communicate()

    assert (0, b"") == (process.returncode, said)
    waited, made = post.got
    assert mailing.LETTER.subject == waited["Subject"]
    assert "31 May 2024" in made["Subject"]
    assert not REMOTE.search(mailing.page(made))
