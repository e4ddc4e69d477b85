"""Channels that an account knows already, asked after by their numbers: one call for a hundred."""

from collections.abc import Iterable, Sequence
from typing import Any

from telethon.tl import types
from telethon.tl.functions.channels import GetChannelsRequest

from dazor.catalogue import Source
from store import channels
from telegram import states
from telegram.calls import Calls
from telegram.convert import username

MOST = 100  # in one call


async def refresh(asking: Calls, wanted: Iterable[Source]) -> None:
    """Write down how the channels of these sources are called now, and which are closed or gone."""
    keys = [key for source in wanted if (key := _key(asking, source))]
    for start in range(0, len(keys), MOST):
        await _ask(asking, keys[start : start + MOST])


def _key(asking: Calls, source: Source) -> types.InputChannel | None:
    channel = channels.of_source(asking.db, source.id)
    access_hash = channel and channels.access_hash(asking.db, asking.account.name, channel.id)
    return types.InputChannel(channel.id, access_hash) if channel and access_hash is not None else None


async def _ask(asking: Calls, keys: Sequence[types.InputChannel]) -> None:
    """Where Telegram refuses many at once because of one, each is asked after alone."""
    try:
        answer = await asking.ask(GetChannelsRequest(list(keys)))
    except states.ChannelOut as out:
        if len(keys) > 1:
            for key in keys:
                await _ask(asking, [key])
            return
        _close(asking, keys[0].channel_id, out.state)
        return
    with asking.db.transaction():
        for chat in answer.chats:
            _keep(asking, chat)


def _keep(asking: Calls, chat: Any) -> None:
    at = asking.clock()
    if channels.find(asking.db, chat.id) is None:
        return
    if isinstance(chat, types.Channel):
        channels.keep_name(asking.db, chat.id, username(chat), chat.title, at)
        channels.set_state(asking.db, chat.id, "ok", at)
    elif isinstance(chat, types.ChannelForbidden):
        _close(asking, chat.id, states.PRIVATE)


def _close(asking: Calls, channel: int, state: states.State) -> None:
    with asking.db.transaction():
        channels.set_state(asking.db, channel, state.id, asking.clock(), why=state.why, remedy=state.remedy)
