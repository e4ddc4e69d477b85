"""
A mail that only its reader can open: PGP/MIME (RFC 3156).

What stands outside is addresses, date and a neutral subject; the true one is
inside, as "protected headers" have it. OpenPGP itself is an extra that is
loaded where a reader has a key: `dazor.deliver.openpgp`.
"""

from datetime import datetime
from email.message import EmailMessage
from importlib import import_module
from pathlib import Path

from dazor.config.mail import Mail
from dazor.deliver.message import WIRE, addressed, fill, subject
from store.errors import DazorError
from store.letters import Letter

OUTSIDE = "..."  # what mail programs write for a subject that is inside


class CannotSeal(DazorError):
    """There is no way to lock the letter, so it does not go."""


def compose(letter: Letter, to: str, key_file: Path, mail: Mail, now: datetime) -> EmailMessage:
    """The sealed mail. Raises CannotSeal."""
    inner = EmailMessage(policy=WIRE)
    inner["Subject"] = subject(letter.subject)
    fill(inner, letter)
    inner.set_param("protected-headers", "v1")
    return enclosed(sealed(inner.as_bytes(), key_file, now), to, mail, now, message_id=letter.message_id)


def enclosed(locked: bytes, to: str, mail: Mail, now: datetime, *, message_id: str) -> EmailMessage:
    """The envelope of something locked: two parts, as RFC 3156 section 4 has them."""
    message = addressed(to, mail, now, message_id=message_id)
    message["Subject"] = subject(mail.subject or OUTSIDE)
    message["MIME-Version"] = "1.0"
    message["Content-Type"] = "multipart/encrypted"
    message.set_param("protocol", "application/pgp-encrypted")
    message.attach(_part("application/pgp-encrypted", "Version: 1\r\n"))
    message.attach(_part("application/octet-stream", locked.decode("ascii")))
    return message


def sealed(content: bytes, key_file: Path, now: datetime) -> bytes:
    """ASCII armour that the owner of a public key can open. Raises CannotSeal."""
    try:
        openpgp = import_module("dazor.deliver.openpgp")
    except ImportError as error:
        raise CannotSeal(
            "OpenPGP is not installed, and without it nothing goes to a reader with a key. "
            "Give: pip install 'dazor[pgp]'"
        ) from error
    try:
        locked: bytes = openpgp.encrypted(content, key_file.read_bytes(), now)
    except OSError as error:
        raise CannotSeal(f"{key_file}: cannot be read ({error.strerror}). Correct pgp_key_file.") from error
    except ValueError as error:
        raise CannotSeal(f"{key_file}: {error}. Ask the reader for a new public key.") from error
    return locked


def _part(kind: str, text: str) -> EmailMessage:
    part = EmailMessage(policy=WIRE)
    part["Content-Type"] = kind
    part.set_payload(text)
    return part
