"""Letters by mail."""

from datetime import datetime

from dazor.config.mail import Mail
from dazor.config.subscribers import Subscriber
from dazor.deliver import dialogue, sealing
from dazor.deliver.dialogue import Envelope
from dazor.deliver.message import compose, on_the_wire
from dazor.deliver.outcome import Outcome, later
from store.letters import Letter


def send(letter: Letter, subscriber: Subscriber, mail: Mail, password: str | None, now: datetime) -> Outcome:
    """Give the letter to the mail server; sealed where the subscriber has a key, and never else then."""
    if mail.host is None or mail.sender is None or subscriber.to is None:
        return later("[mail] host and from are not set.", is_for_all=True)
    if mail.user is not None and password is None:
        return later(
            "the password is not set. Set DAZOR_MAIL_PASSWORD or [mail] password_file.", is_for_all=True
        )
    try:
        message = (
            compose(letter, subscriber.to, mail, now)
            if subscriber.pgp_key_file is None
            else sealing.compose(letter, subscriber.to, subscriber.pgp_key_file, mail, now)
        )
    except sealing.CannotSeal as error:
        return later(str(error))
    envelope = Envelope(
        sender=on_the_wire(mail.sender), recipient=on_the_wire(subscriber.to), content=message.as_bytes()
    )
    return dialogue.send(envelope, mail, password)
