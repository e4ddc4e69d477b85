import json
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

import scheduler
from dazor.config import Config
from dazor.jobs import child, running
from dazor.jobs.job import GIBIBYTE, lock_path
from scheduler import Job, due
from store import locks, runs
from store.database import open_database, opened_to_read
from store.errors import Busy, StoreError, UsageError
from store.types import Counts

DAILY = Job(name="digest", stage="pretend:work", is_daily=True)
ALWAYS = Job(name="web", stage="pretend:work")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return settings(tmp_path)


@pytest.fixture
def stage(monkeypatch):
    """`stage(work)`: the only job, web, runs this function."""

    def put(work, **job):
        monkeypatch.setitem(sys.modules, "pretend", SimpleNamespace(work=work))
        monkeypatch.setattr(scheduler, "JOBS", (Job(name="web", stage="pretend:work", **job),))

    return put


@pytest.fixture
def children(monkeypatch, tmp_path):
    """`children(web="…")`: the jobs by name, and the code their child processes run instead of Dazor."""

    def put(**codes):
        script = tmp_path / "child.py"
        head = "import os, signal, sys\nname = sys.argv[sys.argv.index('job') + 1]\n"
        script.write_text(
            head + "".join(f"if name == {name!r}:\n    {code}\n" for name, code in codes.items())
        )
        monkeypatch.setattr(scheduler, "PROGRAM", (sys.executable, "-S", str(script)))
        monkeypatch.setattr(scheduler, "JOBS", tuple(Job(name=name, stage="no:stage") for name in codes))

    return put


def settings(folder: Path, **tables) -> Config:
    return Config.model_validate({"store": {"path": str(folder / "data/news.db")}, **tables})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def run_rows(config: Config) -> list[tuple[str, str | None]]:
    with opened_to_read(config.store.path) as db:
        return [(row["job"], row["outcome"]) for row in db.rows("SELECT job, outcome FROM run ORDER BY id")]


@pytest.mark.parametrize(
    ("zone", "last_run", "now", "expected"),
    [
        ("Europe/Vilnius", "2026-03-02T07:30+02:00", "2026-03-02T07:31+02:00", False),  # just run
        ("Europe/Vilnius", "2026-03-02T07:30+02:00", "2026-03-03T07:29+02:00", False),
        ("Europe/Vilnius", "2026-03-02T07:30+02:00", "2026-03-03T07:30+02:00", True),
        ("Europe/Vilnius", "2026-03-02T06:00+02:00", "2026-03-02T07:29+02:00", False),  # before its time
        ("Europe/Vilnius", "2026-03-02T06:00+02:00", "2026-03-02T07:30+02:00", True),
        ("Europe/Vilnius", "2026-03-02T12:00+02:00", "2026-03-06T02:00+02:00", True),  # missed mornings
        ("Europe/Vilnius", "2026-03-28T07:40+02:00", "2026-03-29T07:29+03:00", False),  # summer time begins
        ("Europe/Vilnius", "2026-03-28T07:40+02:00", "2026-03-29T07:30+03:00", True),
        ("Europe/Vilnius", "2026-10-24T07:40+03:00", "2026-10-25T07:29+02:00", False),  # and ends
        ("Europe/Vilnius", "2026-10-24T07:40+03:00", "2026-10-25T07:30+02:00", True),
        ("Europe/Vilnius", "2026-10-25T02:30+03:00", "2026-10-25T07:30+02:00", True),
        ("Europe/Warsaw", "2026-03-28T07:40+01:00", "2026-03-29T07:29+02:00", False),
        ("Europe/Warsaw", "2026-03-28T07:40+01:00", "2026-03-29T07:30+02:00", True),
        ("Europe/Minsk", "2026-03-28T07:40+03:00", "2026-03-29T07:29+03:00", False),  # no summer time
        ("Europe/Minsk", "2026-03-28T07:40+03:00", "2026-03-29T07:30+03:00", True),
        ("Europe/Vilnius", "2026-03-04T07:30+02:00", "2026-03-02T08:00+02:00", False),  # run in the future
    ],
)
def test_daily_job_is_due_once_a_day_at_its_time(tmp_path, zone, last_run, now, expected):
    config = settings(tmp_path, desk={"zone": zone})

    assert expected == due(DAILY, at(last_run), at(now), config)


