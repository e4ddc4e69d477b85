"""Channels that pose as a watched one are noticed when their posts are passed on."""

from datetime import timedelta

import pytest
from telegram_desk import NOW, Telegram, channel, post, swept, watch

from telegram import copies


def passed_on(number, name, title, at=NOW):
    origin = {"channel": number, "post": 1, "username": name, "title": title}
    return post(100, "Смотрите.", at=at, fwd=origin)


@pytest.mark.parametrize(
    ("name", "title"), [("prudok_l001", "News"), ("other_name", "Prudok 1001"), ("other", "Рrudok 1001")]
)
def test_close_copy_is_a_trouble_for_some_days(db, name, title):
    watch(db)
    swept(db, Telegram(channel(1001, passed_on(5005, name, title))).ask)

    [(key, (why, _remedy))] = copies.troubles(db, NOW).items()
    assert ("telegram_copy", "prudok-1001") == key
    assert f"@{name} «{title}» (number 5005)" in why
    assert {} == copies.troubles(db, NOW + timedelta(days=15))


def test_other_origins_are_no_trouble(db):
    watch(db)
    swept(db, Telegram(channel(1001, passed_on(5005, "zapruda", "Запруда"))).ask)

    assert {} == copies.troubles(db, NOW)


def test_watched_channel_is_no_copy_of_itself_or_of_another(db):
    watch(db)
    watch(db, 1002)
    world = Telegram(channel(1001, passed_on(1002, "prudok_1002", "Prudok 1002")), channel(1002))
    swept(db, world.ask)

    assert {} == copies.troubles(db, NOW)
