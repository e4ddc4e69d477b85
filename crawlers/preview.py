"""Previews: the pages t.me/s/<channel> that show a channel's posts without an account."""

import base64
import binascii
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import html

from crawlers import page, post, post_media
from store.types import Post

_BEFORE = re.compile(r"[?&]before=(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One page of a channel."""

    outcome: str  # ok; no_preview: the channel's or a person's card instead; not_a_preview: some other page
    posts: tuple[Post, ...] = ()  # by number, ascending; an album is one post
    older: int | None = None  # ?before= of the page with older posts; None: this page names none
    is_empty: bool = False  # the page says itself that there are no posts here
    title: str | None = None  # of the channel
    username: str | None = None  # as Telegram writes it, without @
    channel_id: int | None = None  # Telegram's number of the channel, positive, from data-view
    service_ids: tuple[int, ...] = ()  # "pinned", "changed the photo" and so on: no posts
    unreadable: tuple[str, ...] = ()  # why a block of the page is no post


def posts(body: bytes, channel: str) -> Preview:
    """
    The posts of a page t.me/s/<channel>, read as seen in August 2026 (../shared/data/telegram_web).

    A page of the channel without any post and without Telegram's "No posts found" is `not_a_preview`: no end
    of the channel follows from it. Blocks of another channel than `channel` (letters' case apart) are
    unreadable. Never raises.
    """
    root = page.parse(body)
    if root is None or not page.select(
        root, ".tgme_channel_history, .tgme_widget_message, .tme_no_messages_found"
    ):
        is_card = root is not None and bool(page.select(root, ".tgme_page"))
        return Preview(outcome="no_preview" if is_card else "not_a_preview")
    blocks = [block for block in page.select(root, "[data-post]") if not isinstance(block, str)]
    is_empty = not blocks and bool(page.select(root, ".tme_no_messages_found"))
    if not blocks and not is_empty:
        return Preview(outcome="not_a_preview")
    return _preview(root, blocks, channel, is_empty=is_empty)


def photographs(body: bytes, channel: str, post_id: int, url: str) -> tuple[str | None, ...]:
    """
    The temporary addresses of the photographs of a post on the page from `url`, in order. Never raises.

    Empty: the page does not show the post, or no photographs of it.
    """
    root = page.parse(body)
    blocks = [] if root is None else page.select(root, "[data-post]")
    for block in blocks:
        if isinstance(block, str) or post.number(block, channel) is None:
            continue
        made = post.read(block)
        if made and made.post_id == post_id:
            return tuple(address and page.join(url, address) for address in post_media.photographs(block))
    return ()


def _preview(
    root: html.HtmlElement, blocks: list[html.HtmlElement], channel: str, *, is_empty: bool
) -> Preview:
    found: dict[int, Post] = {}
    service: list[int] = []
    unreadable: list[str] = []
    for block in blocks:
        number = post.number(block, channel)
        if number is None:
            unreadable.append(f"{block.get('data-post')!r}: not a post of {channel}")
        elif "service_message" in block.get("class", "").split():
            service.append(number)
        elif (made := post.read(block)) is None:
            unreadable.append(f"{block.get('data-post')!r}: no time")
        else:
            found[made.post_id] = made
    return Preview(
        outcome="ok",
        posts=tuple(found[number] for number in sorted(found)),
        older=_older(root),
        is_empty=is_empty,
        title=_words(root, ".tgme_channel_info_header_title")
        or _words(root, ".tgme_widget_message_owner_name"),
        username=_username(root, blocks),
        channel_id=next((number for number in map(_channel_id, blocks) if number), None),
        service_ids=tuple(sorted(service)),
        unreadable=tuple(unreadable),
    )


def _older(root: html.HtmlElement) -> int | None:
    """The link "rel=prev" of the head, or the "more" link above the posts; either may be missing."""
    marks: Iterable[str] = root.xpath(
        "//link[@rel='prev']/@href | //a[contains(@class, 'tme_messages_more')]/@href"
    )
    numbers = [int(match[1]) for match in map(_BEFORE.search, marks) if match]
    return min(numbers, default=None)


def _username(root: html.HtmlElement, blocks: list[html.HtmlElement]) -> str | None:
    shown = _words(root, ".tgme_channel_info_header_username")
    return (
        shown.lstrip("@")
        if shown
        else next((block.get("data-post").partition("/")[0] for block in blocks), None)
    )


def _channel_id(block: html.HtmlElement) -> int | None:
    """`data-view` is base64url of JSON as {"c":-1591537674,"p":92,"t":1677241343,"h":"…"}; c: the channel."""
    view = block.get("data-view", "")
    try:
        number = json.loads(base64.urlsafe_b64decode(view + "=" * (-len(view) % 4))).get("c")
    except (ValueError, binascii.Error, AttributeError, RecursionError):
        return None
    return abs(number) if isinstance(number, int) else None


def _words(root: html.HtmlElement, css: str) -> str | None:
    return next((page.text_of(found) for found in page.select(root, css)), None) or None
