"""What the doctor says of sources and jobs, and what counts as a trouble."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dazor import health
from dazor.config import Config
from dazor.health import Health
from dazor.health.report import index_sentence, sentence
from store import runs, sources

SITE = """
id = "{id}"
name = "Outlet"
kind = "site"
site = "https://{id}.example/"
languages = ["be"]
zone = "Europe/Minsk"
[[entry]]
kind = "feed"
url = "https://{id}.example/rss"
[[entry]]
kind = "listing"
url = "https://{id}.example/news"
"""


@pytest.fixture
def config(tmp_path):
    """Two sites of one's own."""
    for name in ("outlet", "another"):
        (tmp_path / f"{name}.toml").write_text(SITE.replace("{id}", name), "utf-8")
    return Config.model_validate(
        {
            "catalogue": {"folder": str(tmp_path), "only": ("outlet", "another")},
            "desk": {"zone": "Europe/Vilnius"},
        }
    )


def look(db, at, *, feed, listing, source="outlet"):
    """One look at both entry points of a source."""
    with db.transaction():
        sources.save(
            db,
            id=source,
            name="Outlet",
            kind="site",
            zone="UTC",
            languages=["be"],
            usual_per_day=None,
            is_on=True,
        )
        for kind, path, outcome in (("feed", "rss", feed), ("listing", "news", listing)):
            entry = sources.save_entry(db, source, kind, f"https://{source}.example/{path}")
            is_good = outcome == "ok"
            sources.looked_at(
                db, entry.id, outcome=outcome, is_good=is_good, at=at, wait=timedelta(minutes=15)
            )
            if is_good:
                sources.started(db, source, at)


def look_twice(db, now, **outcomes):
    look(db, now - timedelta(hours=1), **outcomes)
    look(db, now, **outcomes)


def state(db, config, now, source="outlet"):
    return next(one.state for one in health.report(db, config, now).sources if one.id == source)


def found(db, config, now):
    return list(health.run(db, config, now).troubles)


def test_source_without_a_look_is_no_trouble(db, config, now):
    assert "not_looked_at" == state(db, config, now)
    assert [] == found(db, config, now)


def test_source_that_answers_works(db, config, now):
    look(db, now, feed="ok", listing="ok")

    assert "works" == state(db, config, now)


def test_one_way_in_is_enough(db, config, now):
    look_twice(db, now, feed="not_found", listing="ok")

    said = health.report(db, config, now).as_text()

    assert "partly" == state(db, config, now)
    assert "works, but not by feed https://outlet.example/rss since 2024-05-30 07:30: " in said
    assert [] == found(db, config, now)


def test_one_bad_look_is_no_trouble(db, config, now):
    look(db, now - timedelta(hours=1), feed="ok", listing="ok")
    look(db, now, feed="timeout", listing="timeout")

    assert "stumbled" == state(db, config, now)
    assert "did not answer at the last look (no answer in time)." in health.report(db, config, now).as_text()
    assert [] == found(db, config, now)


def test_source_that_fails_at_every_way_in_is_a_trouble(db, config, now):
    look(db, now - timedelta(hours=2), feed="ok", listing="ok")
    look_twice(db, now, feed="forbidden", listing="forbidden")

    why, remedy = health.run(db, config, now).troubles["source_failing", "outlet"]

    assert "nothing comes in since 2024-05-30 07:30: the site refuses this address (401, 403 or 451)." == why
    assert "take another way in" in remedy


def test_good_look_ends_the_trouble(db, config, now):
    look_twice(db, now - timedelta(hours=1), feed="timeout", listing="timeout")
    look(db, now, feed="ok", listing="timeout")

    assert [] == found(db, config, now)


def test_sources_that_never_worked_here_are_one_trouble(db, config, now):
    look_twice(db, now, feed="dns", listing="dns")
    look_twice(db, now, feed="dns", listing="dns", source="another")

    troubles = health.run(db, config, now).troubles

    assert "has not answered here yet, tried since" in health.report(db, config, now).as_text()
    assert [("sources_never_worked", "catalogue")] == list(troubles)
    assert (
        "another (the name of the site cannot be found); outlet"
        in troubles["sources_never_worked", "catalogue"][0]
    )


def test_income_of_a_source_is_counted():
    one = Health(
        id="a",
        name="A",
        kind="site",
        state="works",
        documents=3,
        waiting=2,
        last_document_at=datetime(2024, 5, 30, tzinfo=UTC),
    )

    assert "works. Texts: 3, the newest seen 2024-05-30 00:00, 2 addresses wait." == sentence(
        one, ZoneInfo("UTC")
    )


