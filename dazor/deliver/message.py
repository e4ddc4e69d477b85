"""A letter as a mail: RFC 5322, text and HTML, one attached file. Pure."""

import re
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from dazor.config.mail import Mail
from store.letters import Letter

WIRE = policy.SMTP.clone(cte_type="7bit")  # no server has to know more than RFC 5321
LONGEST_SUBJECT = 200

_BREAKS = re.compile(r"[\s\x00-\x1f\x7f]+")


def compose(letter: Letter, to: str, mail: Mail, now: datetime) -> EmailMessage:
    """The mail. `to` is a mailbox; `mail` must name a sender."""
    message = addressed(to, mail, now, message_id=letter.message_id)
    message["Subject"] = subject(mail.subject or letter.subject)
    fill(message, letter)
    return message


def addressed(to: str, mail: Mail, now: datetime, *, message_id: str) -> EmailMessage:
    """A mail with everything but its subject and content. It names neither this machine nor this program."""
    assert mail.sender is not None
    message = EmailMessage(policy=WIRE)
    message["From"] = Address(mail.sender_name or "", addr_spec=on_the_wire(mail.sender))
    message["To"] = Address(addr_spec=on_the_wire(to))
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{message_id}@{mail.domain}>"
    message["List-Unsubscribe"] = (
        f"<mailto:{on_the_wire(mail.unsubscribe or mail.sender)}?subject=unsubscribe>"
    )
    message["Auto-Submitted"] = "auto-generated"
    return message


def fill(message: EmailMessage, letter: Letter) -> None:
    """Put the texts of a letter into a mail: plain, HTML, and the attached file if there is one."""
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    if letter.attachment is not None:
        message.add_attachment(letter.attachment, subtype="html", filename=letter.attachment_name)


def subject(words: str) -> str:
    """One line, not too long. What comes from outside can begin no other header."""
    line = _BREAKS.sub(" ", words).strip()
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1].rstrip()}…"


def on_the_wire(mailbox: str) -> str:
    """The mailbox with its domain in ASCII; a local part in other letters stays as it is."""
    local, _, domain = mailbox.rpartition("@")
    return f"{local}@{ascii_domain(domain)}"


def ascii_domain(domain: str) -> str:
    """A domain as mail servers write it."""
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain
