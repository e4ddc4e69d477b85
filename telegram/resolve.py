"""Looking a name up: what stands behind it. Each name is asked for once; what it was is remembered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telethon import errors
from telethon.tl import types
from telethon.tl.functions.contacts import ResolveUsernameRequest

from dazor.catalogue import Source
from store import accounts, channels
from store.accounts import Asked
from telegram.calls import Calls
from telegram.convert import username

_NOBODY = (errors.UsernameNotOccupiedError, errors.UsernameInvalidError)
_SENTENCES = {
    "group": "@{name} is a group, where everybody writes, and no channel.",
    "person": "@{name} is a person and no channel. Nothing of it was kept.",
    "bot": "@{name} is a bot and no channel.",
    "private": "@{name} is a channel that this account may not see.",
    "nobody": "@{name} is nobody: no channel has this name.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What stands behind a name."""

    kind: str  # channel, group, person, bot, private, nobody
    channel: int | None = None
    access_hash: int | None = None  # None: only remembered, or no channel
    username: str | None = None
    title: str | None = None

    def sentence(self, source: Source) -> str:
        """What is wrong with it, where it is no channel that can be read."""
        return _SENTENCES.get(self.kind, _SENTENCES["private"]).format(name=source.channel)


async def look_up(
    asking: Calls,
    name: str,
    *,
    own: int | None = None,
    since: datetime | None = None,
    is_asked_again: bool = False,
) -> Found:
    """
    What stands behind a name, from memory where it was asked for before.

    It is asked for again where the answer was given before `since`, as after a rename, where a person wants
    that of a name that led nowhere, and where the account has lost what leads to its `own` channel.
    """
    known = accounts.asked(asking.db, asking.account.name, name)
    if known and not (
        (since and known.at < since)
        or (is_asked_again and known.channel is None)
        or _is_lost(asking, known.channel, own)
    ):
        return Found(kind=known.found, channel=known.channel, title=known.title)
    try:
        answer = await asking.ask(ResolveUsernameRequest(name), expected=_NOBODY)
    except _NOBODY:
        found = Found(kind="nobody")
    else:
        found = read(answer)
    asked = Asked(at=asking.clock(), found=found.kind, channel=found.channel, title=found.title)
    with asking.db.transaction():
        accounts.keep_asked(asking.db, asking.account.name, name, asked)
    return found


def _is_lost(asking: Calls, channel: int | None, own: int | None) -> bool:
    """Whether the answer was a channel to be read, and a kill came before it was written down."""
    if channel is None or own not in (None, channel):
        return False
    return channels.access_hash(asking.db, asking.account.name, channel) is None


def read(answer: types.contacts.ResolvedPeer) -> Found:
    """What Telegram says of a name. Of a person nothing but that."""
    if isinstance(answer.peer, types.PeerUser):
        user = next((user for user in answer.users if user.id == answer.peer.user_id), None)
        return Found(kind="bot" if getattr(user, "bot", False) else "person")
    chat = next(iter(answer.chats), None)
    return Found(kind="group") if chat is None or isinstance(answer.peer, types.PeerChat) else of_chat(chat)


def of_chat(chat: Any) -> Found:
    """A channel or what looks like one."""
    if isinstance(chat, types.Channel) and chat.broadcast:
        return Found(
            kind="channel",
            channel=chat.id,
            access_hash=chat.access_hash,
            username=username(chat),
            title=chat.title,
        )
    return Found(kind="private" if isinstance(chat, types.ChannelForbidden) else "group")
