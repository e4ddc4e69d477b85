import json
from datetime import timedelta

import pytest

from store import runs

HOUR = timedelta(hours=1)
FAILING = {("source_failing", "prudok"): ("Nothing comes in.", "Open it in a browser.")}


def run(db, job, at, outcome="ok", message=None):
    number = runs.begin(db, job, at)
    runs.end(db, number, outcome=outcome, counts={"done": 3}, message=message, at=at + timedelta(minutes=1))


def keys(rows):
    return [(row["what"], row["place"]) for row in rows]


def test_run_has_a_beginning_and_an_end(db, now):
    run(db, "web", now, "failed", "The disk is full.")

    row = runs.last(db)["web"]
    assert ("failed", "The disk is full.", {"done": 3}) == (
        row["outcome"],
        row["message"],
        json.loads(row["counts"]),
    )
    assert ("2024-05-30T05:30:00.000+00:00", "2024-05-30T05:31:00.000+00:00") == (
        row["started_at"],
        row["ended_at"],
    )


def test_run_that_did_not_end_was_killed(db, now):
    """Its lock is free, so it does not run any more."""
    runs.begin(db, "web", now)
    runs.begin(db, "match", now)
    runs.begin(db, "web", now + HOUR)

    outcomes = [(row["job"], row["outcome"]) for row in db.rows("SELECT * FROM run ORDER BY id")]
    assert [("web", "killed"), ("match", None), ("web", None)] == outcomes


def test_newest_run_of_each_job_is_found(db, now):
    for hours, job in enumerate(["web", "match", "web"]):
        run(db, job, now + hours * HOUR)

    assert {"web": 3, "match": 2} == {job: row["id"] for job, row in runs.last(db).items()}


def test_last_start_is_that_of_a_run_that_ended_well(db, now):
    assert None is runs.last_start(db, "digest")
    for hours, outcome in enumerate(["ok", "failed", "stopped"]):
        run(db, "digest", now + hours * HOUR, outcome)
    runs.begin(db, "digest", now + 3 * HOUR)

    assert now == runs.last_start(db, "digest")


def test_newest_start_is_of_any_job_however_it_ended(db, now):
    assert None is runs.newest_start(db)
    run(db, "web", now + HOUR, "failed")
    run(db, "match", now)

    assert now + HOUR == runs.newest_start(db)


def test_trouble_begins_once(db, now):
    first = runs.note_troubles(db, "web", FAILING, now)
    again = runs.note_troubles(db, "web", FAILING, now + HOUR)

    assert ([("source_failing", "prudok")], []) == (keys(first[0]), first[1])
    assert ([], []) == again
    assert "2024-05-30T05:30:00.000+00:00" == runs.open_troubles(db)[0]["since"]


def test_trouble_ends_once(db, now):
    runs.note_troubles(db, "web", FAILING, now)
    began, ended = runs.note_troubles(db, "web", {}, now + HOUR)

    assert ([], [("source_failing", "prudok")]) == (began, keys(ended))
    assert ([], []) == runs.note_troubles(db, "web", {}, now + 2 * HOUR)
    assert [] == runs.open_troubles(db)


def test_trouble_that_comes_again_is_a_new_one(db, now):
    for hours, found in enumerate([FAILING, {}, FAILING]):
        began, _ = runs.note_troubles(db, "web", found, now + hours * HOUR)

    assert [("source_failing", "prudok")] == keys(began)
    assert 2 == db.value("SELECT count(*) FROM trouble")


def test_trouble_that_goes_on_has_its_newest_reason(db, now):
    runs.note_troubles(db, "web", FAILING, now)
    newer = {("source_failing", "prudok"): ("It answers 404.", "Find the new address.")}
    assert ([], []) == runs.note_troubles(db, "web", newer, now + HOUR)

    (row,) = runs.open_troubles(db)
    assert ("It answers 404.", "Find the new address.") == (row["why"], row["remedy"])


def test_job_ends_its_own_troubles_only(db, now):
    runs.note_troubles(db, "web", FAILING, now)
    runs.note_troubles(db, "health", {}, now + HOUR)

    assert [("source_failing", "prudok")] == keys(runs.open_troubles(db))


@pytest.mark.parametrize("places", ["abc", "cab"])
def test_troubles_are_told_in_the_order_they_were_found(db, now, places):
    found = {("rule_refused", place): ("why", "remedy") for place in places}
    began, _ = runs.note_troubles(db, "match", found, now)

    assert list(places) == [row["place"] for row in began]
