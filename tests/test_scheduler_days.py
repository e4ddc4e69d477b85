"""Days driven through `due`: every job at its time, none twice, what was missed made good."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dazor.config import Config
from dazor.digest.readers import Reader
from scheduler import JOBS, Job, due

DAILY = [job for job in JOBS if job.is_daily]
ZONES = ("Europe/Vilnius", "Europe/Warsaw", "Europe/Minsk")
SPRING, AUTUMN = datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)
PLAIN = datetime(2026, 6, 10, tzinfo=UTC)
MARCH = datetime(2026, 3, 20, tzinfo=UTC)
SEND_AT = (time(4), time(7, 30), time(23, 55))


def settings_of(zone: str, send_at: time) -> Config:
    return Config.model_validate({"desk": {"zone": zone}, "digest": {"send_at": f"{send_at:%H:%M}"}})


def times_of_day(zone: str, send_at: time, start: datetime, end: datetime) -> list[datetime]:
    """When the daily jobs have to run between two points in time, by the calendar alone."""
    first = start.astimezone(ZoneInfo(zone)).date()
    days = [first + timedelta(days=number) for number in range((end - start).days + 3)]
    moments = [datetime.combine(day, send_at, ZoneInfo(zone)).astimezone(UTC) for day in days]
    return [moment for moment in moments if start < moment <= end]


def driven(job: Job, config: Config, passes: list[datetime], last_run: datetime) -> list[datetime]:
    """The passes in which the job ran."""
    ran = []
    for now in passes:
        if due(job, last_run, now, config):
            last_run = now
            ran.append(now)
    return ran


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("send_at", SEND_AT)
@pytest.mark.parametrize("middle", [PLAIN, SPRING, AUTUMN])
def test_daily_jobs_run_at_their_time_and_once(zone, send_at, middle):
    """Three days around a day of 23, 24 or 25 hours, a pass every five minutes."""
    config, start = settings_of(zone, send_at), middle - timedelta(days=1)
    passes = [start + timedelta(minutes=5 * number) for number in range(1, 3 * 288 + 1)]

    for job in DAILY:
        assert times_of_day(zone, send_at, start, passes[-1]) == driven(job, config, passes, start)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("middle", [PLAIN, SPRING, AUTUMN])
def test_other_jobs_run_in_every_pass_of_the_day(zone, middle):
    config = settings_of(zone, time(7, 30))
    passes = [middle + timedelta(minutes=15 * number) for number in range(1, 97)]

    for job in (job for job in JOBS if job not in DAILY and not job.needs_account):
        assert passes == driven(job, config, passes, middle)


@settings(max_examples=150, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    send_at=st.times(min_value=time(4)).map(lambda at: at.replace(second=0, microsecond=0)),
    start=st.integers(0, 235 * 86_400).map(lambda seconds: MARCH + timedelta(seconds=seconds)),
    gaps=st.lists(
        st.one_of(
            st.integers(1, 3600),  # passes
            st.integers(3600, 5 * 86_400),  # asleep, or off
            st.integers(-7200, -1),  # set back
        ),
        min_size=1,
        max_size=60,
    ),
)
def test_passes_sleeps_and_a_clock_set_back_lose_and_double_nothing(zone, send_at, start, gaps):
    """Whatever passes there are: one run for each stretch with a time in it, at the first pass after."""
    config = settings_of(zone, send_at)
    passes = [start + timedelta(seconds=sum(gaps[: number + 1])) for number in range(len(gaps))]
    ran = driven(DAILY[0], config, passes, start)

    last, expected = start, []
    for now in passes:
        if now > last and times_of_day(zone, send_at, last, now):
            expected.append(now)
            last = now
    assert expected == ran
    assert len(ran) <= len(times_of_day(zone, send_at, start, max([*passes, start])))


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("send_at", SEND_AT)
@pytest.mark.parametrize("middle", [PLAIN, SPRING, AUTUMN])
def test_digest_of_a_reader_is_due_at_its_time_and_once(zone, send_at, middle):
    """The job digest is due at every pass; whom it writes to is decided for each reader."""
    one = Reader(id="reader", zone=ZoneInfo(zone), send_at=send_at)
    start = middle - timedelta(days=1)
    made, last = [], start
    for number in range(1, 3 * 288 + 1):
        now = start + timedelta(minutes=5 * number)
        if one.is_due((last, start), now):
            made.append(now)
            last = now

    assert times_of_day(zone, send_at, start, now) == made
