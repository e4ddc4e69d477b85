"""A pretend sender: takes what is due and delivers it, or is killed in the middle of it."""

import os
import signal
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from store import deliveries
from store.database import Database, open_database

LATER = timedelta(minutes=30)


class Killed(BaseException):
    """The process is no more."""


@dataclass(slots=True)
class Inbox:
    """What arrived: subscriber, message id, whether it says that it may be a repeat."""

    letters: list[tuple[str, str, bool]] = field(default_factory=list)

    def of(self, subscriber: str) -> list[tuple[str, bool]]:
        return [(message_id, is_repeat) for name, message_id, is_repeat in self.letters if name == subscriber]


def send(db: Database, inbox: Inbox, now: datetime, mishap: str = "") -> None:
    """
    Everything that is due. The first letter meets the mishap:

    killed_before (it left), killed_after, busy (4xx), cut (in DATA), refused (5xx), or none.
    """
    deliveries.resume(db)
    for one in deliveries.due(db, now):
        letter = deliveries.begin(db, one.id)
        if mishap == "killed_before":
            raise Killed
        if mishap in ("busy", "cut"):
            if mishap == "cut":
                inbox.letters.append((one.subscriber, letter.message_id, letter.is_repeat))
            deliveries.put_off(db, one.id, "451 later", now + LATER, may_have_arrived=mishap == "cut")
        elif mishap == "refused":
            deliveries.fail(db, one.id, "refused", "550 no such user", now)
        else:
            inbox.letters.append((one.subscriber, letter.message_id, letter.is_repeat))
            if mishap == "killed_after":
                raise Killed
            deliveries.arrived(db, one.id, now)
        mishap = ""


def send_and_die(path: Path, inbox: Path, now: datetime) -> None:
    """In a process of its own: one letter goes out, and SIGKILL comes before that is written down."""
    child = os.fork()
    if child:
        assert signal.SIGKILL == os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) * -1
        return
    db = open_database(path)
    deliveries.resume(db)
    one = deliveries.due(db, now)[0]
    letter = deliveries.begin(db, one.id)
    with inbox.open("a", encoding="utf-8") as file:
        file.write(f"{letter.message_id} {letter.text.splitlines()[0]}\n")
        file.flush()
        os.fsync(file.fileno())
    os.kill(os.getpid(), signal.SIGKILL)
