import asyncio
import os
import signal

import pytest

from store.errors import Stopped
from telegram import loop


def test_work_gives_its_result():
    async def work():
        return 7

    assert 7 == loop.run(work())


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_the_work_between_two_steps(name):
    """And afterwards it does what it did before."""
    ended = []

    async def work():
        try:
            os.kill(os.getpid(), name)
            await asyncio.sleep(60)
        finally:
            ended.append(name)

    before = signal.getsignal(name)
    with pytest.raises(Stopped):
        loop.run(work())

    assert ([name], before) == (ended, signal.getsignal(name))


def test_error_of_the_work_comes_out():
    async def work():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        loop.run(work())
