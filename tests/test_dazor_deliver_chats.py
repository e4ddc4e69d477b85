"""Letters to what Apprise reaches: a service on this machine."""

import json
import logging
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import mailing
import pytest
from mailing import Post

from dazor import deliver
from dazor.deliver import ways

pytest.importorskip("apprise")

KEY = "s3cr3t-k3y"


@pytest.fixture
def service():
    """A service that takes JSON; `answers` are given once each, then all goes well."""

    class Service(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state = server.answers.pop(0) if server.answers else 200
            if state == 200:
                server.got.append(json.loads(body))
            self.send_response(state)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.got, server.answers = [], []
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def config_for(tmp_path, address):
    path = tmp_path / "chat.secret"
    path.write_text(f"{address}\n")
    path.chmod(0o600)
    return mailing.make_config(tmp_path, Post(), {"id": "chat", "to_file": str(path)})


def address(service, host="127.0.0.1"):
    return f"json://user:{KEY}@{host}:{service.server_port}/{KEY}"


def run(db, config, now):
    counts = deliver.run(db, config, now)
    return counts, db.row("SELECT * FROM delivery ORDER BY id DESC LIMIT 1")


def test_a_chat_gets_text_and_file(db, tmp_path, service, now):
    config = config_for(tmp_path, address(service))
    mailing.queue(db, config, now)

    _, delivery = run(db, config, now)

    [got] = service.got
    assert "sent" == delivery["state"]
    assert (mailing.LETTER.subject, mailing.LETTER.text.strip()) == (got["title"], got["message"].strip())
    assert "2024-05-30.html" == got["attachments"][0]["filename"]


@pytest.mark.parametrize(
    ("state", "says"),
    [(500, "the service said 500."), (401, "the service said 401. Correct the address of the chat")],
)
def test_a_refusal_is_tried_again(db, tmp_path, service, now, state, says):
    service.answers = [state] * 5
    config = config_for(tmp_path, address(service))
    mailing.queue(db, config, now)
    _, first = run(db, config, now)
    service.answers = []

    _, second = run(db, config, now + mailing.DAY)

    assert ("waiting", "sent") == (first["state"], second["state"])
    assert says in first["error"]
    assert 1 == len(service.got)


def test_a_key_is_in_no_log_no_row_and_no_output(db, tmp_path, service, now, caplog, capfd):
    """Apprise, requests and urllib3 all write addresses into their logs."""
    caplog.set_level(logging.DEBUG)
    config = config_for(tmp_path, address(service))
    for number, state in enumerate((200, 500, 404)):
        service.answers = [state] if state != 200 else []
        mailing.queue(db, config, now + number * mailing.DAY)
        run(db, config, now + number * mailing.DAY)
    service.server_close()
    counts, _ = run(db, config, now + 3 * mailing.DAY)

    written = "\n".join(db.conn.iterdump()) + caplog.text + repr(counts) + repr(config)
    assert KEY not in written + "".join(capfd.readouterr())


@pytest.mark.parametrize("bad", ["", "nonsense", "nosuch://x", "json://", "file:///etc/passwd"])
def test_an_address_that_is_none_waits_for_a_person(db, tmp_path, now, bad):
    config = config_for(tmp_path, bad)
    mailing.queue(db, config, now)

    _, delivery = run(db, config, now)

    assert ("waiting", True) == (delivery["state"], "Correct the file of to_file" in delivery["error"])


def test_a_long_text_goes_in_pieces_and_whole(db, tmp_path, service, now):
    letter = mailing.letter(text="\n".join(f"line {number} of many" for number in range(5000)))
    config = config_for(tmp_path, address(service))
    mailing.queue(db, config, now, letter)

    run(db, config, now)

    told = "".join(got["message"] for got in service.got)
    assert all(f"line {number} of many" in told for number in (0, 1234, 4999))
    assert 1 < len(service.got)


def test_loggers_are_as_they_were(db, tmp_path, service, now):
    before = [
        (one.propagate, one.handlers, one.level) for one in map(logging.getLogger, ("apprise", "urllib3"))
    ]
    config = config_for(tmp_path, address(service))
    mailing.queue(db, config, now)
    run(db, config, now)

    assert before == [
        (one.propagate, one.handlers, one.level) for one in map(logging.getLogger, ("apprise", "urllib3"))
    ]


def test_without_the_extra_it_is_said_how_to_install_it(db, tmp_path, now, monkeypatch):
    monkeypatch.setitem(sys.modules, "dazor.deliver.chats", None)
    config = config_for(tmp_path, "json://127.0.0.1/")
    [subscriber] = config.subscribers

    outcome = ways.send(db, config, subscriber, mailing.LETTER, "x", now)

    assert ("later", "Apprise is not installed. Give: pip install 'dazor[chats]'") == (
        outcome.state,
        outcome.why,
    )
