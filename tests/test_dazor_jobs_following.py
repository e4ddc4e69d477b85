"""The child that reads: little by little, written down once in a while, stopped by nothing but a signal."""

import json
import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest

from dazor.config import Config
from dazor.jobs import following
from dazor.jobs.following import Following
from dazor.jobs.job import READ, Job, lock_path
from store import fetches, locks, runs
from store.database import open_database, opened_to_read
from store.errors import Stopped, StoreError, UsageError
from store.fetches import Fetch
from store.types import Counts

JOBS = tuple(
    Job(name=name, stage=f"pretend:{name}", lane=READ, slice=(("at_most", 2),))
    for name in ("extract", "match")
)


@pytest.fixture
def config(tmp_path):
    found = Config.model_validate({"store": {"path": str(tmp_path / "news.db")}})
    open_database(found.store.path).close()
    return found


@pytest.fixture
def bout(config, now, monkeypatch):
    """`bout(extract, match)`: one bout of these two stages; what they told the parent."""

    def run(extract, match):
        monkeypatch.setitem(sys.modules, "pretend", SimpleNamespace(extract=extract, match=match))
        told = []
        one = Following(JOBS, lambda: config, lambda: now, told.append)
        run.one = one
        one._bout()
        return told

    return run


def outcomes(config):
    with opened_to_read(config.store.path) as db:
        rows = db.rows("SELECT job, outcome, counts FROM run ORDER BY id")
        return [(row["job"], row["outcome"], row["counts"]) for row in rows]


def numbers(*found):
    """A stage that does so much each time it is called, and says what it was asked for."""
    left = list(found)

    def work(db, config, now, at_most):
        assert 2 == at_most
        return Counts(done=left[0], new=left.pop(0)) if left else Counts()

    return work


def test_jobs_take_turns_until_nothing_is_left(bout):
    told = bout(numbers(2, 1), numbers(2, 1))

    assert ["extract 2", "match 2", "extract 1", "match 1", "extract 0", "match 0"] == told


def test_bout_is_one_run_of_each_job(bout, config):
    bout(numbers(2, 1), numbers(2, 0))

    done = [(job, outcome, json.loads(counts)["done"]) for job, outcome, counts in outcomes(config)]
    assert [("extract", "ok", 3), ("match", "ok", 2)] == done


def test_failure_ends_the_bout_and_is_told_once(bout, config, capfd):
    def fail(db, config, now, at_most):
        raise UsageError("rules.toml: line 3: a quotation mark is missing.")

    for _ in range(2):
        bout(numbers(2, 2), fail)
    assert ["ok", "failed"] * 2 == [outcome for _, outcome, _ in outcomes(config)]
    assert "match: rules.toml: line 3: a quotation mark is missing.\n" == capfd.readouterr().err


def test_failure_is_followed_by_a_rest(bout, config):
    def fail(db, config, now, at_most):
        raise UsageError("no")

    bout(numbers(), fail)
    with opened_to_read(config.store.path) as watch:
        assert not bout.one._has_work(watch, config)


def test_job_that_runs_elsewhere_is_passed_over(bout, config):
    with locks.held(lock_path(config, JOBS[0])):
        told = bout(lambda *_, **__: pytest.fail("two at once"), numbers(1))

    assert ["extract 0", "match 1", "extract 0", "match 0"] == told


def test_stop_ends_the_bout_and_every_run_has_its_end(bout, config):
    def stop(db, config, now, at_most):
        raise Stopped("Stopped.")

    with pytest.raises(Stopped):
        bout(stop, numbers(1))
    assert ["stopped", "ok"] == [outcome for _, outcome, _ in outcomes(config)]


def test_nothing_is_done_while_nothing_came(bout, config, now, monkeypatch):
    bout(numbers(1), numbers(1))
    bout.one.not_before_s = 0

    with opened_to_read(config.store.path) as watch:
        assert not bout.one._has_work(watch, config)
        with open_database(config.store.path) as db, db.transaction():
            fetches.save(db, Fetch(kind="article", url="u", at=now, outcome="ok"), b"x", is_unread=True)
        assert bout.one._has_work(watch, config)


def test_changed_rules_are_work(bout, config):
    bout(numbers(), numbers())
    bout.one.not_before_s = 0
    config.rules_file.write_text("", "utf-8")

    try:
        with opened_to_read(config.store.path) as watch:
            assert bout.one._has_work(watch, config)
    finally:
        config.rules_file.unlink()


def test_quiet_hour_has_a_bout_too(bout, config, monkeypatch):
    """So that the doctor sees that it lives."""
    bout(numbers(), numbers())
    bout.one.not_before_s = 0
    monkeypatch.setattr(following, "QUIET_S", -1)

    with opened_to_read(config.store.path) as watch:
        assert bout.one._has_work(watch, config)


def test_clock_set_back_stops_the_child(bout, config, now):
    with open_database(config.store.path) as db:
        runs.begin(db, "web", now + timedelta(hours=1))

    with pytest.raises(StoreError, match="The clock says"):
        bout(numbers(1), numbers(1))
