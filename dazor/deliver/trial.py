"""A test message to everybody: what `dazor deliver test` sends and says."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from dazor.config import Config, Subscriber
from dazor.deliver import feed, ways
from dazor.deliver.outcome import Outcome
from store.database import Database
from store.letters import Letter

SUBJECT = "A test message"
WORDS = (
    "This is a test message. Digests will arrive here in the same way.",
    "Гэта праверка. Это проверка.",  # Cyrillic letters have to arrive as they are
)


PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"></head>
<body><p>{}</p></body>
</html>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """How a test message went to one subscriber."""

    subscriber: Subscriber
    outcome: Outcome
    place: Path | None  # of its files or feed; None: it went out

    @property
    def has_arrived(self) -> bool:
        """Whether the other side took it."""
        return self.outcome.state == "sent"

    def sentence(self) -> str:
        """In one line: who, and how it went. An address in a file is not repeated."""
        where = self.place or self.subscriber.to or "the chat in to_file"
        if self.has_arrived:
            return f"{self.subscriber.id}: sent to {where}"
        return f"{self.subscriber.id}: not sent to {where}: {self.outcome.why}"


def rehearse(db: Database, config: Config, now: datetime) -> Iterator[Tried]:
    """Send a test message to every subscriber. Writes nothing into the store."""
    for subscriber in config.subscribers:
        outcome = ways.send(db, config, subscriber, _letter(), "test", now)
        yield Tried(subscriber=subscriber, outcome=outcome, place=_place(config, subscriber))


def _letter() -> Letter:
    """It has everything a digest has."""
    page = PAGE.format("</p><p>".join(WORDS))
    return Letter(
        subject=SUBJECT,
        text="\n\n".join((*WORDS, "")),
        html=page,
        attachment=page,
        attachment_name="test.html",
        message_id=f"test-{uuid4().hex}",
    )


def _place(config: Config, subscriber: Subscriber) -> Path | None:
    folder = ways.folder_of(config, subscriber)
    match subscriber.channel:
        case "file":
            return folder / "test.html"
        case "atom":
            return feed.place(folder, subscriber.id)
        case _:
            return None
