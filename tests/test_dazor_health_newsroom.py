"""An outlet of the pretend newsroom gets another template: real processes fetch, read and tell it."""

import json
from dataclasses import replace
from datetime import timedelta

import crawling
import pytest

from dazor.demo import plan
from dazor.demo.newsroom import T0, Newsroom
from dazor.demo.setup import write_setup
from dazor.demo.world import World

REDESIGNED_AT = T0 - timedelta(hours=30)
FROM = ("granit", "nov", "rovnoe", "starolessk", "kurjer")  # whose texts the outlet publishes here


def world() -> World:
    """The outlet has an article each five hours, and another template at last."""
    known = plan.load(T0, 1)
    outlet = replace(
        known.outlets["granit"],
        per_page=100,
        redesigned_at=REDESIGNED_AT.astimezone(known.t0.tzinfo),
        redesign="redesigned.html",
    )
    texts = [one for one in known.articles.values() if one.outlet in FROM and one.state == "ok"]
    articles = {}
    for number, one in enumerate(texts):
        at = known.t0 - timedelta(hours=5 * number + 1)
        path = f"/news/{at:%Y/%m/%d}/{one.slug}-{number}/"
        articles[one.id] = replace(
            one, outlet="granit", path=path, author="Р. Гонт", published_at=at, appears_at=at, edits=()
        )
    return replace(known, outlets=known.outlets | {"granit": outlet}, articles=articles)


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What doctor says before the change and after the first pass with it."""
    told = []
    with Newsroom(world=world()) as newsroom:
        config = write_setup(tmp_path_factory.mktemp("desk"), newsroom, only=["granit"])
        for now in (REDESIGNED_AT - timedelta(hours=1), T0):
            newsroom.set_time(now)
            for job in ("web", "extract", "health"):
                code, words = crawling.run(config, now, job)
                assert "Traceback" not in words, (code, words)
            _, report = crawling.dazor(config, "doctor", "--json", "--now", now.isoformat())
            told.append(json.loads(report))
    return told


def drifts(report):
    return [trouble for trouble in report["troubles"] if trouble["what"] == "source_drift"]


def test_nothing_is_told_while_the_template_is_as_ever(said):
    assert [] == drifts(said[0])


def test_another_template_is_named_in_the_first_pass_that_sees_it(said):
    (trouble,) = drifts(said[1])

    assert "granit" == trouble["where"]
    assert "without an author" in trouble["why"]
    assert "selectors" in trouble["do"]


def test_pages_that_show_it_are_named_with_their_documents(said):
    (source,) = said[1]["sources"]
    pages = source["drift"]["pages"]

    assert 3 == len(pages)
    assert all("/news/2026/03/0" in page["url"] and page["document"] for page in pages)
