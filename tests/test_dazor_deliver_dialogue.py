"""What a mail server and a network can do, and what is said of it."""

import smtplib
import socket
import threading
from dataclasses import replace

import mailing
import pytest
from aiosmtpd.smtp import SMTP
from mailing import Post

from dazor.config.mail import Mail
from dazor.deliver import dialogue
from dazor.deliver.dialogue import Envelope

ENVELOPE = Envelope(
    sender="digest@news.example", recipient="editor@desk.example", content=b"To: x\r\n\r\nHi\r\n"
)


@pytest.fixture
def post():
    return Post(port=mailing.free_port())


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return mailing.certificate(tmp_path_factory.mktemp("certificate"))


def settings(post, **more):
    facts = {
        "host": "localhost",
        "port": post.port,
        "tls": "none",
        "from": "digest@news.example",
        "timeout_s": 2,
    }
    return Mail.model_validate(facts | more)


def sent(post, password=None, envelope=ENVELOPE, **more):
    return dialogue.send(envelope, settings(post, **more), password)


def test_the_server_is_greeted_with_the_domain_of_the_settings(post):
    """Not with the name of this machine, which smtplib would tell."""
    with mailing.serving(post):
        assert "sent" == sent(post, message_id_domain="quiet.example").state

    assert ["quiet.example"] == post.greetings


def test_lines_that_begin_with_a_dot_arrive(post):
    content = b"Subject: x\r\n\r\n.\r\n..\r\n.end\r\n"
    with mailing.serving(post):
        sent(post, envelope=replace(ENVELOPE, content=content))

    assert ".\r\n..\r\n.end\r\n" == post.got[0].get_content()


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_an_unknown_certificate_is_refused_with_a_sentence(post, certificate, tls):
    context, _ = certificate
    options = {"tls_context": context} if tls == "starttls" else {"ssl_context": context}
    with serving(post, **options):
        outcome = sent(post, tls=tls)

    assert ("later", True, []) == (outcome.state, outcome.is_for_all, post.got)
    assert "its certificate is not to be trusted (self-signed certificate)" in outcome.why
    assert "name its certificate with [mail] ca_file" in outcome.why


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_certificate_that_is_named_is_believed(post, certificate, tls):
    context, file = certificate
    options = {"tls_context": context} if tls == "starttls" else {"ssl_context": context}
    with serving(post, **options):
        assert "sent" == sent(post, tls=tls, ca_file=file).state


def test_a_server_that_offers_no_encryption_gets_nothing(post):
    """Somebody between may have taken the offer away."""
    with mailing.serving(post):
        outcome = sent(post, tls="starttls")

    assert ([], []) == (post.got, post.logins)
    assert "it offers no encryption" in outcome.why


def test_tls_at_a_port_without_is_told(post):
    with mailing.serving(post):
        outcome = sent(post, tls="tls")

    assert "See whether [mail] tls and port fit together" in outcome.why


def test_a_log_in_with_the_right_password(post, certificate):
    context, file = certificate
    with serving(post, tls_context=context, authenticator=post.authenticate, auth_required=True):
        outcome = sent(post, "right", tls="starttls", ca_file=file, user="me")

    assert ("sent", [(b"me", b"right")]) == (outcome.state, post.logins)


def test_a_log_in_with_a_wrong_password_is_mended_by_a_person(post, certificate):
    context, file = certificate
    with serving(post, tls_context=context, authenticator=post.authenticate, auth_required=True):
        outcome = sent(post, "hunter2", tls="starttls", ca_file=file, user="me")

    assert ("later", True) == (outcome.state, outcome.is_for_all)
    assert "does not let us in (535). Correct [mail] user, or the password" in outcome.why
    assert "hunter2" not in outcome.why


def test_nobody_answers(post):
    outcome = sent(post)

    assert ("later", f"localhost:{post.port}: nobody answers there.") == (outcome.state, outcome.why)


def test_a_name_that_does_not_exist(post, monkeypatch):
    def fail(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)

    assert "Name or service not known" in sent(post, host="mail.example.org").why


@pytest.mark.parametrize(
    "greeting",
    [
        b"",
        b"554 No service here\r\n",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"\xff\xfe\x00" * 50,
        b"2" * 20_000,
    ],
)
def test_what_is_no_mail_server_is_survived(greeting):
    with talking(greeting) as port:
        outcome = sent(Post(port=port))

    assert "later" == outcome.state
    assert outcome.why


def test_a_server_that_says_nothing_is_left_in_time():
    with talking(None) as port:
        outcome = sent(Post(port=port), timeout_s=0.2)

    assert "no answer within [mail] timeout_s" in outcome.why


def test_addresses_in_other_letters_need_a_server_that_knows_them(post):
    envelope = replace(ENVELOPE, recipient="редактор@desk.example")
    with mailing.serving(post, enable_SMTPUTF8=False):
        refused = sent(post, envelope=envelope)
    with mailing.serving(post, enable_SMTPUTF8=True):
        taken = sent(post, envelope=envelope)

    assert ("refused", "sent") == (refused.state, taken.state)


def test_a_letter_that_is_too_big_is_refused(post):
    with mailing.serving(post, data_size_limit=1000):
        outcome = sent(post, envelope=replace(ENVELOPE, content=b"x" * 5000 + b"\r\n"))

    assert "refused" == outcome.state
    assert "552" in outcome.why


def test_what_happens_at_goodbye_changes_nothing(post, monkeypatch):
    async def abort(self, arg):
        self.transport.abort()

    monkeypatch.setattr(SMTP, "smtp_QUIT", abort)
    with mailing.serving(post):
        assert "sent" == sent(post).state


def test_smtplib_is_told_to_say_nothing(post, capfd):
    with mailing.serving(post):
        sent(post)

    assert ("", "") == tuple(capfd.readouterr())
    assert 0 == smtplib.SMTP.debuglevel


def serving(post, *, ssl_context=None, **options):
    return mailing.serving(post, ssl_context=ssl_context, **options)


class talking:  # noqa: N801 (a block, as contextlib has them)
    """A port that says one thing to whoever comes, and nothing more; None: not even that."""

    def __init__(self, greeting):
        self.greeting = greeting

    def __enter__(self):
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.listening.settimeout(5)
        self.thread = threading.Thread(target=self._talk)
        self.thread.start()
        return self.listening.getsockname()[1]

    def __exit__(self, *_):
        self.thread.join()
        self.listening.close()

    def _talk(self):
        caller, _ = self.listening.accept()
        with caller:
            if self.greeting is None:
                caller.settimeout(5)
                caller.recv(1)
            else:
                caller.sendall(self.greeting)
