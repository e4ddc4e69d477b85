"""The preview pages t.me/s/<channel> of the same world over HTTP, with faults of method "web"."""

import asyncio
import html
import re
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterable
from itertools import groupby
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tgserver import blocks, media
from tgserver.channel import Channel
from tgserver.server import HOST, Server

PAGE = 20  # posts, every photograph of an album counted
ADDRESS = re.compile(r"/s/(\w+)(?:/(\d+))?")
PHOTOGRAPH = re.compile(r"/file/(\w+)/(\d+)\.jpg")
EMPTY = '<div class="tme_no_messages_found">No posts found</div>'


async def serve(server: Server, port: int) -> int:
    """Listen; the port."""

    async def talk(reader: StreamReader, writer: StreamWriter) -> None:
        try:
            request = (await reader.readline()).decode("latin-1").split()
            while (await reader.readline()).strip():
                pass
            await _answer(server, writer, request[1])
        except (IndexError, OSError):
            pass
        finally:
            writer.close()

    listening = await asyncio.start_server(talk, HOST, port)
    bound: int = listening.sockets[0].getsockname()[1]
    return bound


async def _answer(server: Server, writer: StreamWriter, path: str) -> None:
    status, header, data = _found(server, path)
    server.note(None, "web", {"path": path}, status or "DROPPED")
    if not status:
        writer.transport.abort()
        return
    kind = "image/jpeg" if data.startswith(media.JPEG) else "text/html; charset=utf-8"
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\n{header}"
    writer.write(f"{head}Content-Length: {len(data)}\r\nConnection: close\r\n\r\n".encode() + data)
    await writer.drain()


def _found(server: Server, path: str) -> tuple[int, str, bytes]:
    """Status, a header and the body; status 0: the line breaks."""
    parts = urlsplit(path)
    asked = ADDRESS.fullmatch(parts.path) or PHOTOGRAPH.fullmatch(parts.path)
    channel = server.world.find(asked[1]) if asked else None
    rule = server.faults.strike("web", channel)
    action = rule.get("action", "flood") if rule else None
    if rule and action == "flood":
        return 429, f"Retry-After: {rule.get('seconds', 5)}\r\n", b""
    if rule and action == "error":
        return rule.get("code", 502), "", b""
    if action == "drop":
        return 0, "", b""
    if asked is None:
        return (404, "", b"") if parts.path == "/robots.txt" else (200, "", _card("channel").encode())
    if channel is None or channel.state != "ok" or not channel.preview:
        return 302, f"Location: /{asked[1]}\r\n", b""
    if PHOTOGRAPH.fullmatch(parts.path):
        return _photograph(channel, int(asked[2]))
    query = dict(parse_qsl(parts.query))
    before = int(asked[2]) + 1 if asked[2] else _number(query.get("before"))
    shown = page(channel, before=before, after=_number(query.get("after")), words=query.get("q"))
    return 200, "", shown.encode()


def _photograph(channel: Channel, number: int) -> tuple[int, str, bytes]:
    """The bytes of the photograph of a post: those that an account gets."""
    post = channel.posts.get(number)
    if post is None or (post.get("media") or {}).get("type") != "photo":
        return 404, "", b""
    return 200, "", media.content(media.number_of(channel.id, post), post["media"])


def page(
    channel: Channel, *, before: int | None = None, after: int | None = None, words: str | None = None
) -> str:
    """A page of posts, oldest first."""
    numbers = list(_shown(channel, before, after, (words or "").lower()))
    shown = numbers[:PAGE] if after is not None else numbers[-PAGE:]
    posts = [channel.posts[number] for number in shown]
    albums = [
        list(parts) for _, parts in groupby(posts, key=lambda post: post.get("grouped_id") or post["id"])
    ]
    inner = "".join(blocks.block(channel, album) for album in albums) or EMPTY
    return _framed(channel, inner, shown[0] if shown and shown[0] > channel.ids[0] else None)


def _shown(channel: Channel, before: int | None, after: int | None, words: str) -> Iterable[int]:
    for number in channel.ids:
        post = channel.posts[number]
        is_inside = (before is None or number < before) and (after is None or number > after)
        if is_inside and words in (post.get("html") or post.get("text") or "").lower():
            yield number


def _framed(channel: Channel, inner: str, older: int | None) -> str:
    """The page around the posts; `older`: there are some below this number."""
    name, title = channel.username, html.escape(channel.title)
    link = more = ""
    if older is not None:
        link = f'<link rel="prev" href="/s/{name}?before={older}">'
        more = (
            f'<a href="/s/{name}?before={older}" class="tme_messages_more js-messages_more" '
            f'data-before="{older}"></a>'
        )
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title} – Telegram</title>{link}</head>'
        "<body>"
        '<div class="tgme_channel_info"><div class="tgme_channel_info_header_title">'
        f'<span dir="auto">{title}</span></div><div class="tgme_channel_info_header_username">'
        f'<a href="https://t.me/{name}">@{name}</a></div><div class="tgme_channel_info_counter">'
        f'<span class="counter_value">{blocks.rounded(channel.participants)}</span> '
        '<span class="counter_type">subscribers</span></div>'
        f'<div class="tgme_channel_info_description">{html.escape(channel.about)}</div></div>'
        f'<section class="tgme_channel_history js-message_history">{more}{inner}</section></body></html>'
    )


def _card(words: str) -> str:
    return f'<html><div class="tgme_page"><div class="tgme_page_extra">{words}</div></div></html>'


def _number(text: Any) -> int | None:
    return int(text) if text and text.isdigit() else None
