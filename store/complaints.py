"""What SQLite and the disk say when the store cannot be used, as a sentence with what to do."""

import contextlib
import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from store.errors import StoreError

FULL = "the disk is full or failing ({}). Make room; what was stored before is whole."
CLOSED = "it cannot be opened or written ({}). Check the owner and rights of the file and its folder."
DAMAGED = "the file is damaged ({}). Keep it, restore the last backup beside it, then run again."
BUSY = "another process has been writing for too long ({}). Try again."

OF_SQLITE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_IOERR: FULL,
    sqlite3.SQLITE_READONLY: CLOSED,
    sqlite3.SQLITE_CANTOPEN: CLOSED,
    sqlite3.SQLITE_PERM: CLOSED,
    sqlite3.SQLITE_AUTH: CLOSED,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
}
OF_THE_DISK = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EIO: FULL,
    errno.EROFS: CLOSED,
    errno.EACCES: CLOSED,
    errno.EPERM: CLOSED,
    errno.EISDIR: CLOSED,
    errno.ENOTDIR: CLOSED,
    errno.EEXIST: CLOSED,  # a file where a folder should be
}


@contextlib.contextmanager
def explained(path: Path | str) -> Iterator[None]:
    """
    Raise `StoreError` for what SQLite or the disk say of a store that is full, closed, damaged or busy.

    Other errors (a wrong statement, a broken constraint) are bugs and stay as they are.
    """
    try:
        yield
    except sqlite3.Error as error:
        sentence = OF_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if sentence is None:
            raise
        raise StoreError(f"store: {path}: {sentence.format(error)}") from error
    except OSError as error:
        sentence = OF_THE_DISK.get(error.errno or 0)
        if sentence is None:
            raise
        raise StoreError(f"store: {error.filename or path}: {sentence.format(error.strerror)}") from error
