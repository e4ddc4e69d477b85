"""Close copies of watched channels among those whose posts are passed on: each page names its origins."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from telethon.tl import types

from store import channels, lookalikes
from store.database import Database
from telegram.convert import username
from telegram.likeness import Called, copied
from telegram.standing import Troubles

SAID_FOR = timedelta(days=14)  # after it was last seen
REMEDY = "Open both in the Telegram app. Do not quote the one for the other."


def notice(db: Database, chats: Iterable[Any], at: datetime) -> None:
    """Write down which of the channels that came along could be taken for a watched one."""
    foreign = [chat for chat in chats if isinstance(chat, types.Channel)]
    if len(foreign) < 2:  # the channel of the page itself
        return
    watched = _watched(db)
    ids = {one.id for one in watched}
    for chat in foreign:
        one = Called(id=chat.id, source=None, username=username(chat), title=chat.title)
        other = copied(one, watched) if chat.id not in ids else None
        if other and other.source:
            lookalikes.note(db, chat.id, one.username, one.title, source=other.source, now=at)


def troubles(db: Database, now: datetime) -> Troubles:
    """One for each source that a close copy was seen of lately; the newest copy is named."""
    return {
        ("telegram_copy", row["source"]): (
            f"a channel looks like it: @{row['username']} «{row['title']}» (number {row['channel']}).",
            REMEDY,
        )
        for row in lookalikes.seen_since(db, now - SAID_FOR)
    }


def _watched(db: Database) -> list[Called]:
    return [
        Called(id=channel.id, source=channel.source, username=channel.username, title=channel.title)
        for channel in channels.known(db)
        if channel.source and channel.confirmed_at
    ]
