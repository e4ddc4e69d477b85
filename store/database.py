"""Opening the store: pragmas, migrations, and the refusal of what this Dazor must not touch."""

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlite_utils

from store import locks, times
from store.archive import Archive
from store.errors import Busy, StoreError
from store.schema import migrations

Row = dict[str, Any]
MEMORY = ":memory:"
BUSY_TIMEOUT_S = 30.0
PAGE_BYTES = 16384  # measured: a tenth smaller than 4096 with long texts


class Database(sqlite_utils.Database):
    """An open store. Close it, or use it as a context manager."""

    archive: Archive
    scratch: tempfile.TemporaryDirectory[str] | None = None  # of a store in memory
    use_lock: int | None = None  # shared lock that holds off migrations while this is open

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """
        All or nothing. Takes the write lock at its start; inside another transaction it joins that one.

        A deferred transaction that reads and then writes would fail at once
        under a second writer, whatever the timeout.
        """
        if self.conn.in_transaction:
            yield
            return
        self.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.conn.rollback()
            raise
        self.conn.commit()

    def rows(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
        """All rows of a query, as dicts."""
        cursor = self.conn.execute(sql, parameters)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def row(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Row | None:
        """The first row of a query, None if there is none."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def value(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Any:
        """The first column of the first row, None if there is none."""
        found = self.conn.execute(sql, parameters).fetchone()
        return None if found is None else found[0]

    def write(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> int:
        """Run one statement inside a transaction; the row number of an INSERT."""
        if not self.conn.in_transaction:
            raise RuntimeError("a write outside a transaction")
        return self.conn.execute(sql, parameters).lastrowid or 0

    def close(self) -> None:
        """Close the store and let migrations in again."""
        super().close()
        if self.use_lock is not None:
            os.close(self.use_lock)
            self.use_lock = None


@contextlib.contextmanager
def opened(path: Path | str, *, version: str, now: datetime) -> Iterator[Database]:
    """
    The store at `path` while the block runs; what SQLite says of a broken store comes as a sentence.

    `version` and `now` are written down where the store is made or migrated.
    """
    with explained(path):
        db = open_database(path, version=version, now=now)
        try:
            yield db
        finally:
            db.close()


def open_database(path: Path | str, *, version: str = "development", now: datetime | None = None) -> Database:
    """Open the store, make it if it is not there, migrate it if it is older. ":memory:" for tests."""
    with explained(path):
        if path != MEMORY:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        db = _connect(path)
        try:
            _refuse_newer(db, path, version)
            if migrations.pending(db):
                _migrate(db, path, version, now)
            if path != MEMORY:
                db.use_lock = locks.take(_lock_path(path), shared=True)
        except BaseException:
            db.close()
            raise
        return db


@contextlib.contextmanager
def opened_to_read(path: Path | str) -> Iterator[Database]:
    """The store for commands that only read: never made, never migrated, never written."""
    with explained(path):
        if not Path(path).is_file():
            raise StoreError(f"{path}: there is no store yet. `dazor run` makes it.")
        db = _connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True, folder=Path(path).parent)
        try:
            _refuse_newer(db, path, "this")
            if migrations.pending(db):
                raise StoreError(f"{path}: made by an older Dazor. The next `dazor run` upgrades it.")
            yield db
        finally:
            db.close()


@contextlib.contextmanager
def explained(path: Path | str) -> Iterator[None]:
    """Turn what SQLite and the disk say into a sentence with what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise StoreError(f"store: {path}: {_sentence(str(error))}") from error
    except OSError as error:
        raise StoreError(
            f"store: {error.filename or path}: {_sentence(error.strerror or str(error))}"
        ) from error


def _sentence(complaint: str) -> str:
    """What a complaint of SQLite or the disk means for the operator."""
    low = complaint.lower()
    for words, sentence in {
        ("disk is full", "no space left", "file too large", "disk i/o"): (
            f"the disk is full or failing ({complaint}). Make room; what was stored before is whole."
        ),
        ("readonly", "read-only", "permission denied", "unable to open"): (
            f"it cannot be opened for writing ({complaint}). Check the owner and rights of the file and its folder."
        ),
        ("malformed", "not a database", "corrupt"): (
            f"the file is damaged ({complaint}). Keep it, restore the last backup beside it, then run again."
        ),
        ("locked", "busy"): f"another process has been writing for too long ({complaint}). Try again.",
    }.items():
        if any(word in low for word in words):
            return sentence
    return complaint


def _connect(path: Path | str, *, uri: bool = False, folder: Path | None = None) -> Database:
    conn = sqlite3.connect(str(path), timeout=BUSY_TIMEOUT_S, isolation_level=None, uri=uri)
    try:
        if not uri:
            conn.execute(f"PRAGMA page_size = {PAGE_BYTES}")
            conn.execute("PRAGMA journal_mode = WAL")
            conn.execute("PRAGMA synchronous = FULL")
        conn.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        conn.close()
        raise
    db = Database(conn, execute_plugins=False)
    if path == MEMORY:
        db.scratch = tempfile.TemporaryDirectory(prefix="dazor-")
        folder = Path(db.scratch.name)
    db.archive = Archive((folder or Path(path).parent) / "raw")
    return db


def _refuse_newer(db: Database, path: Path | str, version: str) -> None:
    known = {migration.name for migration in migrations._migrations}
    if {migration.name for migration in migrations.applied(db)} <= known:
        return
    newer = db.value("SELECT version FROM written_by ORDER BY rowid DESC LIMIT 1")
    raise StoreError(
        f"store: {path} was written by Dazor {newer}, this is {version}. "
        f"Install {newer} or newer; the file is unchanged."
    )


def _migrate(db: Database, path: Path | str, version: str, now: datetime | None) -> None:
    """Make or upgrade the tables, alone: a copy of an older store is kept beside it."""
    with _alone(path):
        if not migrations.pending(db):  # another process was first
            return
        if migrations.applied(db):
            _copy_beside(db, Path(path), version)
        with db.transaction():
            migrations.apply(db)
            db.write(
                "INSERT INTO written_by (version, at) VALUES (?, ?)",
                (version, times.text(now) if now else "unknown"),
            )


@contextlib.contextmanager
def _alone(path: Path | str) -> Iterator[None]:
    if path == MEMORY:
        yield
        return
    try:
        with locks.held(_lock_path(path)):
            yield
    except Busy as error:
        raise Busy(
            f"store: {path} waits for an upgrade, but a job is using it. Try again in a minute."
        ) from error


def _lock_path(path: Path | str) -> Path:
    return Path(path).with_name(Path(path).name + ".lock")


def _copy_beside(db: Database, path: Path, version: str) -> None:
    copy = path.with_name(f"{path.name}.before-{version}")
    if copy.exists():
        return
    half = copy.with_name(copy.name + ".part")
    half.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(half)) as target:
        db.conn.backup(target)
    half.rename(copy)
