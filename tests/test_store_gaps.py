from datetime import timedelta

import pytest
import shelf
from test_store_channels import save

from store import gaps

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def channel(db, now):
    shelf.add_source(db)
    save(db, now)


def open_gap(db, **words):
    with db.transaction():
        gaps.open_gap(db, 1001, **words)


def test_what_was_never_read_comes_first_and_newest_first(db, now):
    open_gap(db, below=900, back_to=now, is_reread=True)
    open_gap(db, below=100)
    open_gap(db, below=500, down_to=200)

    assert [500, 100, 900] == [gap.below for gap in gaps.of(db, 1001)]


def test_gap_moves_and_is_closed(db):
    open_gap(db, below=500, down_to=200)
    (gap,) = gaps.of(db, 1001)
    with db.transaction():
        gaps.move(db, gap.id, 400)
    assert [(400, 200)] == [(gap.below, gap.down_to) for gap in gaps.of(db, 1001)]

    with db.transaction():
        gaps.close(db, gap.id)
    assert [] == gaps.of(db, 1001)


@pytest.mark.parametrize(("days", "expected"), [(60, 60), (3, 30)])
def test_gap_that_ends_at_a_time_reaches_further_back_and_never_less(db, now, days, expected):
    open_gap(db, below=500, back_to=now - 30 * DAY)

    with db.transaction():
        assert gaps.reach_back(db, 1001, now - days * DAY)

    (gap,) = gaps.of(db, 1001)
    assert (now - expected * DAY, True) == (gap.back_to, gap.is_backfill)


def test_no_other_gap_reaches_back(db, now):
    open_gap(db, below=500, down_to=200)
    open_gap(db, below=900, back_to=now, is_reread=True)

    with db.transaction():
        assert not gaps.reach_back(db, 1001, now - DAY)
