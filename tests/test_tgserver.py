"""The Telegram server of the tests, asked by an unmodified Telethon as anybody would use it."""

import asyncio
import urllib.request

import pytest
from telethon import TelegramClient
from telethon.crypto import rsa
from telethon.sessions import StringSession

from crawlers import preview

WORLD = {
    "channels": [
        {"id": 1001, "username": "prudok_tv", "generate": {"count": 230, "gap_every": 17, "album_every": 20}},
        {
            "id": 1002,
            "username": "zapruda",
            "messages": [
                {"id": 1, "date": "2024-05-01T10:00:00Z", "service": "create"},
                {"id": 2, "date": "2024-05-01T10:01:00Z", "html": "<b>мост</b> и река 🤡", "views": 4850},
                {"id": 3, "date": 1714557720, "text": "", "media": {"type": "photo", "size": 90000, "dc": 4}},
            ],
        },
    ]
}


@pytest.fixture
def rig(telegram_server):
    return telegram_server(WORLD)


@pytest.fixture
def speak(rig):
    """`speak(words)`: what comes of a conversation with a client that is logged in."""

    def spoken(words):
        async def conversation():
            session = StringSession()
            session.set_dc(2, "127.0.0.1", rig.port)
            TelegramClient._config = None  # Telethon keeps the data centres of the first server it met
            client = TelegramClient(session, 1, "a" * 32)
            await client.connect()
            try:
                return await words(client)
            finally:
                await client.disconnect()

        rsa.add_key(rig.public_key.read_text(), old=False)
        return asyncio.run(conversation())

    return spoken


def test_every_post_comes_once(rig, speak):
    async def walk(client):
        return [message.id async for message in client.iter_messages("prudok_tv", limit=None, wait_time=0)]

    assert rig.ids("prudok_tv")[::-1] == speak(walk)


def test_marks_and_counters_come_through(speak):
    async def read(client):
        return await client.get_messages("zapruda", ids=2)

    message = speak(read)
    assert ("**мост** и река 🤡", 4850) == (message.text, message.views)


def test_photograph_comes_from_another_data_centre(speak):
    async def fetch(client):
        return await client.download_media(await client.get_messages("zapruda", ids=3), file=bytes)

    found = speak(fetch)
    assert (90000, b"\xff\xd8") == (len(found), found[:2])


def test_what_is_posted_is_pushed_to_members(rig, speak):
    rig("channel", channel="zapruda", changes={"joined": True})

    async def listen(client):
        await client.get_dialogs()
        return rig("post", channel="zapruda", message={"text": "новое"})

    assert {"id": 4, "pts": 14, "pushed": 1} == speak(listen)


def test_preview_shows_the_same_posts(rig):
    found, address = set(), f"{rig.web}/s/prudok_tv"
    while address:
        page = preview.posts(urllib.request.urlopen(address).read(), "prudok_tv")
        assert 1001 == page.channel_id
        found |= {number for post in page.posts for number in (post.album_ids or (post.post_id,))}
        address = page.older and f"{rig.web}/s/prudok_tv?before={page.older}"

    assert rig.ids("prudok_tv") == sorted(found)


def test_restarted_server_knows_its_clients(rig, speak):
    async def read(client):
        rig.stop()
        rig.start()
        return [message.id for message in await client.get_messages("zapruda", limit=1)]

    assert [3] == speak(read)
