"""Work that needs a process of its own: Scrapy has one TLS mode a process, and its reactor starts once."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from store.errors import DazorError, Stopped
from store.types import Counts

STOP_S = 7  # a child that was asked to stop has so long: less than the job itself


def apart(work: Callable[..., Counts], *arguments: Any) -> Counts:
    """What `work` gives, done in a fresh process. An expected error there is raised here."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe(duplex=False)
    child = spawn.Process(target=_do, args=(there, work, arguments))
    child.start()
    there.close()
    try:
        found: Counts | DazorError = here.recv()
    except EOFError:
        child.join()
        raise DazorError(
            f"A crawl process ended early (exit code {child.exitcode}). What was fetched is stored; the next "
            "run goes on."
        ) from None
    except Stopped:
        child.terminate()
        child.join(STOP_S)
        child.kill()
        raise
    child.join()
    if isinstance(found, DazorError):
        raise found
    return found


def _do(there: Connection, work: Callable[..., Counts], arguments: tuple[Any, ...]) -> None:
    """What the child does. Where its parent was killed it stops too, since the parent held the lock."""
    threading.Thread(target=_stop_with_parent, daemon=True).start()
    try:
        there.send(work(*arguments))
    except DazorError as error:
        there.send(error)


def _stop_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
