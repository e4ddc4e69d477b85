"""Ctrl-C and SIGTERM: the first one stops, more of them change nothing."""

import asyncio
import contextlib
import signal
from collections.abc import Coroutine, Iterator
from types import FrameType
from typing import Any, TypeVar

from store.errors import Stopped

SIGNALS = (signal.SIGTERM, signal.SIGINT)
STOPPED = "Stopped. What was done is stored; the next run goes on."
Result = TypeVar("Result")


@contextlib.contextmanager
def stopping() -> Iterator[None]:
    """The first signal raises `Stopped` while the block runs."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for name in before:
            signal.signal(name, signal.SIG_IGN)
        raise Stopped(STOPPED)

    before = {name: signal.getsignal(name) for name in SIGNALS}
    for name in before:
        signal.signal(name, stop)
    try:
        yield
    finally:
        for name, former in before.items():
            signal.signal(name, former)


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """A coroutine to its end, or `Stopped`: the first signal cancels it, and it may clean up."""
    before = {name: signal.getsignal(name) for name in SIGNALS}
    try:
        return asyncio.run(_until_signal(work))
    except asyncio.CancelledError as error:
        raise Stopped(STOPPED) from error
    finally:
        for name, former in before.items():
            signal.signal(name, former)


async def _until_signal(work: Coroutine[Any, Any, Result]) -> Result:
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    told: list[bool] = []

    def stop() -> None:
        if not told:
            told.append(True)
            task.cancel()

    for name in SIGNALS:
        loop.add_signal_handler(name, stop)
    return await task
