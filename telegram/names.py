"""Names and titles of watched channels, as every answer tells them: what changes is kept and said."""

from datetime import datetime, timedelta

from telethon.tl import types

from store import channels, times
from store.database import Database
from telegram import copies
from telegram.convert import username
from telegram.history import Answer
from telegram.watched import Watched

SAID_FOR = timedelta(days=7)  # so long a new title is worth a word


def keep(db: Database, watched: Watched, answer: Answer) -> None:
    """Write down how the channel of an answer is called now."""
    for chat in answer.given.chats:
        if chat.id == watched.channel.id and isinstance(chat, types.Channel):
            channels.keep_name(db, chat.id, username(chat), chat.title, answer.at)
    copies.notice(db, answer.given.chats, answer.at)


def renamed(db: Database, watched: Watched, now: datetime) -> str | None:
    """In what way the channel is not called as it was; None: as before."""
    channel = channels.find(db, watched.channel.id)
    assert channel is not None
    called = watched.source.channel or ""
    if (channel.username or "").lower() != called.lower():
        new = f"is @{channel.username}" if channel.username else "has no user name"
        return f"the channel {channel.id} is no longer @{called}: it {new} now."
    history = channels.names(db, channel.id)
    if len(history) > 1 and now - times.moment(history[-1]["since"]) < SAID_FOR:
        return f"its title was {history[-2]['title']!r} and is {history[-1]['title']!r} now."
    return None