def test_time_of_the_daily_job_is_a_setting(tmp_path):
    config = settings(tmp_path, digest={"send_at": "09:15"})
    last_run = at("2026-03-02T08:00+02:00")

    assert not due(DAILY, last_run, at("2026-03-02T09:14+02:00"), config)
    assert due(DAILY, last_run, at("2026-03-02T09:15+02:00"), config)


@pytest.mark.parametrize("job", [ALWAYS, DAILY])
def test_job_that_never_ran_is_due(config, job, now):
    assert due(job, None, now, config)


def test_job_of_an_account_is_due_where_one_is_configured(config, tmp_path, now):
    job = Job(name="telegram", stage="pretend:work", needs_account=True)

    assert not due(job, None, now, config)
    assert due(job, None, now, settings(tmp_path, telegram={"accounts": ("desk",)}))


@pytest.mark.parametrize("hours", [-1, 0, 1])
def test_other_jobs_are_due_at_every_pass(config, now, hours):
    assert due(ALWAYS, now + timedelta(hours=hours), now, config)


def test_jobs_have_names_of_their_own():
    names = [job.name for job in scheduler.JOBS]

    assert len(set(names)) == len(names)
    assert scheduler.JOBS == tuple(scheduler.find(name) for name in names)


def test_run_is_written_down_with_its_counts(config, stage, now):
    stage(lambda db, config, now: Counts(done=3, new=2, failed=1))

    assert 0 == scheduler.run_job("web", config, now)
    with opened_to_read(config.store.path) as db:
        row = runs.last(db)["web"]
    assert ("ok", None) == (row["outcome"], row["message"])
    assert {"done": 3, "new": 2, "failed": 1} == json.loads(row["counts"])
    assert row["started_at"] <= row["ended_at"]


def test_stage_gets_the_options_of_a_command(config, stage, now):
    asked = []
    stage(lambda db, config, now, only: asked.append(only) or Counts())

    assert 0 == scheduler.run_now("web", config, now, only=["baravik"])
    assert [["baravik"]] == asked


def test_busy_job_is_refused_and_not_started(config, stage, now):
    stage(lambda db, config, now: pytest.fail("two at once"))

    with (
        locks.held(lock_path(config, scheduler.find("web"))),
        pytest.raises(Busy, match="another process"),
    ):
        scheduler.run_job("web", config, now)
    assert 75 == Busy.exit_code


def test_expected_error_of_a_stage_is_a_sentence(config, stage, now, capfd):
    def work(db, config, now):
        raise UsageError("rules.toml: line 3: a quotation mark is missing.")

    stage(work)

    assert 1 == scheduler.run_job("web", config, now)
    assert "web: rules.toml: line 3: a quotation mark is missing.\n" == capfd.readouterr().err
    assert [("web", "failed")] == run_rows(config)


