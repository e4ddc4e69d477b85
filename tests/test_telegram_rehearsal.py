"""Twelve channels read by real processes from a server that does everything wrong, killed in the middle."""

import contextlib
import os
import time
from datetime import datetime, timedelta
from pathlib import Path

import commands
import pytest
import rehearsal
from telegram_desk import NOW, channel, ids

from dazor import config as settings
from store import chain
from store.database import opened_to_read
from store.errors import StoreError

NUMBERS = range(1001, 1013)
POSTS = 417  # of each: 5,004 together
HISTORY, RESOLVE = "messages.getHistory", "contacts.resolveUsername"
FAULTS = [
    {"method": HISTORY, "every": 17, "action": "flood", "seconds": 1},
    {"method": HISTORY, "nth": [5, 23], "action": "drop"},
    {"method": HISTORY, "nth": 9, "action": "salt"},
    {"method": HISTORY, "nth": 13, "action": "silence"},
    {"method": HISTORY, "nth": 20, "action": "garbage"},
    {"method": RESOLVE, "nth": 4, "action": "flood", "seconds": 1},
]
SOURCE = """
id = "prudok-{number}"
name = "Prudok {number}"
kind = "channel"
channel = "prudok_{number}"
languages = ["ru"]
zone = "Europe/Minsk"

[[entry]]
kind = "preview"
"""


@pytest.fixture
def rig(telegram_server):
    start = (NOW - timedelta(minutes=20 * POSTS)).timestamp()
    made = {"count": POSTS, "start": start, "step": 1190, "gap_every": 40, "album_every": 30}
    return telegram_server({"channels": [channel(n, generate=made | {"seed": n}) for n in NUMBERS]})


@pytest.fixture
def config(rig, tmp_path, monkeypatch) -> Path:
    """An installation whose account is logged in; no channel is known yet."""
    for name, value in rehearsal.VARIABLES.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "sources").mkdir()
    for number in NUMBERS:
        (tmp_path / f"sources/prudok-{number}.toml").write_text(SOURCE.format(number=number), "utf-8")
    only = ", ".join(f'"prudok-{number}"' for number in NUMBERS)
    path = tmp_path / "config.toml"
    path.write_text(
        f'[telegram]\naccounts = ["desk"]\ndelay_s = 0\ntimeout_s = 2\n\n[catalogue]\nonly = [{only}]\n\n'
        f"{rig.settings}",
        "utf-8",
    )
    rehearsal.log_in(settings.load(path, variables=os.environ))
    return path


def collect(config: Path, at: datetime = NOW) -> str:
    """A collection that ends well; what it said."""
    done = commands.dazor(config, "collect", "telegram", now=at)
    assert 0 == done.returncode, done.stderr
    return done.stderr


def store(config: Path):
    return opened_to_read(config.parent / "data/news.db")


def stored(config: Path) -> int:
    with contextlib.suppress(StoreError), store(config) as db:
        return int(db.value("SELECT count(*) FROM document"))
    return 0


def kill_in_the_middle(config: Path) -> None:
    """Start a collection and kill it once something is stored."""
    before = stored(config)
    child = commands.start(config, "collect", "telegram", now=NOW)
    until = time.monotonic() + 60
    while stored(config) == before and child.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    child.kill()
    child.communicate()


def test_everything_that_goes_wrong_loses_and_doubles_nothing(rig, config):
    for rule in FAULTS:
        rig("fault", rule=rule)
    checked = commands.dazor(config, "telegram", "check", now=NOW)
    assert 0 == checked.returncode, checked.stderr
    for _ in range(3):
        kill_in_the_middle(config)

    assert "" == collect(config)

    with store(config) as db:
        assert {n: rig.ids(f"prudok_{n}") for n in NUMBERS} == {n: ids(db, n) for n in NUMBERS}
        assert db.value("SELECT count(*) FROM version") == db.value("SELECT count(*) FROM document")
        assert None is chain.broken_at(db)
    assert 0 == rig("stats")["violations"], "calls inside a wait"
    assert len(NUMBERS) == rig.calls(RESOLVE) - 1, "each name once, and one again after its wait"

    calls, names = rig.calls(HISTORY), rig.calls(RESOLVE)
    rig("clear_faults")
    collect(config, NOW + timedelta(hours=1))
    assert (calls + len(NUMBERS), names) == (rig.calls(HISTORY), rig.calls(RESOLVE)), "one call, no name"
