"""A message as Telegram sends it, from what the world says of it."""

from typing import TYPE_CHECKING, Any

from telethon.extensions import html
from telethon.tl import types

from tgserver import media
from tgserver.stamps import when

if TYPE_CHECKING:
    from tgserver.channel import Channel

Spec = dict[str, Any]
ACTIONS = {"pin": types.MessageActionPinMessage}


def build(channel: "Channel", message: Spec) -> Any:
    """A message of a channel, or a service message."""
    peer, date = types.PeerChannel(channel.id), when(message["date"])
    if message.get("service"):
        return types.MessageService(
            message["id"], peer, date, action=_action(channel, message["service"]), post=True
        )
    text, entities = text_of(message)
    return types.Message(
        message["id"],
        peer,
        date,
        text,
        post=not channel.megagroup,
        entities=entities or None,
        fwd_from=_forward(message),
        reply_to=_reply(message),
        media=media.build(channel.files, channel.id, message),
        views=message.get("views", 0),
        forwards=message.get("forwards", 0),
        replies=_comments(channel, message),
        edit_date=when(message.get("edit_date")),
        edit_hide=message.get("edit_hide"),
        post_author=message.get("author"),
        grouped_id=message.get("grouped_id"),
        reactions=_reactions(message),
        pinned=message.get("pinned"),
        noforwards=channel.noforwards or None,
        restriction_reason=reasons(message.get("restricted")),
        ttl_period=message.get("ttl"),
    )


def text_of(message: Spec) -> tuple[str, list[Any]]:
    """The text and what marks it; `entities` of a world are given as they are: [type, offset, length]."""
    if "html" in message:
        return html.parse(message["html"])
    marks = [
        getattr(types, f"MessageEntity{kind}")(offset, length)
        for kind, offset, length in message.get("entities", ())
    ]
    return message.get("text", ""), marks


def reasons(restricted: Any) -> list[Any] | None:
    """Why something is hidden on some platforms."""
    return [types.RestrictionReason(*one) for one in restricted] if restricted else None


def _action(channel: "Channel", service: str) -> Any:
    if service == "create":
        return types.MessageActionChannelCreate(channel.title)
    return ACTIONS.get(service, types.MessageActionHistoryClear)()


def _forward(message: Spec) -> Any:
    origin = message.get("fwd")
    if not origin:
        return None
    return types.MessageFwdHeader(
        when(origin.get("date")) or when(message["date"]),
        from_id=types.PeerChannel(origin["channel"]) if origin.get("channel") else None,
        from_name=origin.get("name"),
        channel_post=origin.get("post"),
        post_author=origin.get("author"),
    )


def _reply(message: Spec) -> Any:
    number = message.get("reply_to")
    return types.MessageReplyHeader(reply_to_msg_id=number) if number else None


def _comments(channel: "Channel", message: Spec) -> Any:
    count = message.get("comments")
    if count is None:
        return None
    return types.MessageReplies(count, 1, comments=True, channel_id=channel.linked_chat_id)


def _reactions(message: Spec) -> Any:
    counts = message.get("reactions")
    if not counts:
        return None
    return types.MessageReactions(
        [types.ReactionCount(types.ReactionEmoji(emoji), count) for emoji, count in counts.items()]
    )
