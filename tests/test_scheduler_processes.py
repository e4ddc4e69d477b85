"""The clock with real processes: what is stopped, killed or started twice loses and doubles nothing."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pretend_run
import pytest

import scheduler
from dazor import config
from store import locks
from store.database import opened_to_read
from store.errors import Busy

PROGRAM = Path(__file__).with_name("pretend_run.py")


@pytest.fixture
def start(tmp_path, now):
    """`start(jobs, *command)`: the pretend program in a process of its own, ended after the test."""
    (tmp_path / "config.toml").write_text("")
    children = []

    def begin(jobs, *command):
        words = [
            sys.executable,
            PROGRAM,
            jobs,
            "--config",
            tmp_path / "config.toml",
            *command,
            "--now",
            str(now),
        ]
        environment = os.environ | {"PYTHONPATH": str(PROGRAM.parent.parent)}
        pipe = subprocess.PIPE
        children.append(subprocess.Popen(words, stdout=pipe, stderr=pipe, text=True, env=environment))
        return children[-1]

    yield begin
    for child in children:
        child.kill()
        child.communicate()


def outcomes(folder):
    with opened_to_read(folder / "data/news.db") as db:
        return [row["outcome"] for row in db.rows("SELECT outcome FROM run ORDER BY id")]


def numbers(folder):
    with opened_to_read(folder / "data/news.db") as db:
        assert "ok" == db.value("PRAGMA integrity_check")
        return [int(row["text"]) for row in db.rows("SELECT text FROM setting_load ORDER BY id")]


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_signal_to_a_pass_ends_its_child_and_returns(start, tmp_path, name):
    child = start("wait,number", "run")
    assert child.stdout.readline()
    began_s = time.monotonic()
    child.send_signal(name)

    _, told = child.communicate(timeout=10)
    sentence = "Stopped. What was done is stored; the next run goes on.\n"
    assert (1, f"wait: {sentence}{sentence}") == (child.returncode, told)
    assert time.monotonic() - began_s < 10
    assert ["stopped"] == outcomes(tmp_path)


def test_killed_job_frees_its_lock_and_is_named_at_the_next_start(start, tmp_path):
    child = start("wait", "job", "wait")
    child.stdout.readline()
    lock = tmp_path / "data/locks/wait.lock"
    assert not locks.is_free(lock)
    child.kill()
    child.wait()
    assert locks.is_free(lock)
    again = start("wait", "job", "wait")
    again.stdout.readline()

    assert ["killed", None] == outcomes(tmp_path)


def test_job_outlives_its_pass_and_the_next_pass_skips_it(start, tmp_path):
    """Nothing is started twice when the pass alone was killed."""
    first = start("wait", "run")
    orphan = int(first.stdout.readline())
    first.kill()

    second = start("wait", "run")
    assert ("", "") == second.communicate(timeout=10)
    assert 75 == second.returncode
    os.kill(orphan, signal.SIGKILL)


def test_two_passes_at_once_do_everything_once(start, tmp_path):
    passes = [start("number", "run") for _ in range(2)]
    told = [child.communicate(timeout=20)[1] for child in passes]

    assert {child.returncode for child in passes} <= {0, 75}
    assert 0 in {child.returncode for child in passes}
    done = numbers(tmp_path)
    assert list(range(len(done))) == done
    assert outcomes(tmp_path).count("ok") * pretend_run.STEPS == len(done), told


def test_a_job_started_twice_at_once_runs_once_or_in_turn(tmp_path, now, monkeypatch):
    monkeypatch.setattr(scheduler, "JOBS", pretend_run.JOBS)
    (tmp_path / "config.toml").write_text("")
    settings = config.load(tmp_path / "config.toml")
    fork = multiprocessing.get_context("fork")
    codes, gate = fork.SimpleQueue(), fork.Barrier(2)

    def run_often():
        for _ in range(20):
            gate.wait()
            try:
                codes.put(scheduler.run_job("number", settings, now))
            except Busy as busy:
                codes.put(busy.exit_code)

    both = [fork.Process(target=run_often) for _ in range(2)]
    for process in both:
        process.start()
    found = [codes.get() for _ in range(40)]
    for process in both:
        process.join()

    assert set(found) <= {0, 75}
    assert list(range(found.count(0) * pretend_run.STEPS)) == numbers(tmp_path)
