"""Making one copy: the database first, then the archive, then what people tuned; each file read again."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dazor import __version__
from dazor.backup import archives, contents, copies, manifest, sealing, streams
from dazor.backup.contents import Content
from dazor.backup.manifest import Manifest, Part
from dazor.backup.sealing import Seal
from dazor.backup.streams import Span
from dazor.config import Config
from store import backups, times
from store.complaints import explained
from store.database import Database
from store.errors import StoreError, UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A copy that was written and read again."""

    copy: Path
    manifest: Manifest
    new_bytes: int  # that it takes beside what it shares with earlier copies


def make(db: Database, config: Config, folder: Path, now: datetime) -> Made:
    """
    Write a copy into a folder; the copies that are there stay as they are, whatever happens.

    One at a time: under the lock of the job backup.

    Raises `StoreError` where the folder cannot be written or the disk is full, and
    `UsageError` for a passphrase or key that cannot be used.
    """
    try:
        with explained(folder):
            _make_folder(folder)
            copies.sweep(folder)
            return _make(db, config, folder, now)
    except OSError as error:  # a network disk that went away, and the like
        raise StoreError(
            f"backup: {error.filename or folder}: {error.strerror or error}. No copy was made; "
            "the older ones are whole. Check that disk."
        ) from error


def is_same_disk(folder: Path, config: Config) -> bool:
    """Whether one broken disk takes the copies with the store."""
    return folder.stat().st_dev == config.data_folder.stat().st_dev


def _make_folder(folder: Path) -> None:
    """The folder of copies itself, but not the disk it should lie on."""
    if not folder.parent.is_dir():
        raise StoreError(
            f"backup: {folder.parent} is not there, so no copy was made. Mount the disk it lies on, "
            "or name another place in [backup] folder."
        )
    folder.mkdir(mode=0o700, exist_ok=True)


def _make(db: Database, config: Config, folder: Path, now: datetime) -> Made:
    copy = folder / copies.name(now)
    if copy.exists():
        raise StoreError(f"backup: {copy} is there already. Try again in a second.")
    half = copy.with_name(copy.name + copies.HALF)
    half.mkdir(mode=0o700)
    try:
        before, made = _fill(db, config, folder, half, now)
        _check(half, made, before)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    _flush_folders(half)
    half.rename(copy)
    _flush(folder)
    shared = before & {part.path for part in made.parts}
    new = sum(part.stored_bytes for part in made.parts if part.path not in shared)
    return Made(copy=copy, manifest=made, new_bytes=new)


def _fill(db: Database, config: Config, folder: Path, half: Path, now: datetime) -> tuple[set[str], Manifest]:
    """Everything into a new folder; the paths that were there in the copy before, and the list."""
    seal = _seal(config, folder)
    before = archives.find_before(folder, seal, now.isocalendar()[:2])
    with _scratch(config) as scratch:
        taken = scratch / "store.db"
        backups.snapshot(db, taken)
        if wrong := backups.fault(taken, is_thorough=False):
            raise StoreError(f"store: {db.path}: damaged ({wrong}). No copy was made; restore an older one.")
        held = backups.holding(taken)
        name = f"store/{config.store.path.name}{streams.PACKED}"
        parts = [_put(half, taken, name, contents.store_path(config), seal)]
    for month in sorted(db.archive.folder.glob("????-??.dzr")):
        parts += archives.add(month, contents.raw_path(config, month.name), half, seal, before)
    parts += [_put_content(half, one, seal) for one in contents.tuned(config)]
    if config.backup.complete:
        parts += [_put_content(half, one, seal) for one in contents.secret(config)]
    if seal and seal.key_file:
        parts.append(_put_key(half, seal.key_file))
    made = Manifest(
        made_at=times.text(now),
        dazor=__version__,
        store=contents.store_path(config),
        rows=held.rows,
        last_link=held.last_link,
        recipient=seal.recipient if seal else None,
        config=config.config_file.name,
        places=contents.places(config),
        parts=tuple(parts),
    )
    _write(half / manifest.NAME, manifest.written(made))
    _write(half / manifest.SUMS, manifest.sums(made))
    return {
        part.path for part in before.manifest.parts if part.path.startswith("raw/")
    } if before else set(), made


def _seal(config: Config, folder: Path) -> Seal | None:
    """What the copies are locked with; None: nothing."""
    if config.backup.recipient is not None:
        return sealing.for_recipient(config.backup.recipient)
    if config.backup.passphrase_file is None:
        return None
    words = sealing.read_passphrase(config.backup.passphrase_file)
    earlier = [copy / sealing.KEY_FILE for copy in copies.whole(folder)]
    known = [file for file in earlier if file.is_file()]
    return sealing.for_passphrase(words, known[-1].read_bytes() if known else None)


def _put(half: Path, file: Path, path: str, to: str, seal: Seal | None) -> Part:
    """One whole file into the copy."""
    path += streams.SEALED if seal else ""
    with file.open("rb") as source:
        span = Span(source)
        stored = streams.pack(span, half / path, seal)
    plain = span.amount()
    return Part(
        path=path,
        to=to,
        start=0,
        size_bytes=plain.size_bytes,
        sha256=plain.sha256,
        stored_bytes=stored.size_bytes,
        stored_sha256=stored.sha256,
    )


def _put_content(half: Path, content: Content, seal: Seal | None) -> Part:
    try:
        return _put(half, content.file, content.path, content.to, seal)
    except PermissionError as error:
        raise UsageError(f"{content.file}: cannot be read ({error.strerror}). Check its rights.") from error


def _put_key(half: Path, key_file: bytes) -> Part:
    _write(half / sealing.KEY_FILE, key_file)
    stored = streams.amount_in(half / sealing.KEY_FILE)
    return Part(
        path=sealing.KEY_FILE,
        to=None,
        start=0,
        size_bytes=stored.size_bytes,
        sha256=stored.sha256,
        stored_bytes=stored.size_bytes,
        stored_sha256=stored.sha256,
    )


def _check(half: Path, made: Manifest, shared: set[str]) -> None:
    """Read what was written: a disk that lies is found out now and not on the day of the restore."""
    for part in made.parts:
        if part.path not in shared and streams.amount_in(half / part.path).sha256 != part.stored_sha256:
            raise StoreError(
                f"backup: {half / part.path}: reads otherwise than it was written. Check that disk."
            )


@contextlib.contextmanager
def _scratch(config: Config) -> Iterator[Path]:
    """A place of our own on the disk of the store: what is to be sealed never lies open elsewhere."""
    config.data_folder.mkdir(parents=True, exist_ok=True)
    for left in config.data_folder.glob("backup-*.scratch"):  # of a run that was killed
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="backup-", suffix=".scratch", dir=config.data_folder) as name:
        yield Path(name)


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, streams.PRIVATE), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush_folders(top: Path) -> None:
    for folder in (top, *(path for path in top.rglob("*") if path.is_dir())):
        _flush(folder)


def _flush(folder: Path) -> None:
    """New names are on the disk too, where the file system can be asked for that."""
    descriptor = os.open(folder, os.O_RDONLY)
    with contextlib.suppress(OSError):
        os.fsync(descriptor)
    os.close(descriptor)
