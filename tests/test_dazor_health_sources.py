"""When a source counts as quiet or as giving no text, and what the doctor says of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dazor.health.report import sentence
from dazor.health.sources import judge, may_be_silent
from dazor.health.troubles import REMEDIES, of_sources
from store import fates
from store.sources import Entry
from tests.errands import OUTLET, SITE

NOW = datetime(2024, 5, 30, 5, 30, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Vilnius")
BUSY = OUTLET.model_copy(update={"usual_per_day": 20.0, "instead": "Its channel @outlet."})
FINE = ("ok", "not_modified", "redirected")


def entry(outcome="ok", new=timedelta(hours=1), bad_looks=0):
    return Entry(
        id=1,
        source="outlet",
        kind="feed",
        url=f"{SITE}/feed",
        etag=None,
        last_modified=None,
        next_look_at=None,
        last_good_at=NOW,
        last_new_at=NOW - new,
        failing_since=None if outcome in FINE else NOW - timedelta(hours=3),
        bad_looks=bad_looks,
        last_outcome=outcome,
        newest_post=None,
    )


def judged(*, source=BUSY, lost=None, **of_entry):
    facts = {"first_collected_at": "2024-05-01T00:00:00+00:00", "documents": 3}
    return judge(source, facts, [entry(**of_entry)], lost, NOW)


def lost(count, got=0):
    return {"reason": "blocked_page", "count": count, "got": got, "first_at": "2024-05-29T05:30:00+00:00"}


@pytest.mark.parametrize(("usual", "hours"), [(120, 14), (20, 36), (5, 72), (1, 6 * 24), (0.1, 60 * 24)])
def test_rarer_a_source_longer_its_silence(usual, hours):
    assert timedelta(hours=hours) == may_be_silent(usual)


def test_quiet_source_is_told_with_its_usual_day():
    health = judged(new=timedelta(days=3))

    assert "quiet" == health.state
    assert sentence(health, ZONE).startswith("answers, but has named nothing new for 3 days; usual 20 a day.")
    assert [("source_quiet", "outlet")] == list(of_sources([health], ZONE))


def test_source_of_an_unknown_day_is_never_quiet():
    assert "works" == judged(source=OUTLET, new=timedelta(days=30)).state


@pytest.mark.parametrize(("row", "state"), [(lost(3), "no_text"), (lost(2), "works"), (lost(9, 1), "works")])
def test_source_whose_pages_give_no_text_is_told(row, state):
    assert state == judged(lost=row).state


def test_closed_pages_are_told_with_what_there_is_instead():
    (told,) = of_sources([judged(lost=lost(5))], ZONE).values()

    assert (
        "its pages give no text since 2024-05-29 08:30: the site shows a page of its filter instead "
        "(5 addresses)." == told[0]
    )
    assert told[1].endswith("Instead: Its channel @outlet.")


@pytest.mark.parametrize("outcome", sorted({*fates.OUTCOMES, "robots", "robots_unreachable"} - {*FINE}))
def test_every_way_to_fail_is_explained_and_has_a_remedy(outcome):
    health = judged(outcome=outcome, bad_looks=2)
    ((why, remedy),) = of_sources([health], ZONE).values()

    assert f"nothing comes in since 2024-05-30 05:30: {fates.explain(outcome)}." == why
    assert remedy == f"{REMEDIES[outcome]} Instead: Its channel @outlet."


@pytest.mark.parametrize("reading", sorted({*fates.READINGS} - {"ok"}))
def test_every_reading_without_a_text_has_a_remedy(reading):
    assert reading in REMEDIES


def test_source_that_is_not_verified_says_so():
    health = judged(source=BUSY.model_copy(update={"tls": "unverified"}))

    assert sentence(health, ZONE).endswith("Its certificate is not verified.")


def test_account_is_a_way_in_that_stands_in_no_file():
    """While it waits, the preview goes on, and the doctor says both."""
    waits = replace(entry("deferred", bad_looks=3), kind="account", url="https://t.me/outlet")

    health = judge(BUSY, {"first_collected_at": "2024-05-01"}, [entry(), waits], None, NOW)

    assert "partly" == health.state
    assert "not by account https://t.me/outlet" in sentence(health, ZONE)
    assert "makes the account wait" in sentence(health, ZONE)
