"""Channels on a Telegram server of the tests, and a desk that reads them by account. All of it invented."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import rehearsal
from telethon.tl import types
from telethon.tl.functions.messages import GetHistoryRequest
from tgserver.world import Channel, World

from dazor.catalogue import Source
from store import channels, gaps, sources
from store.database import Database
from store.times import Clock
from telegram import absent, backfill, serial, sweep, watched
from telegram.history import Ask
from telegram.watched import Watched

NOW = rehearsal.NOW
FIRST = 1001


class Telegram:
    """What a server would answer to calls for posts, through its bytes; without connection and login."""

    def __init__(self, *specs: dict[str, Any]):
        self.world = World({"channels": list(specs)})
        self.asked: list[str] = []

    def __getitem__(self, number: int) -> Channel:
        return self.world.channels[number]

    async def ask(self, request: Any) -> Any:
        self.asked.append(type(request).__name__)
        peer = request.peer if isinstance(request, GetHistoryRequest) else request.channel
        channel = self[peer.channel_id]
        if isinstance(request, GetHistoryRequest):
            numbers, count = channel.history(request.offset_id, limit=request.limit), len(channel.ids)
        else:
            numbers = [one.id for one in request.id]
            count = len(numbers)
        chats = [channel.chat(), *self.world.origins(channel, numbers)]
        messages = [channel.message(number) for number in numbers]
        return serial.read(
            types.messages.ChannelMessages(channel.pts, count, messages, [], chats, [])._bytes()
        )


def channel(number: int = FIRST, *messages: dict[str, Any], **rest: Any) -> dict[str, Any]:
    """A channel of the server's world; its source has the same name."""
    name = f"prudok_{number}"
    return (
        {"id": number, "access_hash": number * 7, "username": name, "title": f"Prudok {number}"}
        | {"messages": list(messages)}
        | rest
    )


def post(number: int, text: str | None = None, at: datetime | None = None, **rest: Any) -> dict[str, Any]:
    """A post of that world, an hour after the one before; number 100 is of `NOW`."""
    when = at or NOW - timedelta(hours=100 - number)
    return {
        "id": number,
        "date": when.isoformat(),
        "text": f"Пост {number}." if text is None else text,
    } | rest


def source(number: int = FIRST) -> Source:
    """The source file of a channel."""
    return Source.model_validate(
        {
            "id": f"prudok-{number}",
            "name": f"Prudok {number}",
            "kind": "channel",
            "channel": f"prudok_{number}",
            "languages": ("ru",),
            "zone": "Europe/Minsk",
            "entry": ({"kind": "preview", "url": f"https://t.me/s/prudok_{number}"},),
        }
    )


def watch(db: Database, number: int = FIRST) -> None:
    """The source and its channel, confirmed, as account `desk` reaches it."""
    one = source(number)
    with db.transaction():
        sources.save(
            db,
            id=one.id,
            name=one.name,
            kind=one.kind,
            zone=one.zone,
            languages=one.languages,
            usual_per_day=None,
            is_on=True,
        )
        sources.save_entry(db, one.id, "preview", one.entries[0].url)
        channels.save(
            db,
            id=number,
            source=one.id,
            account="desk",
            username=one.channel,
            title=one.name,
            access_hash=number * 7,
            at=NOW,
        )
        channels.confirm(db, number, NOW)


def known(db: Database, number: int = FIRST) -> Watched:
    """The channel as the store knows it now."""
    found = watched.find(db, source(number), "desk")
    assert found is not None
    return found


def swept(db: Database, ask: Ask, at: datetime = NOW, *numbers: int) -> None:
    """A sweep of these channels: newest posts, gaps to their end, absent posts."""

    async def sweep_all() -> None:
        clock = Clock(at)
        for number in numbers or (FIRST,):
            await sweep.look(db, ask, known(db, number), clock, first_days=2)
            while found := gaps.of(db, number):
                await backfill.fill(db, ask, known(db, number), found[0], clock, first_days=2)
            await absent.confirm(db, ask, known(db, number), clock, first_days=2)

    asyncio.run(sweep_all())


def ids(db: Database, number: int = FIRST) -> list[int]:
    """The numbers of all stored posts of a channel, parts of albums included."""
    rows = db.rows(
        """
        SELECT DISTINCT coalesce(part.value, post.post_id) AS id FROM document
        JOIN post ON post.document = document.id LEFT JOIN json_each(post.album_ids) AS part
        WHERE document.source = ? ORDER BY 1
        """,
        (f"prudok-{number}",),
    )
    return [row["id"] for row in rows]


def texts(db: Database, post: int, number: int = FIRST) -> list[str]:
    """What a post said, version by version."""
    rows = db.rows(
        """
        SELECT version.text FROM version JOIN document ON document.id = version.document
        WHERE document.source = ? AND document.key = ? ORDER BY version.number
        """,
        (f"prudok-{number}", str(post)),
    )
    return [row["text"] for row in rows]


def gone(db: Database, number: int = FIRST) -> list[int]:
    """The posts of a channel that are gone."""
    rows = db.rows(
        "SELECT key FROM document WHERE source = ? AND gone_at IS NOT NULL ORDER BY CAST(key AS INTEGER)",
        (f"prudok-{number}",),
    )
    return [int(row["key"]) for row in rows]
