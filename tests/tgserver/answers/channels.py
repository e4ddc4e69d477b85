"""Channels: who stands behind a name or number, joining and leaving."""

from typing import Any

from telethon.tl import types

from tgserver.channel import Channel
from tgserver.faults import RpcError
from tgserver.stamps import now


def resolve_username(server: Any, _connection: Any, asked: Any) -> Any:
    user = server.world.person(asked.username)
    if user:
        return types.contacts.ResolvedPeer(types.PeerUser(user.id), [], [user])
    channel = server.world.find(asked.username)
    if channel is None or channel.state != "ok":
        raise RpcError(400, "USERNAME_NOT_OCCUPIED")
    return types.contacts.ResolvedPeer(types.PeerChannel(channel.id), [channel.chat()], [])


def get_channels(server: Any, _connection: Any, asked: Any) -> Any:
    found = [server.world.channels.get(one.channel_id) for one in asked.id]
    for channel, one in zip(found, asked.id, strict=True):
        if channel is None or channel.access_hash != one.access_hash or channel.state == "deleted":
            raise RpcError(400, "CHANNEL_INVALID")
    return types.messages.Chats([channel.chat() for channel in found])


def get_full(server: Any, _connection: Any, asked: Any) -> Any:
    channel = reached(server, asked.channel)
    full = types.ChannelFull(
        channel.id,
        channel.about,
        0,
        0,
        0,
        types.PhotoEmpty(0),
        types.PeerNotifySettings(),
        [],
        channel.pts,
        participants_count=channel.participants,
        linked_chat_id=channel.linked_chat_id,
    )
    return types.messages.ChatFull(full, [channel.chat()], [])


def join(server: Any, _connection: Any, asked: Any) -> Any:
    return _moved(reached(server, asked.channel), is_in=True)


def leave(server: Any, _connection: Any, asked: Any) -> Any:
    return _moved(reached(server, asked.channel), is_in=False)


def read_history(_server: Any, _connection: Any, _asked: Any) -> Any:
    return True


def reached(server: Any, named: Any) -> Channel:
    """The channel that a call names, where this account may see it."""
    channel: Channel | None = server.world.channels.get(getattr(named, "channel_id", 0))
    if channel is None or named.access_hash != channel.access_hash or channel.state == "deleted":
        raise RpcError(400, "CHANNEL_INVALID")
    if channel.state in ("private", "banned"):
        raise RpcError(400, "CHANNEL_PRIVATE")
    return channel


def _moved(channel: Channel, *, is_in: bool) -> Any:
    channel.joined = is_in
    return types.Updates([], [], [channel.chat()], now(), 0)


ANSWERS = {
    "contacts.resolveUsername": resolve_username,
    "channels.getChannels": get_channels,
    "channels.getFullChannel": get_full,
    "channels.joinChannel": join,
    "channels.leaveChannel": leave,
    "channels.readHistory": read_history,
}
