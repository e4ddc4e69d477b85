"""What the doctor says of copies."""

from datetime import timedelta
from pathlib import Path

import pytest

from dazor.backup import troubles
from dazor.backup.troubles import State

DAY = timedelta(days=1)


def state(now, **changes):
    """All is well: copied last night to another disk, rehearsed a week ago."""
    given = {
        "first_fetch_at": now - 90 * DAY,
        "first_copy_at": now - 80 * DAY,
        "last_copy_at": now - DAY,
        "last_copy": Path("/media/usb/2024-05-29T053000Z"),
        "is_there": True,
        "is_elsewhere": True,
        "last_drill_at": now - 7 * DAY,
        "last_fault": None,
    }
    return State(**given | changes)


def kinds(found):
    return {what for what, _ in found}


def test_all_is_well(now):
    assert {} == troubles.judge(state(now), has_folder=True, now=now)


@pytest.mark.parametrize(
    ("what", "days", "changes"),
    [
        ("backup_old", 3, {}),
        ("backup_lost", 0, {"is_there": False, "is_elsewhere": False}),
        ("backup_same_disk", 0, {"is_elsewhere": False}),
        ("drill_old", 0, {"last_drill_at": None}),
        ("drill_failed", 0, {"last_fault": "backup: news.db.zst: damaged"}),
    ],
)
def test_trouble_is_named(now, what, days, changes):
    assert what in kinds(troubles.judge(state(now, **changes), has_folder=True, now=now + days * DAY))


def test_disk_that_is_away_is_no_trouble(now):
    """It lies in a drawer: that is where a copy is safe."""
    assert {} == troubles.judge(state(now, is_there=False), has_folder=True, now=now)


def test_first_rehearsal_is_awaited_as_long_as_the_next(now):
    fresh = state(now, first_copy_at=now - 3 * DAY, last_drill_at=None)

    assert {} == troubles.judge(fresh, has_folder=True, now=now)


@pytest.mark.parametrize(
    ("has_folder", "do"), [(True, "dazor job backup"), (False, "[backup] folder, or give: dazor backup DIR")]
)
def test_remedy_is_what_helps_here(now, has_folder, do):
    never = state(now, last_copy_at=None, last_copy=None, first_copy_at=None, last_drill_at=None)

    ((_, remedy),) = troubles.judge(never, has_folder=has_folder, now=now).values()

    assert do in remedy
