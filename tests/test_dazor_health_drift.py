"""When a site counts as read otherwise than before: the rule alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dazor.health import drift
from dazor.health.drifting import Drifted, past_before
from store.extractions import Extraction

T0 = datetime(2024, 5, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def articles(count, *, every=3, **what):
    """Articles of a site; each `every`-th is long."""
    usual = {"outcome": "ok", "has_author": True, "has_date": True, "repeated": 0.0} | what
    return [
        Extraction(
            reading=number,
            source="outlet",
            at=T0 + number * timedelta(hours=1),
            **({"length": 2400 if number % every == 0 else 1200} | usual),
        )
        for number in range(count)
    ]


PAST = articles(60)


def kinds(new, past=PAST):
    return [found.kind for found in drift.judge(past, new)]


def test_site_that_is_as_ever_is_not_accused():
    assert [] == kinds(articles(40))


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("no_text", {"length": 0, "outcome": "no_text"}),
        ("no_author", {"has_author": False}),
        ("no_date", {"has_date": False}),
        ("short", {"length": 200}),
        ("long", {"length": 9000}),
        ("repeated", {"repeated": 0.5}),
    ],
)
def test_every_loss_is_named_within_a_few_articles(kind, what):
    assert [kind] == kinds(articles(20, **what))


@pytest.mark.parametrize(("new", "named"), [(4, []), (5, ["no_text"])])
def test_five_articles_are_enough_and_four_are_not(new, named):
    assert named == kinds(articles(new, length=0))


def test_little_past_accuses_nobody():
    assert [] == kinds(articles(20, length=0), past=articles(drift.LEAST_PAST - 1))


def test_what_was_always_so_is_no_drift():
    assert [] == kinds(articles(40, has_author=False), past=articles(60, has_author=False))


def test_site_that_is_as_before_again_is_not_accused():
    assert [] == kinds([*articles(20, length=0), *articles(5)])


def test_days_of_colleagues_who_sign_and_who_do_not_are_waited_for():
    """Articles come in days: half a day without a name says little where whole days have none."""
    days = [replace(one, has_author=one.reading // 10 % 2 == 0) for one in PAST]

    assert drift.likeness([one.has_author for one in days]) > 5
    assert [] == kinds(articles(12, has_author=False), past=days)


def test_drift_says_how_many_and_shows_the_newest():
    (found,) = drift.judge(PAST, articles(8, has_date=False))

    assert (5, 5, 0, (7, 6, 5)) == (found.bad, found.of, found.before, found.samples)


def test_drift_is_told_with_pages():
    (found,) = drift.judge(PAST, articles(5, length=0, outcome="no_text"))
    told = Drifted(
        source="outlet",
        drifts=(found,),
        pages=(("https://outlet.example/2", 7), ("https://outlet.example/1", None)),
    )

    assert told.sentence() == (
        "of its newest articles 5 of 5 are without a text (the page has no text), before 0%. "
        "See https://outlet.example/2 (document 7), https://outlet.example/1."
    )


@pytest.mark.parametrize(("age", "past"), [(10, 5), (60, 32)])
def test_past_of_a_young_source_is_half_of_what_is_known(age, past):
    assert T0 + past * DAY == past_before(T0, T0 + age * DAY)
