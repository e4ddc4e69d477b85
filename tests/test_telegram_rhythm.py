from datetime import timedelta

import pytest
from telegram_desk import NOW

from store.types import Post
from telegram import rhythm

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("posts_a_day", "minutes"), [(0, 360), (1, 360), (2, 180), (12, 30), (36, 10), (100, 10)]
)
def test_busier_a_channel_sooner_the_next_look(posts_a_day, minutes):
    step = timedelta(days=1) / max(1, posts_a_day)
    shown = [Post(channel="x", post_id=n, published_at=NOW - n * step) for n in range(posts_a_day)]
    old = Post(channel="x", post_id=0, published_at=NOW - timedelta(days=9))

    assert minutes * MINUTE == rhythm.wait([old, *shown], NOW)


@pytest.mark.parametrize(("hours", "expected"), [(23, False), (24, True)])
def test_seven_days_are_read_again_once_a_day(hours, expected):
    assert expected == rhythm.is_reread_due(NOW - timedelta(hours=hours), NOW)
    assert rhythm.is_reread_due(None, NOW)
