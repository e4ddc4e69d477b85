from datetime import timedelta

import pytest
from telegram_desk import FIRST, NOW, known, source, watch

from store import channels, floods, gaps
from store.times import Clock
from telegram import rounds, states
from telegram.rounds import Round

HOUR = timedelta(hours=1)


@pytest.fixture
def here(db):
    watch(db)
    return Round(db=db, account="desk", clock=Clock(NOW), first_days=2, ends_at=NOW + HOUR)


def looked_at(db, state="ok"):
    with db.transaction():
        channels.looked_at(db, FIRST, NOW, NOW + HOUR)
        channels.set_state(db, FIRST, state, NOW)


def has_work(here, *, is_due=True):
    return rounds.has_work(here, [source()], is_due=is_due)


def test_channel_that_was_never_looked_at_is_work(here):
    assert has_work(here)


def test_channel_that_is_not_due_is_none_unless_somebody_asks(db, here):
    looked_at(db)

    assert (False, True) == (has_work(here), has_work(here, is_due=False))


@pytest.mark.parametrize(("state", "expected"), [("ok", True), ("private", False)])
def test_gap_is_work_while_its_channel_can_be_read(db, here, state, expected):
    looked_at(db, state)
    with db.transaction():
        gaps.open_gap(db, FIRST, below=50)

    assert expected == has_work(here)


@pytest.mark.parametrize(("minutes", "raises"), [(5, True), (0.5, False)])
def test_nothing_is_connected_inside_a_long_wait(db, here, minutes, raises):
    with db.transaction():
        floods.note(db, "desk", rounds.HISTORY, until=NOW + timedelta(minutes=minutes), now=NOW)

    if raises:
        with pytest.raises(states.Deferred):
            has_work(here)
    else:
        assert has_work(here)


def test_what_was_not_seen_for_longest_comes_first(db, here):
    watch(db, 1002)
    watch(db, 1003)
    for number, hours in ((1002, 5), (1003, 9)):
        with db.transaction():
            channels.looked_at(db, number, NOW - hours * HOUR, NOW)

    order = rounds.due([known(db, number) for number in (1002, 1003, FIRST)], NOW)

    assert [FIRST, 1003, 1002] == [one.channel.id for one in order]
