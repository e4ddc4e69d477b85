"""Work in a process of its own: what it gives and raises comes back, and it never outlives its parent."""

import os
import signal
import threading
import time
from datetime import datetime

import pytest

from crawlers.apart import apart
from store.errors import DazorError, StoreError
from store.types import Counts
from tests import crawling
from tests.faults import Faults, answer, feed, self_signed, silence

NOW = datetime.fromisoformat("2024-05-30T05:30:00+00:00")


def count(number):
    return Counts(done=number)


def fail():
    raise StoreError("The disk is full.")


def die():
    os._exit(3)


def test_counts_come_back():
    assert 7 == apart(count, 7).done


def test_expected_error_is_raised_here():
    with pytest.raises(StoreError, match=r"^The disk is full\.$"):
        apart(fail)


def test_early_end_is_an_expected_error():
    with pytest.raises(DazorError, match="exit code 3"):
        apart(die)


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGKILL])
def test_crawl_of_another_mode_ends_with_its_job(tmp_path, name):
    """A page that never comes is on its way when the job is stopped or killed."""
    pages = {"/feed": answer(feed("/a"), kind="text/xml"), "/a": silence}
    with Faults({"tls": pages}, self_signed(tmp_path)) as faults:
        source = crawling.site("outlet", faults.bases["tls"], "/feed", more='tls = "unverified"')
        config = crawling.write_setup(tmp_path / "desk", {"outlet": source}, crawl="timeout_s = 60")
        with crawling.start(config, NOW) as child:
            wait_for(lambda: "/a" in faults.paths("tls"))
            began_s = time.monotonic()
            child.send_signal(name)
            said, _ = child.communicate(timeout=20)  # its output ends with the last process that has it

    assert time.monotonic() - began_s < 10
    assert ("web: Stopped." in said) == (name == signal.SIGTERM)
    assert crawling.rows(config, "SELECT 1 FROM fetch WHERE outcome = 'ok' AND tls = 'unverified'")


def wait_for(happened, at_most_s=20):
    for _ in range(at_most_s * 20):
        if happened():
            return
        threading.Event().wait(0.05)
    pytest.fail("it did not happen")
