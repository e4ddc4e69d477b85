"""Updates: what has happened since a client last asked."""

from typing import Any

from telethon.tl import types

from tgserver.answers.channels import reached
from tgserver.channel import PAGE, Channel
from tgserver.stamps import now

SHOWN = 20  # messages, where there is too much to tell
ASK_AGAIN_S = 30


def get_state(_server: Any, _connection: Any, _asked: Any) -> Any:
    return types.updates.State(1, 1, now(), 1, 0)


def get_difference(server: Any, connection: Any, asked: Any) -> Any:
    """Which joined channels have news."""
    since = asked.date.timestamp() if asked.date else 0
    moved = [one for one in server.world.channels.values() if one.joined and one.last_event >= since]
    if not moved:
        return types.updates.DifferenceEmpty(now(), 1)
    told = [types.UpdateChannelTooLong(one.id, one.pts) for one in moved]
    state = get_state(server, connection, asked)
    return types.updates.Difference([], [], told, [one.chat() for one in moved], [], state)


def get_channel_difference(server: Any, _connection: Any, asked: Any) -> Any:
    channel = reached(server, asked.channel)
    if asked.pts >= channel.pts:
        return types.updates.ChannelDifferenceEmpty(channel.pts, final=True, timeout=ASK_AGAIN_S)
    if _is_forgotten(channel, asked.pts):
        return _too_long(channel)
    events = [event for event in channel.log if event[0] > asked.pts]
    part = events[: min(asked.limit, PAGE)]
    new = [
        channel.message(number)
        for _, kind, numbers in part
        if kind == "new"
        for number in numbers
        if number in channel.posts
    ]
    others = [
        channel.update(event)
        for event in part
        if event[1] == "delete" or (event[1] == "edit" and event[2][0] in channel.posts)
    ]
    is_all = len(part) == len(events)
    return types.updates.ChannelDifference(
        part[-1][0], new, others, [channel.chat()], [], final=is_all, timeout=ASK_AGAIN_S
    )


def _is_forgotten(channel: Channel, pts: int) -> bool:
    """Whether the log no longer reaches back so far."""
    if not channel.log:
        return True
    first, kind, numbers = channel.log[0]
    return first - (len(numbers) if kind == "delete" else 1) > pts


def _too_long(channel: Channel) -> Any:
    top = channel.ids[-1] if channel.ids else 0
    settings = types.PeerNotifySettings()
    dialog = types.Dialog(types.PeerChannel(channel.id), top, 0, 0, 0, 0, 0, 0, settings, pts=channel.pts)
    messages = [channel.message(number) for number in channel.ids[-SHOWN:][::-1]]
    return types.updates.ChannelDifferenceTooLong(
        dialog, messages, [channel.chat()], [], final=True, timeout=ASK_AGAIN_S
    )


ANSWERS = {
    "updates.getState": get_state,
    "updates.getDifference": get_difference,
    "updates.getChannelDifference": get_channel_difference,
}