def test_way_in_that_left_the_file_does_not_count(db, config, now):
    look(db, now, feed="ok", listing="ok")
    with db.transaction():
        old = sources.save_entry(db, "outlet", "feed", "https://outlet.example/old")
        sources.looked_at(db, old.id, outcome="not_found", is_good=False, at=now, wait=timedelta(0))

    assert "works" == state(db, config, now)


def test_source_that_is_off_says_why(db, config, now, tmp_path):
    text = SITE.replace("{id}", "outlet").replace(
        "[[entry]]", 'on = false\nwhy_off = "Closed."\n[[entry]]', 1
    )
    (tmp_path / "outlet.toml").write_text(text, "utf-8")

    assert "off: Closed." in health.report(db, config, now).as_text()


def test_bad_source_file_is_a_trouble(db, config, now, tmp_path):
    (tmp_path / "outlet.toml").write_text("zones = 1", "utf-8")

    why, remedy = health.run(db, config, now).troubles["source_file", "outlet"]

    assert 'unknown key "zones". Did you mean "zone"?' in why
    assert "not watched" in remedy


@pytest.mark.parametrize(
    ("outcome", "expected"), [("ok", []), ("stopped", []), ("failed", [("job_failed", "web")])]
)
def test_failed_job_is_a_trouble_of_the_doctor_alone(db, config, now, outcome, expected):
    """The clock hears of it from the job itself; telling it twice would be noise."""
    number = runs.begin(db, "web", now)
    runs.end(db, number, outcome=outcome, counts={"done": 3}, message=None, at=now)

    troubles = health.report(db, config, now).troubles

    assert expected == [(trouble.what, trouble.where) for trouble in troubles]
    assert [] == found(db, config, now)


def test_trouble_is_as_old_as_the_run_that_saw_it_first(db, config, now):
    look(db, now - timedelta(hours=5), feed="ok", listing="ok")
    look_twice(db, now - timedelta(hours=1), feed="timeout", listing="timeout")
    runs.note_troubles(db, "health", health.run(db, config, now).troubles, now - timedelta(minutes=30))

    assert [now - timedelta(minutes=30)] == [one.since for one in health.report(db, config, now).troubles]


def test_troubles_of_other_jobs_are_told_too(db, config, now):
    runs.note_troubles(db, "match", {("rule_refused", "border"): ("line 3 …", "Correct it.")}, now)

    assert "border: line 3 … Correct it." in health.report(db, config, now).as_text()


def test_json_has_the_promised_keys(db, config, now):
    look(db, now - timedelta(hours=5), feed="ok", listing="ok")
    look_twice(db, now, feed="timeout", listing="not_found")
    runs.begin(db, "web", now)

    told = json.loads(json.dumps(health.report(db, config, now).as_json()))

    keys = ["ok", "checked_at", "troubles", "sources", "accounts", "jobs", "disk", "unindexed", "photographs"]
    assert keys == list(told)[: len(keys)]
    assert ["what", "where", "since", "why", "do"] == list(told["troubles"][0])
    assert not told["ok"]


def test_report_is_good_while_nothing_is_wrong(db, config, now):
    look(db, now, feed="ok", listing="ok")

    report = health.report(db, config, now)

    assert report.as_json()["ok"]
    assert report.as_text().startswith("No troubles.")


@pytest.mark.parametrize(
    ("waiting", "said"),
    [(0, "every text is in the index"), (1, "1 text waits for the index"), (7, "7 texts wait for the index")],
)
def test_how_far_the_index_of_words_is_behind_is_said(waiting, said):
    assert index_sentence(waiting).startswith(said)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("ok", "ran well at 2024-05-30 08:30: 3 done."),
        ("failed", "failed at 2024-05-30 08:30: The disk is full."),
    ],
)
def test_last_run_of_a_job_is_told_in_a_sentence(db, config, now, outcome, said):
    number = runs.begin(db, "web", now)
    runs.end(db, number, outcome=outcome, counts={"done": 3}, message="The disk is full.", at=now)

    assert said in health.report(db, config, now).as_text()


def test_run_without_an_end_is_told(db, config, now):
    runs.begin(db, "web", now)

    assert "began at 2024-05-30 08:30 and has not ended." in health.report(db, config, now).as_text()
