import os
import subprocess
import sys
from pathlib import Path

import pytest

from store import locks
from store.errors import Busy, StoreError

HOUSE = Path(__file__).parent.parent
HOLD = "import sys; from pathlib import Path; from store import locks; locks.take(Path(sys.argv[1])); "


@pytest.fixture
def lock(tmp_path):
    return tmp_path / "data/locks/web.lock"


def start(code, lock):
    return subprocess.Popen([sys.executable, "-c", code, lock], stdout=subprocess.PIPE, cwd=HOUSE, text=True)


def test_lock_that_is_held_is_busy(lock):
    with locks.held(lock), pytest.raises(Busy, match=r"web\.lock: another process holds this lock"):
        locks.take(lock)


def test_lock_is_free_after_the_block(lock):
    with locks.held(lock):
        assert not locks.is_free(lock)

    assert locks.is_free(lock)


def test_shared_locks_share_and_keep_others_out(lock):
    one, other = locks.take(lock, shared=True), locks.take(lock, shared=True)
    with pytest.raises(Busy):
        locks.take(lock)
    os.close(one)
    os.close(other)

    assert locks.is_free(lock)


def test_death_frees_a_lock(lock):
    child = start(HOLD + "print('held', flush=True); sys.stdin.read()", lock)
    child.stdout.readline()
    assert not locks.is_free(lock)
    child.kill()
    child.communicate()

    assert locks.is_free(lock)


def test_child_does_not_inherit_a_lock(lock):
    with locks.held(lock):
        code = "print('begun', flush=True); input()"
        pipe = subprocess.PIPE
        child = subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe, close_fds=False)
        child.stdout.readline()

    assert locks.is_free(lock)
    child.communicate(b"\n")


def test_who_waits_gets_the_lock_when_it_is_free(lock):
    descriptor = locks.take(lock)
    code = (
        "import sys; from pathlib import Path; from store import locks; print('waits', flush=True)\n"
        "with locks.held(Path(sys.argv[1]), wait=True):\n    print('has it')"
    )
    child = start(code, lock)
    child.stdout.readline()
    os.close(descriptor)

    assert "has it\n" == child.communicate(timeout=10)[0]


def test_wait_that_is_broken_off_leaves_nothing_open(lock, monkeypatch):
    def interrupted(descriptor, how):
        raise KeyboardInterrupt

    monkeypatch.setattr(locks.fcntl, "flock", interrupted)
    before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(KeyboardInterrupt):
        locks.take(lock, wait=True)

    assert before == len(list(Path("/proc/self/fd").iterdir()))


def test_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "data").write_text("a file")

    with pytest.raises(StoreError, match=r"store: .*data.*: it cannot be opened or written"):
        locks.take(tmp_path / "data" / "web.lock")
