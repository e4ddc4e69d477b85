"""Posts by the thousand, made up, the same in every run."""

import random
from collections.abc import Iterator
from typing import Any

from tgserver.stamps import stable_id, when

WORDS = (
    "Прудок Заречье мост граница учения оборона министр заявил сегодня видео завод урожай выборы страна мир "
    "безопасность суд приговор санкции рынок цены дорога школа погода хоккей театр река лес посевная"
).split()


def posts(
    channel_id: int,
    *,
    count: int,
    seed: int = 0,
    start_id: int = 1,
    start: str = "2024-01-01",
    step: int = 900,
    gap_every: int = 0,
    media_every: int = 5,
    fwd_every: int = 7,
    album_every: int = 0,
    words: int = 40,
) -> Iterator[dict[str, Any]]:
    """Posts with marks, media, forwards, albums of three and missing numbers, a step of seconds apart."""
    chance = random.Random(f"{channel_id}/{seed}")
    first = when(start)
    assert first is not None
    number, begun = start_id, int(first.timestamp())
    for place in range(count):
        if gap_every and place and place % gap_every == 0:
            number += chance.randint(1, 3)
        date = begun + place * step
        post = _post(chance, number, date, words)
        if media_every and place % media_every == 0:
            kind = chance.choice(["photo", "photo", "video", "document"])
            post["media"] = {"type": kind, "size": chance.randint(2000, 90000)}
        if fwd_every and place % fwd_every == 3:
            post["fwd"] = _origin(chance, date)
        if album_every and place % album_every < 3:
            post |= _part(channel_id, place % album_every, place, date, step)
        yield post
        number += 1


def _post(chance: random.Random, number: int, date: int, words: int) -> dict[str, Any]:
    body = " ".join(chance.choice(WORDS) for _ in range(chance.randint(max(3, words // 3), words * 2)))
    link = f'<a href="https://example.by/n/{number}">подробнее</a>'
    return {
        "id": number,
        "date": date,
        "html": f"<b>{chance.choice(WORDS)}</b>\n{body} {link} #news",
        "views": chance.randint(100, 90000),
        "forwards": chance.randint(0, 900),
        "reactions": {"👍": chance.randint(1, 500), "🤡": chance.randint(1, 90)},
    }


def _origin(chance: random.Random, date: int) -> dict[str, Any]:
    return {
        "channel": 1900000000 + chance.randint(1, 40),
        "post": chance.randint(1, 9999),
        "title": "Источник",
        "date": date - 3600,
    }


def _part(channel_id: int, part: int, place: int, date: int, step: int) -> dict[str, Any]:
    """One photograph of an album; the first has the words."""
    found: dict[str, Any] = {
        "grouped_id": stable_id("album", channel_id, place - part),
        "media": {"type": "photo", "size": 5000},
        "date": date - part * step,
    }
    return found | {"html": ""} if part else found
