from datetime import timedelta

import pytest
from telegram_desk import FIRST, NOW, Telegram, channel, gone, post, swept, watch

from store.posts import Absent
from telegram import absent

HOUR = timedelta(hours=1)


def one(number, parts=1):
    return Absent(
        document=number,
        post_id=number,
        ids=tuple(range(number, number + parts)),
        last_seen_at="",
        absent_since=NOW,
    )


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], []),
        ([one(n) for n in range(250)], [100, 100, 50]),
        ([one(10 * n, 9) for n in range(20)], [11, 9]),
    ],
)
def test_one_call_names_a_hundred_numbers_at_most(found, expected):
    assert expected == [len(page) for page in absent.pages(found)]


def test_album_is_gone_when_all_of_it_is(db):
    """Without one photograph it is still there."""
    watch(db)
    parts = [post(n, "", media={"type": "photo"}, grouped_id=5, at=NOW) for n in (4, 5, 6)]
    telegram = Telegram(channel(FIRST, post(3), *parts, post(7)))
    swept(db, telegram.ask)
    telegram[FIRST].delete([4])
    for hours in (1, 3):
        swept(db, telegram.ask, NOW + hours * HOUR)
    assert [] == gone(db)

    telegram[FIRST].delete([5, 6])
    for hours in (4, 6):
        swept(db, telegram.ask, NOW + hours * HOUR)

    assert [4] == gone(db)
    assert 3 == db.value("SELECT count(*) FROM document")
