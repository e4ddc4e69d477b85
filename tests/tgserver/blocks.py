"""A post as the preview shows it, in the class names that readers of t.me/s rely on; no copy of any page."""

import base64
import html
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from telethon.extensions import html as marks

from tgserver.channel import Channel
from tgserver.messages import text_of
from tgserver.stamps import when

Spec = dict[str, Any]
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
HASHTAG = re.compile(r"(?<![\w&])#(\w+)")
TAGS = {"strong": "b", "em": "i"}


def block(channel: Channel, album: list[Spec]) -> str:
    """One post; an album is one block."""
    post, name = album[0], channel.username
    link = f"https://t.me/{name}/{post['id']}"
    service = "service_message " if post.get("service") else ""
    parts = [
        '<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message '
        f'text_not_supported_wrap {service}js-widget_message" data-post="{name}/{post["id"]}" '
        f'data-view="{_view(channel, post)}">',
        '<div class="tgme_widget_message_bubble"><div class="tgme_widget_message_author accent_color">'
        f'<a class="tgme_widget_message_owner_name" href="https://t.me/{name}"><span dir="auto">'
        f"{html.escape(channel.title)}</span></a></div>",
        _forward(post),
        _reply(name, post),
        *(_media(name, one, is_album=len(album) > 1) for one in album),
        _text(album),
        _link_preview(post),
        _reactions(post),
        _footer(post, link),
        "</div></div></div>",
    ]
    return "".join(parts)


def rounded(number: int) -> str:
    """As in 4.85K."""
    for limit, letter in ((10**6, "M"), (10**3, "K")):
        if number >= limit:
            return f"{number / limit:.2f}".rstrip("0").rstrip(".") + letter
    return str(number)


def _view(channel: Channel, post: Spec) -> str:
    """What counts a view: it tells the number of the channel."""
    told = json.dumps({"c": -channel.id, "p": post["id"], "t": 0, "h": "0"})
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def _text(album: list[Spec]) -> str:
    if album[0].get("service"):
        words = "Channel created" if album[0]["service"] == "create" else ""
    else:
        words = next((_marked(one) for one in album if one.get("html") or one.get("text")), "")
    return f'<div class="tgme_widget_message_text js-message_text" dir="auto">{words}</div>' if words else ""


def _marked(post: Spec) -> str:
    found = marks.unparse(*text_of(post))
    found = re.sub(
        r'<a href="([^"]+)">',
        r'<a href="\1" target="_blank" rel="noopener" onclick="return confirm(1);">',
        found,
    )
    found = HASHTAG.sub(r'<a href="?q=%23\1">#\1</a>', found)
    for long, short in TAGS.items():
        found = found.replace(f"<{long}>", f"<{short}>").replace(f"</{long}>", f"</{short}>")
    return EMOJI.sub(lambda one: f'<i class="emoji"><b>{one[0]}</b></i>', found.replace("\n", "<br/>"))


def _forward(post: Spec) -> str:
    origin = post.get("fwd")
    if not origin:
        return ""
    tag, link = "span", ""
    if origin.get("channel"):
        name = origin.get("username") or f"src{origin['channel']}"
        tag, link = "a", f' href="https://t.me/{name}/{origin.get("post", "")}"'
    who = html.escape(origin.get("title") or origin.get("name") or "x")
    return (
        '<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;'
        f'<{tag} class="tgme_widget_message_forwarded_from_name"{link}><span dir="auto">{who}</span>'
        f"</{tag}></div>"
    )


def _reply(name: str | None, post: Spec) -> str:
    if not post.get("reply_to"):
        return ""
    return (
        f'<a class="tgme_widget_message_reply" href="https://t.me/{name}/{post["reply_to"]}">'
        '<div class="tgme_widget_message_metatext">…</div></a>'
    )


def _media(name: str | None, post: Spec, *, is_album: bool) -> str:
    kind = (post.get("media") or {}).get("type")
    if kind in (None, "webpage"):
        return ""
    link = f"https://t.me/{name}/{post['id']}"
    make = _MEDIA.get(str(kind), _unsupported)
    return make(post, f"{link}?single" if is_album else link, is_album)


def _photo(post: Spec, link: str, is_album: bool) -> str:
    grouped = " grouped_media_wrap" if is_album else ""
    return (
        f'<a class="tgme_widget_message_photo_wrap{grouped} js-message_photo" href="{link}" '
        f'style="width:800px;'
        f"background-image:url('/file{urlsplit(link).path}.jpg')\"></a>"
    )


def _video(_post: Spec, link: str, _is_album: bool) -> str:
    return (
        f'<a class="tgme_widget_message_video_player" href="{link}">'
        '<time class="message_video_duration">0:10</time></a>'
    )


def _document(post: Spec, link: str, _is_album: bool) -> str:
    title = html.escape(post["media"].get("name", "file"))
    return (
        f'<a class="tgme_widget_message_document_wrap" href="{link}">'
        '<div class="tgme_widget_message_document">'
        f'<div class="tgme_widget_message_document_title">{title}</div></div></a>'
    )


def _poll(post: Spec, _link: str, _is_album: bool) -> str:
    poll = post["media"]
    total = sum(votes for _, votes in poll["answers"]) or 1
    options = "".join(
        '<div class="tgme_widget_message_poll_option"><div class="tgme_widget_message_poll_option_percent">'
        f'{100 * votes // total}%</div><div class="tgme_widget_message_poll_option_text">{html.escape(text)}'
        "</div></div>"
        for text, votes in poll["answers"]
    )
    question = html.escape(poll["question"])
    return (
        '<div class="tgme_widget_message_poll">'
        f'<div class="tgme_widget_message_poll_question">{question}</div>{options}</div>'
    )


def _unsupported(_post: Spec, _link: str, _is_album: bool) -> str:
    return '<div class="message_media_not_supported">Please open Telegram to view this post</div>'


def _link_preview(post: Spec) -> str:
    media = post.get("media") or {}
    if media.get("type") != "webpage":
        return ""
    address, title = html.escape(media["url"], quote=True), html.escape(media.get("title", ""))
    return (
        f'<a class="tgme_widget_message_link_preview" href="{address}">'
        f'<div class="link_preview_title">{title}</div></a>'
    )


def _reactions(post: Spec) -> str:
    shown = "".join(
        f'<span class="tgme_reaction"><i class="emoji"><b>{emoji}</b></i>{rounded(count)}</span>'
        for emoji, count in (post.get("reactions") or {}).items()
    )
    return f'<div class="tgme_widget_message_reactions">{shown}</div>' if shown else ""


def _footer(post: Spec, link: str) -> str:
    views = (
        ""
        if post.get("service")
        else f'<span class="tgme_widget_message_views">{rounded(post.get("views") or 0)}</span>'
        '<span class="copyonly"> views</span>'
    )
    edited = "edited &nbsp;" if post.get("edit_date") and not post.get("edit_hide") else ""
    date = when(post["date"])
    assert date is not None
    return (
        f'<div class="tgme_widget_message_footer"><div class="tgme_widget_message_info">{views}'
        f'<span class="tgme_widget_message_meta">{edited}<a class="tgme_widget_message_date" href="{link}">'
        f'<time datetime="{date.isoformat()}" class="time">00:00</time></a></span></div></div>'
    )


_MEDIA: dict[str, Callable[[Spec, str, bool], str]] = {
    "photo": _photo,
    "video": _video,
    "document": _document,
    "poll": _poll,
}
