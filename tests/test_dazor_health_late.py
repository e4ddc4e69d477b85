"""Jobs that are late, and a clock that stands."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dazor.health import late
from dazor.health.jobs import LastRun

NOW = datetime(2024, 5, 30, 5, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
ZONE = ZoneInfo("UTC")


def run(job, at, outcome="ok"):
    return LastRun(job=job, started_at=at, ended_at=at, outcome=outcome, message=None, counts={})


def every(pause, *, last, count=12):
    return [NOW - last - number * pause for number in range(count)]


def told(starts, *, outcome=None, now=NOW):
    """What is late; each job has begun just now, without coming to its end."""
    jobs = [run(job, now - HOUR / 60, outcome) for job in starts]
    return [where for _, where in late.of_jobs(jobs, starts, now, ZONE)]


HEALTH = every(HOUR / 4, last=HOUR / 4)


@pytest.mark.parametrize(("hours", "late_ones"), [(2, []), (3, ["web"])])
def test_job_is_late_after_its_pause_and_two_hours(hours, late_ones):
    assert late_ones == told({"web": every(HOUR / 4, last=hours * HOUR), "health": HEALTH})


@pytest.mark.parametrize(("hours", "late_ones"), [(37, []), (39, ["digest"])])
def test_daily_job_is_late_after_a_day_and_a_half(hours, late_ones):
    assert late_ones == told({"digest": every(24 * HOUR, last=hours * HOUR), "health": HEALTH})


def test_machine_that_slept_accuses_no_job():
    """All of them are old, and health has just looked for the first time."""
    slept = every(HOUR / 4, last=9 * HOUR)

    assert [] == told({"web": slept, "health": [NOW - HOUR / 60, *slept]})


def test_failure_has_spoken_for_itself():
    assert [] == told({"web": every(HOUR, last=9 * HOUR), "health": HEALTH}, outcome="failed")


def test_job_of_an_older_dazor_is_forgotten():
    starts = {"weave": every(HOUR, last=1000 * HOUR), "health": HEALTH}

    assert {} == late.of_jobs([run("weave", NOW - 900 * HOUR)], starts, NOW, ZONE)


def test_clock_that_stands_is_told():
    assert {} == late.of_clock({"health": every(HOUR, last=3 * HOUR)}, NOW, ZONE)
    assert [("clock_stands", "dazor run")] == list(
        late.of_clock({"health": every(HOUR, last=4 * HOUR)}, NOW, ZONE)
    )
