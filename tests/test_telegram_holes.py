import asyncio
from datetime import timedelta

import pytest
from telegram_desk import FIRST, NOW, Telegram, channel, ids, known, post, swept, watch

from store import holes as stored
from store.times import Clock
from telegram import holes


def check(db, telegram) -> int:
    return asyncio.run(holes.check(db, telegram.ask, known(db), Clock(NOW), first_days=2))


@pytest.fixture
def telegram(db):
    watch(db)
    return Telegram(channel(FIRST, *(post(number) for number in (1, 2, 6, 7, 12))))


def test_holes_are_asked_for_once_many_in_one_call(db, telegram):
    swept(db, telegram.ask)
    telegram.asked.clear()

    for _ in range(2):
        check(db, telegram)

    assert ["GetMessagesRequest"] == telegram.asked
    assert [] == stored.unchecked(db, FIRST, 100)


def test_post_that_history_hid_is_stored_when_it_is_there(db, telegram):
    history = telegram[FIRST].history
    telegram[FIRST].history = lambda *given, **rest: [n for n in history(*given, **rest) if n != 6]
    swept(db, telegram.ask)

    assert 1 == check(db, telegram)
    assert [1, 2, 6, 7, 12] == ids(db)


def test_no_hole_no_call(db, telegram):
    assert (0, []) == (check(db, telegram), telegram.asked)


@pytest.mark.parametrize(
    ("lately", "usually", "expected"),
    [
        ((50, 50), (10, 990), True),
        ((19, 1), (10, 990), False),  # few
        ((50, 950), (20, 980), False),  # as usual
        ((50, 50), (400, 600), False),
        ((50, 50), (0, 0), False),  # nobody knows what is usual
        ((50, 50), (0, 1000), True),
    ],
)
def test_alarm_only_when_the_share_jumps(lately, usually, expected):
    assert expected == holes.has_jumped(lately, usually)


def test_alarm_says_how_many(db):
    watch(db)
    swept(db, Telegram(channel(FIRST, *(post(number) for number in range(1, 100)))).ask)
    assert holes.alarm(db, known(db), NOW) is None
    later = NOW + timedelta(hours=30)
    with db.transaction():
        stored.found(db, FIRST, [(100, 199)], later)

    assert "100 of 100 numbers of the last day were never seen; usual 0 %." == holes.alarm(
        db, known(db), later
    )
