"""`dazor serve` in real time, with real processes: what is due runs, what dies is started again."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

import scheduler
from dazor.config import Config
from dazor.jobs.job import Job
from dazor.jobs.serving import Serving
from store import runs, sources
from store.database import open_database, opened_to_read
from store.fetches import Fetch, save

PROGRAM = Path(__file__).with_name("pretend_run.py")
PATIENCE_S = 20


@pytest.fixture
def serve(tmp_path, now):
    """`serve(jobs)`: the clock over these jobs, in a process of its own, ended after the test."""
    (tmp_path / "config.toml").write_text("")
    clocks = []

    def begin(jobs):
        words = [
            sys.executable,
            PROGRAM,
            jobs,
            "--config",
            tmp_path / "config.toml",
            "serve",
            "--now",
            str(now),
        ]
        environment = os.environ | {"PYTHONPATH": str(PROGRAM.parent.parent)}
        clocks.append(subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=environment))
        return clocks[-1]

    yield begin
    for clock in clocks:
        clock.terminate()
        clock.communicate(timeout=PATIENCE_S)


def eventually(holds):
    """What `holds` gives once it is true."""
    until_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < until_s:
        try:
            if found := holds():
                return found
        except (sqlite3.OperationalError, scheduler.running.StoreError):  # the store is being made
            pass
        time.sleep(0.1)
    raise AssertionError("it did not happen")


def outcomes(folder, job):
    with opened_to_read(folder / "data/news.db") as db:
        return [row["outcome"] for row in db.rows("SELECT outcome FROM run WHERE job = ?", (job,))]


def children(clock):
    """The processes that a clock started and that live, by what they do: a job, or follow."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            words = (folder / "cmdline").read_text().split("\0")
            if int(parent) == clock.pid and state != "Z" and "--now" in words:
                found[words[words.index("--now") - 1]] = int(folder.name)
    return found


def fetched(folder, now, url):
    with open_database(folder / "data/news.db") as db, db.transaction():
        sources.save(
            db, id="baravik", name="", kind="site", zone="UTC", languages=(), usual_per_day=None, is_on=True
        )
        fetch = Fetch(kind="article", url=url, at=now, outcome="ok", source="baravik")
        save(db, fetch, url.encode(), is_unread=True)


def test_what_is_due_runs_at_once_and_once(serve, tmp_path):
    """Two ticks of five seconds later nothing has run a second time."""
    serve("number,daily,read")
    eventually(lambda: ["ok"] == outcomes(tmp_path, "number") == outcomes(tmp_path, "daily"))
    time.sleep(6)

    assert (["ok"], ["ok"]) == (outcomes(tmp_path, "number"), outcomes(tmp_path, "daily"))


def test_slow_lane_keeps_no_other_waiting(serve, tmp_path):
    serve("wait,number,read")

    assert eventually(lambda: ["ok"] == outcomes(tmp_path, "number"))
    assert [None] == eventually(lambda: outcomes(tmp_path, "wait"))


def test_what_was_fetched_is_read_within_seconds(serve, tmp_path, now):
    serve("read")
    eventually(lambda: outcomes(tmp_path, "read"))
    for number in range(3):
        fetched(tmp_path, now + timedelta(minutes=1), f"http://outlet.example/{number}")
    began_s = time.monotonic()
    eventually(lambda: 0 == count_unread(tmp_path))

    assert time.monotonic() - began_s < 4


def count_unread(folder):
    with opened_to_read(folder / "data/news.db") as db:
        return db.value("SELECT count(*) FROM fetch WHERE is_unread = 1")


def test_reading_child_that_was_killed_is_started_again(serve, tmp_path):
    clock = serve("read")
    first = eventually(lambda: children(clock).get("follow"))
    eventually(lambda: ["ok"] == outcomes(tmp_path, "read"))
    os.kill(first, signal.SIGKILL)

    assert first != eventually(
        lambda: children(clock).get("follow", first) != first and children(clock)["follow"]
    )


def test_reading_child_ends_with_its_killed_parent(serve, tmp_path):
    clock = serve("read")
    reader = eventually(lambda: children(clock).get("follow"))
    eventually(lambda: ["ok"] == outcomes(tmp_path, "read"))
    clock.kill()

    assert eventually(lambda: not Path(f"/proc/{reader}").exists())