def test_bug_of_a_stage_shows_its_trace(config, stage, now, capfd, caplog):
    stage(lambda db, config, now: 1 // 0)

    assert 1 == scheduler.run_job("web", config, now)
    assert "web: ZeroDivisionError: integer division or modulo by zero\n" in capfd.readouterr().err
    assert "Traceback" in caplog.text


def test_same_failure_is_told_once(config, stage, now, capfd, caplog):
    stage(lambda db, config, now: 1 // 0)
    scheduler.run_job("web", config, now)
    capfd.readouterr()
    caplog.clear()

    assert 1 == scheduler.run_job("web", config, now)
    assert ("", "") == (capfd.readouterr().err, caplog.text)


def test_other_failure_is_told(config, stage, now, capfd):
    stage(lambda db, config, now: 1 // 0)
    scheduler.run_job("web", config, now)
    stage(lambda db, config, now: {}["nothing"])
    scheduler.run_job("web", config, now)

    assert "web: KeyError: 'nothing'" in capfd.readouterr().err


def test_on_a_terminal_a_failure_is_told_every_time(config, stage, now, capfd, monkeypatch):
    stage(lambda db, config, now: 1 // 0)
    scheduler.run_job("web", config, now)
    capfd.readouterr()
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    scheduler.run_job("web", config, now)

    assert "web: ZeroDivisionError" in capfd.readouterr().err


def test_full_disk_met_by_a_stage_is_a_sentence(config, stage, now, capfd):
    def work(db, config, now):
        db.conn.execute(f"PRAGMA max_page_count = {db.value('PRAGMA page_count')}")
        with db.transaction():
            db.write("INSERT INTO setting_load VALUES (1, '', '', '', ?, '')", ("x" * 1_000_000,))

    stage(work)

    assert 1 == scheduler.run_job("web", config, now)
    assert "the disk is full" in capfd.readouterr().err
    assert [("web", "failed")] == run_rows(config)


def test_stage_that_wants_too_much_memory_is_a_sentence(config, stage, now, capfd):
    stage(lambda db, config, now: bytearray(4 * GIBIBYTE))

    assert 1 == scheduler.run_job("web", config, now)
    assert "web: It wanted more memory than its cap of 2.0 GiB.\n" == capfd.readouterr().err
    stage(lambda db, config, now: Counts())
    assert 0 == scheduler.run_job("web", config, now)


def test_memory_cap_ends_with_the_job(config, stage, now):
    stage(lambda db, config, now: Counts())
    before = running.resource.getrlimit(running.resource.RLIMIT_AS)
    scheduler.run_job("web", config, now)

    assert before == running.resource.getrlimit(running.resource.RLIMIT_AS)


def test_troubles_are_told_when_they_begin_and_when_they_end(config, stage, now, capfd):
    trouble = {("source_failing", "baravik"): ("Nothing comes in.", "Open it in a browser.")}
    told = []
    for troubles in ({}, trouble, trouble, {}, {}):
        stage(lambda db, config, now, found=troubles: Counts(troubles=found))
        code = scheduler.run_job("web", config, now)
        told.append((code, capfd.readouterr().err))

    begins = "trouble: baravik: Nothing comes in. Open it in a browser.\n"
    ends = "over: baravik: Nothing comes in.\n"
    assert [(0, ""), (1, begins), (0, ""), (0, ends), (0, "")] == told


def test_trouble_that_passes_by_itself_is_told_and_no_failure(config, stage, now, capfd):
    wait = {("telegram_wait", "desk"): ("It has to wait.", "Nothing.")}
    stage(lambda db, config, now: Counts(troubles=wait, passing=set(wait)))

    assert 0 == scheduler.run_job("web", config, now)
    assert "trouble: desk: It has to wait. Nothing.\n" == capfd.readouterr().err


def test_killed_run_is_named_at_the_next_start(config, stage, now):
    with open_database(config.store.path) as db:
        runs.begin(db, "web", now)
    stage(lambda db, config, now: Counts())

    assert 0 == scheduler.run_job("web", config, now)
    assert [("web", "killed"), ("web", "ok")] == run_rows(config)


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_signal_stops_a_stage_and_is_written_down(config, stage, now, capfd, name):
    stage(lambda db, config, now: os.kill(os.getpid(), name))

    assert 1 == scheduler.run_job("web", config, now)
    assert "web: Stopped. What was done is stored" in capfd.readouterr().err
    assert [("web", "stopped")] == run_rows(config)


def test_second_signal_changes_nothing(config, stage, now):
    def work(db, config, now):
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            os.kill(os.getpid(), signal.SIGINT)

    stage(work)
    scheduler.run_job("web", config, now)

    assert [("web", "stopped")] == run_rows(config)
    assert signal.default_int_handler == signal.getsignal(signal.SIGINT)


@pytest.mark.parametrize("run", [scheduler.run_job, scheduler.run_now])
def test_job_refuses_a_clock_that_was_set_back(config, stage, now, run):
    stage(lambda db, config, now: Counts())
    run("web", config, now)

    with pytest.raises(StoreError, match=r"The clock says 2024-05-30T05:27.*Nothing was done\."):
        run("web", config, now - timedelta(minutes=3))
    assert [("web", "ok")] == run_rows(config)


def test_pass_refuses_a_clock_that_was_set_back(config, children, tmp_path, now):
    children(web="pass")
    with open_database(config.store.path) as db:
        runs.begin(db, "web", now)

    with pytest.raises(StoreError, match="Set the clock right"):
        scheduler.run_pass(config, tmp_path / "config.toml", now - timedelta(days=1))


def test_small_step_back_of_the_clock_is_usual(config, children, tmp_path, now):
    children(web="pass")
    with open_database(config.store.path) as db:
        runs.begin(db, "web", now)

    assert 0 == scheduler.run_pass(config, tmp_path / "config.toml", now - timedelta(minutes=1))


@pytest.mark.parametrize(
    ("web", "extract", "expected"),
    [(0, 0, 0), (75, 0, 0), (75, 75, 75), (1, 0, 1), (1, 75, 1), (0, 3, 1)],
)
def test_exit_code_of_a_pass(config, children, tmp_path, now, web, extract, expected):
    children(web=f"sys.exit({web})", extract=f"sys.exit({extract})")

    assert expected == scheduler.run_pass(config, tmp_path / "config.toml", now)


def test_pass_with_nothing_wrong_is_silent(config, children, tmp_path, now, capfd):
    children(web="pass", extract="pass")
    scheduler.run_pass(config, tmp_path / "config.toml", now)

    assert ("", "") == capfd.readouterr()


def test_pass_skips_a_busy_job_silently_and_goes_on(config, children, tmp_path, now, capfd):
    children(web="print('started')", extract="print('extracted')")
    with locks.held(lock_path(config, scheduler.find("web"))):
        assert 0 == scheduler.run_pass(config, tmp_path / "config.toml", now)

    assert ("extracted\n", "") == capfd.readouterr()


def test_jobs_run_one_after_another_in_their_order(config, children, tmp_path, now, capfd):
    children(web="print(name)", extract="print(name)", match="print(name)")
    scheduler.run_pass(config, tmp_path / "config.toml", now)

    assert ["web", "extract", "match"] == capfd.readouterr().out.split()


def test_child_gets_the_settings_and_the_time_of_the_pass(config, children, tmp_path, now, capfd):
    children(web="print(sys.argv[1:])")
    scheduler.run_pass(config, tmp_path / "config.toml", now)

    told = capfd.readouterr().out
    assert f"['--config', '{tmp_path}/config.toml', 'job', 'web', '--now', '2024-05-30T05:30:0" in told


def test_child_over_its_limit_is_ended(config, children, tmp_path, now, capfd, monkeypatch):
    children(web="signal.pause()")
    monkeypatch.setattr(scheduler, "JOBS", (Job(name="web", stage="no:stage", wall_s=0.2),))

    assert 1 == scheduler.run_pass(config, tmp_path / "config.toml", now)
    assert "web: ended at its limit of 0.2 s; the next pass goes on.\n" == capfd.readouterr().err


def test_child_that_does_not_stop_is_killed(config, children, tmp_path, now, monkeypatch):
    children(web="signal.signal(signal.SIGTERM, signal.SIG_IGN); [signal.pause() for _ in range(9)]")
    monkeypatch.setattr(scheduler, "JOBS", (Job(name="web", stage="no:stage", wall_s=0.3),))
    monkeypatch.setattr(child, "KILL_AFTER_S", 0.2)

    assert 1 == scheduler.run_pass(config, tmp_path / "config.toml", now)


def test_killed_child_is_told_and_the_pass_goes_on(config, children, tmp_path, now, capfd):
    children(web="os.kill(os.getpid(), signal.SIGKILL)", extract="print('extracted')")

    assert 1 == scheduler.run_pass(config, tmp_path / "config.toml", now)
    assert ("extracted\n", "web: killed by signal 9; the next pass goes on.\n") == capfd.readouterr()
