"""
One mail to one SMTP server, step by step (RFC 5321), and what each answer means.

The steps are our own because `smtplib.sendmail` cannot tell a mail that was cut
off halfway from one that was sent whole and never answered: only the second may
have arrived.
"""

import re
import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass

from dazor.config.mail import Mail
from dazor.deliver.message import ascii_domain
from dazor.deliver.outcome import SENT, Outcome, later, refused

TOO_BIG = 552

_LINE_DOT = re.compile(rb"^\.", re.MULTILINE)
_PASSWORD_ADVICE = "Correct [mail] user, or the password in DAZOR_MAIL_PASSWORD or password_file."  # noqa: S105


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What the server is given: from whom, to whom, and the bytes, their lines ended with CR LF."""

    sender: str
    recipient: str
    content: bytes


def send(envelope: Envelope, mail: Mail, password: str | None) -> Outcome:
    """Give one mail to the server. Never raises for what a server or a network does."""
    where = f"{mail.host}:{mail.door}"
    try:
        server = _connected(mail)
    except (smtplib.SMTPException, OSError) as error:
        return _closed(where, error)
    try:
        _enter(server, mail, password)
        outcome = _hand_over(server, envelope)
    except smtplib.SMTPAuthenticationError as error:
        # What the server says to a log-in is not repeated: some servers repeat what they were given.
        return later(f"{where} does not let us in ({error.smtp_code}). {_PASSWORD_ADVICE}", is_for_all=True)
    except (smtplib.SMTPException, OSError) as error:
        return _closed(where, error)
    finally:
        server.close()
    return outcome


def _connected(mail: Mail) -> smtplib.SMTP:
    assert mail.host is not None
    name, host = ascii_domain(mail.domain), ascii_domain(mail.host)
    if mail.tls == "tls":
        return smtplib.SMTP_SSL(
            host, mail.door, local_hostname=name, timeout=mail.timeout_s, context=_trust(mail)
        )
    return smtplib.SMTP(host, mail.door, local_hostname=name, timeout=mail.timeout_s)


def _trust(mail: Mail) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=mail.ca_file)


def _enter(server: smtplib.SMTP, mail: Mail, password: str | None) -> None:
    """Greet, encrypt and log in, as far as the settings ask for it."""
    server.ehlo_or_helo_if_needed()
    if mail.tls == "starttls":
        server.starttls(context=_trust(mail))
        server.ehlo_or_helo_if_needed()
    if mail.user is not None:
        server.login(mail.user, password or "")


def _hand_over(server: smtplib.SMTP, envelope: Envelope) -> Outcome:
    """MAIL, RCPT, DATA. Raises what smtplib raises until the last byte is out."""
    options = _options(server, envelope)
    if options is None:
        return refused("the server takes no addresses with letters outside of ASCII. Write another.")
    for step, (code, answer) in _steps(server, envelope, options):
        if code not in (250, 251, 354):
            return _no(step, code, answer)
    server.send(_LINE_DOT.sub(b"..", envelope.content) + b".\r\n")
    try:
        code, answer = server.getreply()
    except (smtplib.SMTPException, OSError) as error:
        return later(f"all was sent, but no answer came: {_reason(error)}.", may_have_arrived=True)
    if code != 250:
        return _no("end", code, answer)
    _part(server)
    return SENT


def _steps(
    server: smtplib.SMTP, envelope: Envelope, options: list[str]
) -> Iterator[tuple[str, tuple[int, bytes]]]:
    yield "MAIL", server.mail(envelope.sender, options)
    yield "RCPT", server.rcpt(envelope.recipient)
    yield "DATA", server.docmd("DATA")


def _options(server: smtplib.SMTP, envelope: Envelope) -> list[str] | None:
    """What MAIL is told; None: the server cannot do what the addresses need."""
    options = [f"SIZE={len(envelope.content)}"] if server.has_extn("size") else []
    if envelope.sender.isascii() and envelope.recipient.isascii():
        return options
    if not server.has_extn("smtputf8"):
        return None
    server.command_encoding = "utf-8"
    return [*options, "SMTPUTF8"]


def _part(server: smtplib.SMTP) -> None:
    """Say goodbye; the mail is theirs already, whatever they answer."""
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        return


def _no(step: str, code: int, answer: bytes) -> Outcome:
    """What a no means: 5xx is for good (RFC 5321, 4.2.1), all else passes."""
    words = " ".join(answer.decode("utf-8", "replace").split())[:300]
    said = f"the server said {code} {words}".rstrip(" .")
    if step == "MAIL" and 500 <= code <= 599 and code != TOO_BIG:
        # Not the letter is refused but we are: that is a setting, and no letter is to be lost for it.
        return later(f"{said}. See whether [mail] from and user are right.", is_for_all=True)
    if 500 <= code <= 599:
        return refused(f"{said}.")
    return later(f"{said}.", is_for_all=code == 421)


def _closed(where: str, error: Exception) -> Outcome:
    """The server cannot be talked to: the next mail need not try either."""
    return later(f"{where}: {_reason(error)}.", is_for_all=True)


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, OSError):
        error = error.__context__  # smtplib says of a timeout, too, that the connection was closed
    match error:
        case ssl.SSLCertVerificationError():
            return (
                f"its certificate is not to be trusted ({error.verify_message}). If it is a server of your "
                "own, name its certificate with [mail] ca_file"
            )
        case ssl.SSLError():
            return "no encrypted connection comes about. See whether [mail] tls and port fit together"
        case smtplib.SMTPNotSupportedError():
            return "it offers no encryption or no log-in. See whether [mail] tls, port and user are right"
        case TimeoutError():
            return "no answer within [mail] timeout_s"
        case ConnectionRefusedError():
            return "nobody answers there"
        case smtplib.SMTPServerDisconnected() | ConnectionError():
            return "the connection was cut"
        case smtplib.SMTPResponseException():
            return f"the server said {error.smtp_code} and takes nothing now"
        case OSError():
            return error.strerror or "no connection"
        case _:
            return "the server does not speak as a mail server does"
