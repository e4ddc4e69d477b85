"""The loop of Telethon: one for each piece of work, and a signal ends it between two steps."""

import asyncio
import gc
import signal
from collections.abc import Coroutine
from typing import Any, TypeVar

from store.errors import Stopped

SIGNALS = (signal.SIGTERM, signal.SIGINT)
MANY = 100_000  # objects; a page of messages has thousands, and to look for circles among them takes long
T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """
    What the work gives, on a loop of its own. Raises `Stopped` after a signal.

    A handler that raises would do so in whatever task is at work, be it one of Telethon's own, and be lost.
    """
    before = {name: signal.getsignal(name) for name in SIGNALS}
    thresholds = gc.get_threshold()
    gc.set_threshold(MANY, *thresholds[1:])
    try:
        return asyncio.run(_stoppable(work))
    finally:
        gc.set_threshold(*thresholds)
        for name, former in before.items():
            signal.signal(name, former)


async def _stoppable(work: Coroutine[Any, Any, T]) -> T:
    loop, task = asyncio.get_running_loop(), asyncio.ensure_future(work)
    for name in SIGNALS:
        loop.add_signal_handler(name, task.cancel)
    try:
        return await task
    except asyncio.CancelledError as error:
        raise Stopped("Telegram was stopped. What was read is stored; the next run goes on.") from error
