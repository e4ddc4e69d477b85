"""
Letters to chats and other services, by Apprise: the extra `chats`.

Imported where a subscriber has such an address, and nowhere else. An address
often is a key: Apprise, requests and urllib3 write it into their logs, so they
are silent here, and what they say is read for the state of the answer alone.
"""

import contextlib
import logging
import re
from collections.abc import Iterator

import apprise
from apprise.attachment.memory import AttachMemory
from apprise.common import NotifyFormat, OverflowMode

from dazor.deliver.outcome import SENT, Outcome, later
from store.letters import Letter

LOUD = ("apprise", "requests", "urllib3", "urllib3.connectionpool")
_STATE = re.compile(r"error=(\d{3})\b")
_ADVICE = "Correct the address of the chat, or what it allows us"


def send(letter: Letter, address: str) -> Outcome:
    """Give the letter to a chat: in as many pieces as it takes, with the file where it takes files."""
    with _silenced() as states:
        chat = apprise.Apprise.instantiate(address, suppress_exceptions=True)
        if not isinstance(chat, apprise.NotifyBase):
            return later("the address is none that Apprise knows. Correct the file of to_file.")
        chat.overflow_mode = OverflowMode.SPLIT  # nothing is cut away
        has_arrived = bool(
            _alone(chat).notify(
                title=letter.subject,
                body=letter.text,
                body_format=NotifyFormat.TEXT,
                attach=_attached(letter) if chat.attachment_support else None,
            )
        )
    return SENT if has_arrived else _failed(states)


def _alone(chat: apprise.NotifyBase) -> apprise.Apprise:
    """One chat as Apprise wants it."""
    one = apprise.Apprise()
    one.add(chat)
    return one


def _attached(letter: Letter) -> AttachMemory | None:
    if letter.attachment is None:
        return None
    return AttachMemory(  # type: ignore[no-untyped-call]
        content=letter.attachment, name=letter.attachment_name, mimetype="text/html"
    )


def _failed(states: list[int]) -> Outcome:
    """Whether anything arrived is not known where the service said nothing, or took some pieces."""
    if not states:
        return later("the service did not answer.", may_have_arrived=True)
    state = states[-1]
    advice = f" {_ADVICE}." if state in (400, 401, 403, 404) else ""
    return later(f"the service said {state}.{advice}", may_have_arrived=True)


@contextlib.contextmanager
def _silenced() -> Iterator[list[int]]:
    """Nothing reaches a log; gives the states of refused requests, in their order."""
    ear = _Ear()
    loggers = [logging.getLogger(name) for name in LOUD]
    before = [(one.propagate, one.handlers[:], one.level) for one in loggers]
    for one in loggers:
        one.propagate, one.handlers = False, [ear]
        one.setLevel(logging.WARNING)
    try:
        yield ear.states
    finally:
        for one, (propagate, handlers, level) in zip(loggers, before, strict=True):
            one.propagate, one.handlers = propagate, handlers
            one.setLevel(level)


class _Ear(logging.Handler):
    """Hears log lines and keeps the states of answers in them."""

    def __init__(self) -> None:
        super().__init__()
        self.states: list[int] = []

    def emit(self, record: logging.LogRecord) -> None:
        found = _STATE.search(record.getMessage())
        if found:
            self.states.append(int(found[1]))