def test_second_clock_is_refused(serve, tmp_path):
    serve("number,read")
    eventually(lambda: outcomes(tmp_path, "number"))
    second = serve("number,read")

    assert "another process" in second.communicate(timeout=PATIENCE_S)[1]
    assert 75 == second.returncode


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_the_clock_and_every_child(serve, tmp_path, name):
    clock = serve("wait,read")
    eventually(lambda: [None] == outcomes(tmp_path, "wait") and outcomes(tmp_path, "read"))
    started = eventually(lambda: len(children(clock)) == 2 and children(clock))
    clock.send_signal(name)
    clock.communicate(timeout=PATIENCE_S)

    assert ["stopped"] == outcomes(tmp_path, "wait")
    assert not [pid for pid in started.values() if Path(f"/proc/{pid}").exists()]


@pytest.fixture
def serving(tmp_path, now):
    """A clock whose time is `serving.at` and whose children are names in `serving.ran`."""
    config = Config.model_validate({"store": {"path": str(tmp_path / "news.db")}})
    open_database(config.store.path).close()
    return Rehearsal(config, now)


class Rehearsal:
    """`Serving` without processes."""

    def __init__(self, config, now):
        self.config, self.at, self.ran, self.codes = config, now, [], {}
        self.serving = Serving(
            load=lambda: config,
            clock=lambda: self.at,
            waiting=scheduler.waiting,
            start=self.start,
            reader=list,
            reader_wall_s=1,
        )

    async def start(self, job, config):
        self.ran.append(job.name)
        return self.codes.get(job.name, 0)

    async def wake(self, **later):
        self.at += timedelta(**later)
        before = len(self.ran)
        await self.serving.wake()
        for lane in self.serving.lanes.values():
            await lane
        return self.ran[before:]

    def wakes(self, *laters):
        async def all_of_them():
            return [await self.wake(**later) for later in laters]

        return scheduler.asyncio.run(all_of_them())


@pytest.fixture
def jobs(monkeypatch):
    """`jobs(*jobs)`: the only ones there are."""
    return lambda *found: monkeypatch.setattr(scheduler, "JOBS", found)


def test_job_rests_between_two_starts(serving, jobs):
    jobs(Job(name="health", stage="no:stage", rest_s=300))

    assert [["health"], [], ["health"]] == serving.wakes({}, {"seconds": 299}, {"seconds": 1})


def test_collector_starts_early_where_something_came_due(serving, jobs, now):
    jobs(Job(name="web", stage="no:stage", lane="web", rest_s=600))
    with open_database(serving.config.store.path) as db, db.transaction():
        sources.save(
            db, id="baravik", name="", kind="site", zone="UTC", languages=(), usual_per_day=None, is_on=True
        )
        entry = sources.save_entry(db, "baravik", "feed", "http://outlet.example/")
        sources.looked_at(db, entry.id, outcome="ok", is_good=True, at=now, wait=timedelta(seconds=90))

    assert [["web"], [], ["web"], []] == serving.wakes({}, {"seconds": 85}, {"seconds": 5}, {"seconds": 30})


def test_killed_job_rests_longer(serving, jobs):
    jobs(Job(name="health", stage="no:stage", rest_s=10))
    serving.codes["health"] = -9

    assert [["health"], [], ["health"]] == serving.wakes({}, {"seconds": 60}, {"seconds": 240})


def test_bad_settings_are_told_once_and_the_clock_goes_on(serving, jobs, capfd):
    jobs(Job(name="health", stage="no:stage"))
    good, bad = serving.serving.load, scheduler.running.StoreError("config.toml: [desk]: no.")

    def refuse():
        raise bad

    serving.serving.load = refuse
    assert [[], []] == serving.wakes({}, {"seconds": 5})
    serving.serving.load = good
    assert [["health"]] == serving.wakes({"seconds": 5})
    assert "config.toml: [desk]: no.\nThe clock goes on.\n" == capfd.readouterr().err


def test_clock_set_back_waits_and_is_told_once(serving, jobs, now, capfd):
    jobs(Job(name="health", stage="no:stage", rest_s=1))
    with open_database(serving.config.store.path) as db:
        runs.begin(db, "web", now)

    assert [[], [], ["health"]] == serving.wakes({"hours": -1}, {"minutes": 5}, {"minutes": 54})
    assert 1 == capfd.readouterr().err.count("The clock says")


def test_match_starts_digest_and_delivery_before_they_have_rested(serving, jobs):
    jobs(*(Job(name=name, stage="no:stage", rest_s=60) for name in ("digest", "deliver")))
    assert [["digest", "deliver"], []] == serving.wakes({}, {"seconds": 5})
    serving.serving.matched = True

    assert [["digest", "deliver"], []] == serving.wakes({"seconds": 5}, {"seconds": 5})
