"""
Locks between processes: `flock` on a file in the data folder.

The kernel frees a lock when its holder dies, whatever killed it. The files
stay and are empty; they are close-on-exec, so a child never inherits one.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.complaints import explained
from store.errors import Busy


@contextmanager
def held(path: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold the lock while the block runs. Raises `Busy` where another process has it, unless told to wait."""
    descriptor = take(path, wait=wait)
    try:
        yield
    finally:
        os.close(descriptor)


def take(path: Path, *, shared: bool = False, wait: bool = False) -> int:
    """Take the lock and return the descriptor that holds it; closing it frees the lock."""
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError as error:
        os.close(descriptor)
        raise Busy(f"{path.name}: another process holds this lock. Try again when it has ended.") from error
    except BaseException:  # a signal while waiting
        os.close(descriptor)
        raise
    return descriptor


def is_free(path: Path) -> bool:
    """Whether nobody holds the lock at this moment."""
    try:
        os.close(take(path))
    except Busy:
        return False
    return True
