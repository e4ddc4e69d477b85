"""A mail server on this machine for tests: aiosmtpd, which refuses, is slow, or cuts off as it is told."""

# ruff: noqa: N802 (the names are aiosmtpd's)

import asyncio
import contextlib
import datetime
import os
import re
import signal
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from dazor.config import Config
from store import deliveries, ledger, letters
from store.database import Database
from store.letters import Letter

MARKER = re.compile(r"\bn\d{7}\b")
DAY = datetime.timedelta(days=1)
NOW = datetime.datetime(2024, 5, 30, 5, 30, tzinfo=datetime.UTC)
LETTER = Letter(
    subject="Дайджест, 2 марта 2026",
    text="Новые санкции.\n",
    html='<!DOCTYPE html>\n<html lang="en"><body><p>Новые санкции.</p></body></html>\n',
    attachment='<!DOCTYPE html>\n<html lang="ru"><body><p>Весь текст.</p></body></html>\n',
)


def letter(**facts: Any) -> Letter:
    """The letter of these tests with other facts."""
    return replace(LETTER, **facts)


@dataclass
class Post:
    """What the server does, and what it got. Answers are given once each, then all goes well."""

    got: list[EmailMessage] = field(default_factory=list)
    greetings: list[str] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)  # step to answers: MAIL, RCPT, DATA
    refused: dict[str, str] = field(default_factory=dict)  # recipient to the answer, always
    cuts: list[str] = field(default_factory=list)  # before, after: the connection is cut at DATA
    slow_s: float = 0
    kill: Callable[[], None] | None = None  # called when a mail was taken and is not answered yet
    password: bytes = b"right"
    port: int = 0

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.greetings.append(hostname)
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if answer := self._next("MAIL"):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if answer := self.refused.get(address) or self._next("RCPT"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(self.slow_s)
        if answer := self._next("DATA"):
            return answer
        self.got.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        if self.kill:
            self.kill()
        if self.cuts and self.cuts[0] == "after":
            self.cuts.pop(0)
            server.transport.abort()
        return "250 OK"

    def authenticate(
        self, server: Any, session: Any, envelope: Any, mechanism: str, given: Any
    ) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.logins.append((given.login, given.password))
        return AuthResult(success=given.password == self.password, handled=False)

    def _next(self, step: str) -> str | None:
        left = self.answers.get(step)
        return left.pop(0) if left else None


class Cutting(SMTP):
    """Cuts the connection where a mail begins, if it is told to."""

    async def smtp_DATA(self, arg: str) -> None:
        cuts = self.event_handler.cuts
        if cuts and cuts[0] == "before":
            cuts.pop(0)
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class Server(Controller):
    def factory(self) -> SMTP:
        return Cutting(self.handler, **self.SMTP_kwargs)


@contextlib.contextmanager
def serving(post: Post, **options: Any) -> Iterator[Post]:
    """The server is up while the block runs; `post.port` says where."""
    post.port = post.port or free_port()
    server = Server(post, hostname="127.0.0.1", port=post.port, **options)
    server.start()
    try:
        yield post
    finally:
        server.stop()


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A self-signed certificate of localhost: for the server, and its file."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30".split()
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*command, *names, "-keyout", key, "-out", cert], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context, cert


def make_config(folder: Path, post: Post, *subscribers: dict[str, Any], **mail: Any) -> Config:
    """Settings with subscribers, by default one, whose mail goes to the server."""
    defaults = {"host": "127.0.0.1", "port": post.port or None, "tls": "none", "from": "digest@news.example"}
    settings = {
        "store": {"path": str(folder / "data" / "news.db")},
        "mail": defaults | {"timeout_s": 5} | mail,
        "subscriber": subscribers or ({"id": "editor", "to": "editor@desk.example"},),
    }
    return Config.model_validate(settings, context={"folder": folder, "mail_password": None})


def queue(db: Database, config: Config, now: datetime.datetime, letter: Letter = LETTER) -> None:
    """A digest for every subscriber that waits to be sent."""
    with db.transaction():
        for one in config.subscribers:
            subscriber = ledger.welcome(db, one.id, now)
            number = ledger.save(
                db,
                subscriber,
                at=now,
                day=now.date(),
                last_match=subscriber.cursor,
                last_version=subscriber.last_version,
                counts={},
                text="",
                html="",
                markdown="",
            )
            assert number is not None
            letters.save(db, number, letter)
            deliveries.queue(db, number, one.channel, now)


def killing(process: "subprocess.Popen[bytes]") -> Callable[[], None]:
    """Kill -9."""
    return lambda: os.kill(process.pid, signal.SIGKILL)


def text(mail: EmailMessage) -> str:
    """What a program without HTML shows."""
    body = mail.get_body(("plain",))
    assert body is not None
    return _plain(body)


def page(mail: EmailMessage) -> str:
    """What a program with HTML shows."""
    body = mail.get_body(("html",))
    assert body is not None
    return _plain(body)


def attached(mail: EmailMessage) -> str:
    """The one attached file."""
    [part] = mail.iter_attachments()
    return _plain(part)


def _plain(part: MIMEPart) -> str:
    """Its text with the ends of lines that it had before it travelled."""
    return str(part.get_content()).replace("\r\n", "\n")
