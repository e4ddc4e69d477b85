"""The dead man's switch: a call outside, against real servers on loopback."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from dazor import health
from dazor.config import Config
from dazor.health import ping
from store import checkups, runs

SECRET = "4c1d-secret"


@contextmanager
def server(answer: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """Answers every request alike; its address, and what it was sent. No answer: says nothing."""
    listening = socket.create_server(("127.0.0.1", 0))
    got: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            got.append(connection.recv(4096))
            if answer:
                connection.sendall(answer)
                connection.close()
            kept.append(connection)

    kept: list[socket.socket] = []
    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/{SECRET}?a=1", got
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(timeout=5)
        for connection in kept:
            connection.close()


def http(status: str, *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", "Content-Length: 0", *headers, "", ""]).encode()


def config(url):
    return Config.model_validate({"health": {"ping_url": url}})


def test_address_is_called_with_its_path_and_query():
    with server(http("200 OK")) as (url, got):
        assert ping.fault(url) is None

    assert got[0].startswith(f"GET /{SECRET}?a=1 HTTP/1.1".encode())


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (http("404 Not Found"), "the answer is 404"),
        (http("302 Found", "Location: https://elsewhere.example/"), "the answer is 302"),
        (b"SSH-2.0\r\n\r\n", "the answer is not proper HTTP"),
        (b"", "no answer in time"),
    ],
)
def test_call_that_fails_says_how(answer, fault):
    with server(answer) as (url, _):
        assert fault == ping.fault(url, timeout_s=0.3)


def test_nobody_at_the_address_is_a_fault():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    assert "no connection" == ping.fault(f"http://127.0.0.1:{port}/")


def test_server_without_a_good_certificate_is_not_told_the_secret():
    with server(http("200 OK")) as (url, got):
        assert ping.fault(url.replace("http:", "https:"), timeout_s=1)

    assert SECRET.encode() not in b"".join(got)


@pytest.mark.parametrize(
    ("faults", "count"),
    [([None, "x", "x"], 0), (["x", "x", None], 0), (["x", "x", "x"], 1)],
)
def test_only_some_failures_in_a_row_are_a_trouble(db, now, faults, count):
    for fault in faults:
        checkups.save(db, "ping", now, fault)

    assert count == len(ping.found(db))


def test_pass_calls_and_the_secret_is_nowhere(db, now, caplog, capsys):
    with server(http("500 Broken")) as (url, got):
        for _ in range(3):
            troubles = health.run(db, config(url), now).troubles

    assert 3 == len(got)
    assert ("ping", "[health] ping_url") in troubles
    stored = "\n".join(db.conn.iterdump())
    assert SECRET not in stored + str(troubles) + caplog.text + "".join(capsys.readouterr())


def test_pass_with_a_failed_job_is_not_good_and_does_not_call(db, now):
    runs.end(db, runs.begin(db, "web", now), outcome="failed", counts={}, message="Hm.", at=now)
    with server(http("200 OK")) as (url, got):
        health.run(db, config(url), now)

    assert [] == got


@pytest.mark.parametrize("url", ["ftp://alive.example/1", "alive.example", "https://u:p@alive.example/"])
def test_address_that_cannot_be_called_is_refused(url):
    with pytest.raises(ValueError, match="ping_url"):
        config(url)
