"""Messages: pages of history, single ones, searches, counters, dialogs."""

from collections.abc import Sequence
from typing import Any

from telethon.tl import types

from tgserver.answers.channels import reached
from tgserver.answers.updates import get_state
from tgserver.channel import PAGE, Channel


def get_history(server: Any, _connection: Any, asked: Any) -> Any:
    channel = reached(server, asked.peer)
    window = (
        asked.offset_id,
        asked.offset_date,
        asked.add_offset,
        asked.limit,
        asked.max_id,
        asked.min_id,
    )
    return _page(server, channel, channel.history(*window), len(channel.ids))


def get_messages(server: Any, _connection: Any, asked: Any) -> Any:
    numbers = [one.id for one in asked.id][:PAGE]
    return _page(server, reached(server, asked.channel), numbers, len(numbers))


def search(server: Any, _connection: Any, asked: Any) -> Any:
    channel, words = reached(server, asked.peer), asked.q.lower()
    found = [
        number
        for number in reversed(channel.ids)
        if words in (channel.posts[number].get("html") or channel.posts[number].get("text") or "").lower()
        and (not asked.offset_id or number < asked.offset_id)
    ]
    return _page(server, channel, found[: min(asked.limit, PAGE)], len(found))


def get_views(server: Any, _connection: Any, asked: Any) -> Any:
    channel = reached(server, asked.peer)
    posts = [channel.posts.get(number, {}) for number in asked.id]
    views = [types.MessageViews(views=post.get("views"), forwards=post.get("forwards")) for post in posts]
    return types.messages.MessageViews(views, [channel.chat()], [])


def get_dialogs(server: Any, _connection: Any, _asked: Any) -> Any:
    joined = [one for one in server.world.channels.values() if one.joined and one.state == "ok"]
    return types.messages.Dialogs(*dialogs(joined), [])


def get_peer_dialogs(server: Any, connection: Any, asked: Any) -> Any:
    channels = [reached(server, one.peer) for one in asked.peers]
    return types.messages.PeerDialogs(*dialogs(channels), [], get_state(server, connection, asked))


def dialogs(channels: Sequence[Channel]) -> tuple[list[Any], list[Any], list[Any]]:
    """Dialogs, their newest messages, and their chats."""
    newest = [channel.ids[-1] if channel.ids else 0 for channel in channels]
    settings = types.PeerNotifySettings()
    found = [
        types.Dialog(types.PeerChannel(channel.id), top, 0, 0, 0, 0, 0, 0, settings, pts=channel.pts)
        for channel, top in zip(channels, newest, strict=True)
    ]
    messages = [channel.message(top) for channel, top in zip(channels, newest, strict=True) if top]
    return found, messages, [channel.chat() for channel in channels]


def _page(server: Any, channel: Channel, numbers: list[int], count: int) -> Any:
    chats = [channel.chat(), *server.world.origins(channel, numbers)]
    messages = [channel.raw(number) for number in numbers]
    return types.messages.ChannelMessages(channel.pts, count, messages, [], chats, [])


ANSWERS = {
    "messages.getHistory": get_history,
    "channels.getMessages": get_messages,
    "messages.search": search,
    "messages.getMessagesViews": get_views,
    "messages.getDialogs": get_dialogs,
    "messages.getPeerDialogs": get_peer_dialogs,
}
