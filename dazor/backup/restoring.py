"""Bringing a copy back: every file is checked before and after, and nothing that is there is overwritten."""

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dazor.backup import copies, manifest, sealing, streams
from dazor.backup.manifest import Manifest, Part
from store import backups
from store.complaints import explained
from store.errors import StoreError, UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What opens sealed copies. Neither is needed for others."""

    passphrase: str | None = None
    identity: str | None = None  # secret key, AGE-SECRET-KEY-1…


def restore(copy: Path, folder: Path, keys: Keys) -> Manifest:
    """
    Write everything of a copy below a folder; the list of it.

    Raises `StoreError` that names the file where one is damaged or missing, and
    `UsageError` where a file is in the way: then nothing was written.
    """
    held = copies.read(copy)
    identity = identity_for(copy, held, keys)
    _refuse_to_overwrite(folder, held)
    targets = {folder / part.to for part in held.parts if part.to}
    with explained(folder):
        (folder / held.store).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            for part in _in_order(held):
                _check_stored(copy, part)
                _bring_back(copy, part, folder, identity)
            _check_sums(copy, held)
        except BaseException:
            for path in targets:
                _half(path).unlink(missing_ok=True)
            raise
        for path in targets:
            _half(path).rename(path)
    return held


def compare(folder: Path, held: Manifest) -> None:
    """
    The restored store against what was counted when the copy was made.

    Raises `StoreError` that names what differs.
    """
    store = folder / held.store
    if wrong := backups.fault(store, is_thorough=True):
        raise StoreError(f"backup: {store.name}: damaged inside ({wrong}).")
    found = backups.holding(store)
    for table, count in held.rows.items():
        if found.rows.get(table) != count:
            raise StoreError(
                f"backup: {store.name}: table {table} has {found.rows.get(table, 0)} rows instead of {count}."
            )
    if found.last_link != held.last_link:
        raise StoreError(f"backup: {store.name}: the chain ends at another link than when it was copied.")


def led_astray(folder: Path, held: Manifest) -> list[str]:
    """What to write into the restored config.toml where a path in it leads elsewhere."""
    try:
        settings = tomllib.loads((folder / held.config).read_text("utf-8-sig"))
    except (OSError, ValueError):
        return []
    wrong = []
    for name, place in held.places.items():
        table, key = name.split(".")
        given = settings.get(table, {}).get(key)
        if isinstance(given, str) and (folder / given).resolve() != (folder / place).resolve():
            wrong.append(f'[{table}] {key} = "{place}"')
    return wrong


def identity_for(copy: Path, held: Manifest, keys: Keys) -> str | None:
    """The secret key of a sealed copy; None: it is not sealed. Raises `UsageError` where it is missing."""
    if held.recipient is None:
        return None
    if keys.identity is not None:
        return keys.identity
    key_file = next((part for part in held.parts if part.path == sealing.KEY_FILE), None)
    if key_file is None:
        raise UsageError(f"{copy}: sealed for {held.recipient}. Give its secret key: --identity FILE.")
    if keys.passphrase is None:
        raise UsageError(
            f"{copy}: sealed with a passphrase. Give the file it stands in: --passphrase-file FILE."
        )
    _check_stored(copy, key_file)
    return sealing.identity_in(
        (copy / key_file.path).read_bytes(), keys.passphrase, str(copy / key_file.path)
    )


def _in_order(held: Manifest) -> Iterator[Part]:
    """Pieces of one file one after another."""
    yield from sorted(held.parts, key=lambda part: (part.to or "", part.start))


def _refuse_to_overwrite(folder: Path, held: Manifest) -> None:
    there = sorted({part.to for part in held.parts if part.to and (folder / part.to).exists()})
    if there:
        raise UsageError(
            f"{folder}: {', '.join(there[:3])}{' …' if there[3:] else ''} would be overwritten. "
            "Nothing was written: name an empty folder, or move these away."
        )


def _check_stored(copy: Path, part: Part) -> None:
    path = copy / part.path
    try:
        found = streams.amount_in(path)
    except OSError as error:
        raise StoreError(f"backup: {path}: cannot be read ({error.strerror}). Take another copy.") from error
    if found.sha256 != part.stored_sha256:
        raise StoreError(
            f"backup: {path}: damaged, its bytes are not those that were written. Take another copy."
        )


def _check_sums(copy: Path, held: Manifest) -> None:
    path = copy / manifest.SUMS
    try:
        content = path.read_bytes()
    except OSError as error:
        raise StoreError(f"backup: {path}: cannot be read ({error.strerror}).") from error
    if content != manifest.sums(held):
        raise StoreError(f"backup: {path}: damaged. The other files are as {manifest.NAME} says.")


def _bring_back(copy: Path, part: Part, folder: Path, identity: str | None) -> None:
    """Add a part to its file, which has another name until everything is there."""
    if part.to is None:
        return
    half = _half(folder / part.to)
    half.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    mode = os.O_CREAT | os.O_WRONLY | (os.O_APPEND if part.start else os.O_TRUNC)
    with os.fdopen(os.open(half, mode, streams.PRIVATE), "ab" if part.start else "wb") as file:
        if file.tell() != part.start:
            raise StoreError(
                f"backup: {copy / part.path}: the piece before it is missing. Take another copy."
            )
        try:
            found = streams.unpack(copy / part.path, file, identity)
        except ValueError as error:
            raise StoreError(f"backup: {copy / part.path}: {error}.") from error
        file.flush()
        os.fsync(file.fileno())
    if found.sha256 != part.sha256:
        raise StoreError(
            f"backup: {copy / part.path}: holds other bytes than were copied. Take another copy."
        )


def _half(path: Path) -> Path:
    return path.with_name(path.name + copies.HALF)
