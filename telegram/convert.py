"""
Messages to posts: the same text, number and facts that the preview gives, and what only an account sees.

Pure. An album is one post under its lowest number; its text is its first caption, as on the preview, and
further captions stand beside their photographs. Notices ("pinned …") are numbers without a post.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from telethon.tl import types

from dazor.text.lines import tidy
from store.types import Media, Post
from telegram import marks, media

FIRST = datetime(2013, 1, 1, tzinfo=UTC)  # no Telegram before; a missing time comes as 1970
READER = "account 1"  # goes up with every change that makes another reading of the same bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one answer shows of a channel."""

    posts: tuple[Post, ...] = ()  # by number, ascending; an album is one post
    numbers: tuple[int, ...] = ()  # of everything that is there, notices and parts of albums too, ascending
    unreadable: tuple[str, ...] = ()  # why a message is no post


def page(answer: types.messages.ChannelMessages, channel: str, *, is_whole: bool = True) -> Page:
    """
    The posts of an answer. Where it is not whole, something follows below it, and an album at its end waits.

    `channel` is the user name that stands in addresses. Messages that are empty are not there.
    """
    there = shown(answer, is_whole=is_whole)
    names = _names(answer)
    found, unreadable = [], []
    for parts in _albums([one for one in there if isinstance(one, types.Message)]):
        if parts[0].date < FIRST:
            unreadable.append(f"{parts[0].id}: no time")
        else:
            found.append(post(parts, channel, names))
    numbers = tuple(one.id for one in there)
    return Page(posts=tuple(found), numbers=numbers, unreadable=tuple(unreadable))


def shown(answer: types.messages.ChannelMessages, *, is_whole: bool) -> list[Any]:
    """What an answer shows, by number, without an album that may go on below it."""
    there = [one for one in answer.messages if not isinstance(one, types.MessageEmpty)]
    there.sort(key=lambda one: one.id)
    return there if is_whole or not there else _without_first_album(there)


def post(parts: Sequence[types.Message], channel: str, names: Mapping[int, str]) -> Post:
    """One post of one message, or of the messages of an album in the order of their numbers."""
    first = parts[0]
    speaker = next((part for part in parts if part.message), first)
    found, warnings = marks.read(speaker.message or "", speaker.entities)
    origin, origin_id = _forward(first.fwd_from, names)
    edited = [part.edit_date for part in parts if part.edit_date and not part.edit_hide]
    return Post(
        channel=channel,
        post_id=first.id,
        published_at=first.date,
        text=tidy(speaker.message or ""),
        html=marks.html(speaker.message, found) if speaker.message else None,
        author=first.post_author,
        is_edited=bool(edited),
        edited_at=max(edited, default=None),
        album_ids=tuple(part.id for part in parts) if len(parts) > 1 else (),
        forwarded_from=origin,
        forwarded_post_id=origin_id,
        reply_to=_reply_to(first.reply_to),
        views=max((part.views for part in parts if part.views is not None), default=None),
        forwards=max((part.forwards for part in parts if part.forwards is not None), default=None),
        reactions=_reactions(first.reactions),
        media=tuple(one for part in parts for one in _media(part, speaker)),
        links=marks.links(found),
        warnings=tuple(warnings),
    )


def username(chat: types.TypeChat) -> str | None:
    """The user name; a channel with several has them in a list of their own."""
    active = (one.username for one in getattr(chat, "usernames", None) or () if one.active)
    return getattr(chat, "username", None) or next(active, None)


def _albums(messages: Sequence[types.Message]) -> Iterable[list[types.Message]]:
    for _, parts in groupby(
        messages, key=lambda one: ("album", one.grouped_id) if one.grouped_id else one.id
    ):
        yield list(parts)


def _without_first_album(there: list[Any]) -> list[Any]:
    """Without the album at the lower end, unless nothing else is there."""
    album = getattr(there[0], "grouped_id", None)
    rest = [one for one in there if album is None or getattr(one, "grouped_id", None) != album]
    return rest or there


def _names(answer: types.messages.ChannelMessages) -> dict[int, str]:
    """Who a forward comes from: a channel's user name or title, a person's name."""
    chats = {chat.id: username(chat) or getattr(chat, "title", "") for chat in answer.chats}
    people = {
        person.id: " ".join(
            filter(None, (getattr(person, "first_name", ""), getattr(person, "last_name", "")))
        )
        for person in answer.users
    }
    return people | chats


def _forward(
    header: types.MessageFwdHeader | None, names: Mapping[int, str]
) -> tuple[str | None, int | None]:
    """The origin as it was when it was forwarded; a hidden one has a name only."""
    if header is None:
        return None, None
    origin = header.from_id
    number = getattr(origin, "channel_id", 0) or getattr(origin, "user_id", 0)
    return names.get(number) or header.from_name or header.post_author, header.channel_post


def _reply_to(header: types.TypeMessageReplyHeader | None) -> int | None:
    """None also for a reply to a post of another channel: its number would be taken for one of ours."""
    if not isinstance(header, types.MessageReplyHeader) or header.reply_to_peer_id is not None:
        return None
    number: int | None = header.reply_to_msg_id
    return number


def _reactions(found: types.MessageReactions | None) -> tuple[tuple[str, int], ...]:
    """Emoji, `paid` for stars, `emoji:<id>` for one of Telegram's own: as on the preview."""
    if found is None:
        return ()
    return tuple((_reaction(one.reaction), one.count) for one in found.results)


def _reaction(kind: types.TypeReaction) -> str:
    match kind:
        case types.ReactionEmoji():
            return str(kind.emoticon)
        case types.ReactionCustomEmoji():
            return f"emoji:{kind.document_id}"
        case _:
            return "paid"


def _media(part: types.Message, speaker: types.Message) -> tuple[Media, ...]:
    """What hangs on a part of an album; a caption that is not the text of the post stands beside it."""
    found = media.read(part)
    if part is speaker or not part.message:
        return found
    return tuple(replace(one, title=one.title or tidy(part.message)) for one in found)
