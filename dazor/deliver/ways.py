"""The ways a letter can go: which one a subscriber has, and one attempt on it."""

from datetime import datetime
from importlib import import_module
from pathlib import Path

from dazor.config import Config
from dazor.config.subscribers import Subscriber
from dazor.deliver import feed, files, mail
from dazor.deliver.feed import Entry
from dazor.deliver.outcome import SENT, Outcome, later
from store import arrivals
from store.database import Database
from store.letters import Letter


def send(
    db: Database, config: Config, subscriber: Subscriber, letter: Letter, name: str, now: datetime
) -> Outcome:
    """One attempt. `name` is that of the letter's files."""
    match subscriber.channel:
        case "mail":
            return _by_mail(config, subscriber, letter, now)
        case "file":
            return _to_file(config, subscriber, letter, name)
        case "atom":
            return _to_feed(db, config, subscriber, letter, now)
        case _:
            return _to_chat(subscriber, letter)


def folder_of(config: Config, subscriber: Subscriber) -> Path:
    """Where files or the feed of a subscriber lie."""
    if subscriber.channel == "atom":
        return config.data_folder / "feeds"
    return config.data_folder / "digests" / subscriber.id


def _by_mail(config: Config, subscriber: Subscriber, letter: Letter, now: datetime) -> Outcome:
    try:
        password = config.mail_password
    except OSError as error:
        why = f"[mail] password_file cannot be read ({error.strerror}). Correct the path or the file."
        return later(why, is_for_all=True)
    return mail.send(letter, subscriber, config.mail, password, now)


def _to_file(config: Config, subscriber: Subscriber, letter: Letter, name: str) -> Outcome:
    try:
        files.write(letter, folder_of(config, subscriber), name)
    except OSError as error:
        return _unwritten(error)
    return SENT


def _to_feed(db: Database, config: Config, subscriber: Subscriber, letter: Letter, now: datetime) -> Outcome:
    earlier = arrivals.shown(db, subscriber.id, "atom", at_most=feed.ENTRIES)
    entries = [Entry(letter=letter, at=now)]
    entries += [Entry(letter=one, at=at) for one, at in earlier if one.message_id != letter.message_id]
    try:
        feed.write(folder_of(config, subscriber), subscriber.id, entries, now)
    except OSError as error:
        return _unwritten(error)
    return SENT


def _to_chat(subscriber: Subscriber, letter: Letter) -> Outcome:
    try:
        chats = import_module("dazor.deliver.chats")
    except ImportError:
        return later("Apprise is not installed. Give: pip install 'dazor[chats]'")
    try:
        address = subscriber.to or (subscriber.to_file or Path()).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return later("to_file cannot be read. Correct the path or the file.")
    outcome: Outcome = chats.send(letter, address)
    return outcome


def _unwritten(error: OSError) -> Outcome:
    return later(f"it could not be written ({error.strerror}). Make room, or give Dazor the right to write.")
