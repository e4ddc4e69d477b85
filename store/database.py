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
from store.complaints import explained
from store.errors import Busy, StoreError
from store.schema import migrations

Row = dict[str, Any]
MEMORY = ":memory:"
BUSY_TIMEOUT_S = 30.0
PAGE_BYTES = 16384  # measured: a tenth smaller than 4096 with long texts


class Database(sqlite_utils.Database):
    """An open store. Close it, or use it as a context manager."""

    path: Path | str
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
            self.conn.commit()
        except BaseException:
            self.conn.rollback()
            raise

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

    def change(self) -> int:
        """A number that is another one after somebody else has committed."""
        return int(self.value("PRAGMA data_version"))

    def write(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> int:
        """Run one statement inside a transaction; the row number of an INSERT."""
        if not self.conn.in_transaction:
            raise RuntimeError("a write outside a transaction")
        return self.conn.execute(sql, parameters).lastrowid or 0

    def close(self) -> None:
        """Close the store and let migrations in again. May be called twice."""
        super().close()
        if self.use_lock is not None:
            os.close(self.use_lock)
            self.use_lock = None
        if self.scratch is not None:
            self.scratch.cleanup()


@contextlib.contextmanager
def opened(path: Path | str, *, version: str, now: datetime) -> Iterator[Database]:
    """The store at `path` while the block runs, as `open_database` gives it."""
    db = open_database(path, version=version, now=now)
    try:
        with explained(path):
            yield db
    finally:
        db.close()


def open_database(path: Path | str, *, version: str = "development", now: datetime | None = None) -> Database:
    """
    Open the store, make it if it is not there, upgrade it if it is older. ":memory:" for tests.

    `version` and `now` are written down where it is made or upgraded. Raises
    `StoreError` for a file that cannot be used or that a newer Dazor has
    written, which stays as it is, and `Busy` where an older store is in use.
    """
    with explained(path):
        if path != MEMORY:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            _look_first(Path(path), version)
        db = _connect(path)
        try:
            _make_current(db, version, now)
        except BaseException:
            db.close()
            raise
        return db


@contextlib.contextmanager
def opened_to_read(path: Path | str, *, version: str = "older") -> Iterator[Database]:
    """The store for commands that only read: never made, never upgraded, never written."""
    if not Path(path).is_file():
        raise StoreError(f"store: {path}: there is no store yet. `dazor run` makes it.")
    with explained(path), contextlib.closing(connect_to_read(Path(path))) as db:
        _refuse(db, version)
        if migrations.pending(db):
            raise StoreError(f"store: {path} was made by an older Dazor. The next `dazor run` upgrades it.")
        yield db


def _connect(path: Path | str) -> Database:
    db = _database(sqlite3.connect(str(path), timeout=BUSY_TIMEOUT_S, isolation_level=None), path)
    try:
        with _one_by_one(path):
            _set_up(db)
    except BaseException:
        db.close()
        raise
    return db


def _one_by_one(path: Path | str) -> contextlib.AbstractContextManager[None]:
    """Two that turn a new file to WAL at once would not wait for each other: one would fail."""
    return contextlib.nullcontext() if path == MEMORY else locks.held(_lock_path(path, "opening"), wait=True)


def _set_up(db: Database) -> None:
    db.conn.execute(f"PRAGMA page_size = {PAGE_BYTES}")
    db.conn.execute("PRAGMA journal_mode = WAL")
    db.conn.execute("PRAGMA synchronous = FULL")
    db.conn.execute("PRAGMA foreign_keys = ON")


def connect_to_read(path: Path) -> Database:
    uri = f"{path.absolute().as_uri()}?mode=ro"
    return _database(sqlite3.connect(uri, timeout=BUSY_TIMEOUT_S, isolation_level=None, uri=True), path)


def _database(conn: sqlite3.Connection, path: Path | str) -> Database:
    db = Database(conn, execute_plugins=False)
    db.path = path
    if path == MEMORY:
        db.scratch = tempfile.TemporaryDirectory(prefix="dazor-")
    db.archive = Archive((Path(db.scratch.name) if db.scratch else Path(path).parent) / "raw")
    return db


def _look_first(path: Path, version: str) -> None:
    """Refuse a file that is not ours before it is opened for writing, which may already change it."""
    if path.is_dir():
        raise StoreError(f"store: {path} is a folder. Name a file in [store] path.")
    if path.exists():
        with contextlib.closing(connect_to_read(path)) as db:
            _refuse(db, version)


def _refuse(db: Database, version: str) -> None:
    applied = {migration.name for migration in migrations.applied(db)}
    if not applied and db.table_names():
        raise StoreError(
            f"store: {db.path} is the database of another program. Name another file in [store] path; "
            "this one is unchanged."
        )
    if applied <= {migration.name for migration in migrations._migrations}:
        return
    newer = db.value("SELECT version FROM written_by ORDER BY rowid DESC LIMIT 1")
    raise StoreError(
        f"store: {db.path} was written by Dazor {newer}, this is {version}. "
        f"Install {newer} or newer; the file is unchanged."
    )


def _make_current(db: Database, version: str, now: datetime | None) -> None:
    """Make or upgrade the tables; from then on nobody else upgrades them while this is open."""
    if not migrations.applied(db):
        _apply(db, version, now)
    elif migrations.pending(db):
        with _alone(db.path):
            _copy_beside(db, version)
            _apply(db, version, now)
    if db.path != MEMORY:
        db.use_lock = _use(db.path)
        _refuse(db, version)  # a newer Dazor may have come between


def _apply(db: Database, version: str, now: datetime | None) -> None:
    """All migrations that wait, or none. Does nothing where another process was first."""
    with db.transaction():
        if not migrations.pending(db):
            return
        migrations.apply(db)
        db.write(
            "INSERT INTO written_by (version, at) VALUES (?, ?)",
            (version, times.text(now) if now else "unknown"),
        )


def _use(path: Path | str) -> int:
    """The shared lock of those who have the store open."""
    try:
        return locks.take(_lock_path(path, "use"), shared=True)
    except Busy as error:
        raise Busy(f"store: {path} is being upgraded. Try again in a minute.") from error


@contextlib.contextmanager
def _alone(path: Path | str) -> Iterator[None]:
    """Nobody else has the store open while the block runs."""
    try:
        descriptor = locks.take(_lock_path(path, "use"))
    except Busy as error:
        raise Busy(
            f"store: {path} waits for an upgrade, but a job is using it. Try again in a minute."
        ) from error
    try:
        yield
    finally:
        os.close(descriptor)


def _lock_path(path: Path | str, purpose: str) -> Path:
    return Path(path).parent / "locks" / f"{Path(path).name}.{purpose}.lock"


def _copy_beside(db: Database, version: str) -> None:
    """Keep the store as it was before the upgrade; a copy of an earlier try is replaced."""
    path = Path(db.path)
    copy = path.with_name(f"{path.name}.before-{version}")
    half = copy.with_name(copy.name + ".part")
    try:
        with contextlib.closing(sqlite3.connect(half)) as target:
            db.conn.backup(target)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    half.rename(copy)
