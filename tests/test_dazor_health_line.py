"""The sentence that stands in every mail, and those at the end of doctor."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dazor.health import exits, letters
from dazor.health.disk import Disk
from dazor.health.line import in_one_line
from dazor.health.sources import Health
from store.deliveries import Delivery
from store.growth import Growth
from tests.errands import OUTLET

NOW = datetime(2024, 5, 30, 5, 30, tzinfo=UTC)
GROWTH = Growth(store_bytes=10**6, archive_bytes=0, texts=1000, texts_per_day=1000.0)
BIG, SMALL = Disk(growth=GROWTH, free_bytes=10**12), Disk(growth=GROWTH, free_bytes=40 * 10**6)


def sources(**states):
    return [
        Health(id=f"{state}{n}", name=f"{state} {n}", kind="site", state=state)
        for state, count in states.items()
        for n in range(1, count + 1)
    ]


@pytest.mark.parametrize(
    ("health", "disk", "line"),
    [
        (sources(works=3, off=2, not_looked_at=1), BIG, "3 of 3 sources work."),
        (sources(), BIG, "0 of 0 sources work."),
        (sources(works=2), SMALL, "2 of 2 sources work; the disk lasts 40 days."),
        (
            sources(works=5, partly=1, stumbled=1, quiet=1, failing=1),
            BIG,
            "7 of 9 sources work; silent: quiet 1; not answering: failing 1.",
        ),
        (
            sources(never_worked=7),
            BIG,
            "0 of 7 sources work; never worked here: never_worked 1, never_worked 2, never_worked 3, "
            "never_worked 4, never_worked 5 and 2 more.",
        ),
    ],
)
def test_line_says_how_everything_is(health, disk, line):
    assert line == in_one_line(health, disk)


def delivery(attempts=0, ago=timedelta(0)):
    return Delivery(
        id=1,
        digest=1,
        subscriber="anna",
        channel="mail",
        state="waiting",
        attempts=attempts,
        queued_at=NOW - ago,
        next_at=None,
        message_id="m",
        is_repeat=False,
        error=None,
        ended_at=None,
    )


def test_letters_that_wait_are_counted():
    waiting = [delivery(), delivery(attempts=4, ago=timedelta(hours=2))]

    assert "none waits." == letters.sentence([], ZoneInfo("UTC"))
    assert "2 wait, the oldest since 2024-05-30 03:30; tried 4 times at most." == letters.sentence(
        waiting, ZoneInfo("UTC")
    )


def test_way_out_is_said():
    by_proxy = OUTLET.model_copy(update={"proxy": "http://proxy.example:3128"})

    assert exits.sentence([OUTLET, by_proxy]).startswith(
        "1 source is asked from this machine's own address, 1 through a proxy. "
    )
    assert "every source is asked through a proxy." == exits.sentence([by_proxy])
