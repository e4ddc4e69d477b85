"""
The raw archive in a copy: each month in pieces, of which only the last are new.

A month's file only grows. So a copy takes the pieces of the copy before as
they are, as one more name of the same file, and adds what has come since.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from dazor.backup import copies, streams
from dazor.backup.manifest import Manifest, Part
from dazor.backup.sealing import Seal
from dazor.backup.streams import Span
from store.errors import StoreError


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """The copy whose pieces may be taken over."""

    copy: Path
    manifest: Manifest
    is_read_again: bool  # whether each of its pieces is read before it is believed


def add(file: Path, to: str, target: Path, seal: Seal | None, before: Before | None) -> Iterator[Part]:
    """Put a month's file into a copy; its pieces."""
    state = file.stat()
    parts = _usable(file, to, before, state)
    for part in parts:
        assert before is not None
        _link(before.copy / part.path, target / part.path)
        yield replace(part, changed_ns=state.st_mtime_ns)
    start = sum(part.size_bytes for part in parts)
    if start < state.st_size or not parts:
        yield _new(file, to, target, seal, start, state)


def _new(file: Path, to: str, target: Path, seal: Seal | None, start: int, state: os.stat_result) -> Part:
    path = f"raw/{file.name}.{start:015d}" + (streams.SEALED if seal else "")
    with file.open("rb") as source:
        source.seek(start)
        span = Span(source, state.st_size - start)
        stored = streams.pack(span, target / path, seal)
    plain = span.amount()
    return Part(
        path=path,
        to=to,
        start=start,
        size_bytes=plain.size_bytes,
        sha256=plain.sha256,
        stored_bytes=stored.size_bytes,
        stored_sha256=stored.sha256,
        changed_ns=state.st_mtime_ns,
    )


def _usable(file: Path, to: str, before: Before | None, state: os.stat_result) -> list[Part]:
    """The pieces of the copy before, if they still say what the file begins with; else none."""
    if before is None:
        return []
    parts = sorted((part for part in before.manifest.parts if part.to == to), key=lambda part: part.start)
    size_bytes = sum(part.size_bytes for part in parts)
    if not parts or size_bytes > state.st_size:
        return []
    is_same = size_bytes == state.st_size and all(part.changed_ns == state.st_mtime_ns for part in parts)
    if not is_same and not _begins_with(file, parts):
        return []
    return parts if all(_is_there(before, part) for part in parts) else []


def _begins_with(file: Path, parts: list[Part]) -> bool:
    with file.open("rb") as source:
        return all(streams.amount(Span(source, part.size_bytes)).sha256 == part.sha256 for part in parts)


def _is_there(before: Before, part: Part) -> bool:
    path = before.copy / part.path
    try:
        if path.stat().st_size != part.stored_bytes:
            return False
        return not before.is_read_again or streams.amount_in(path).sha256 == part.stored_sha256
    except OSError:
        return False


def _link(path: Path, new: Path) -> None:
    """One more name for a file; a second file where the disk knows no such names."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        new.hardlink_to(path)
    except OSError:
        with contextlib.suppress(FileNotFoundError):
            new.unlink()
        shutil.copyfile(path, new)
        new.chmod(streams.PRIVATE)


def find_before(folder: Path, seal: Seal | None, week: tuple[int, int]) -> Before | None:
    """The newest copy with the same lock that can be read; its pieces are read again once a week."""
    for copy in reversed(copies.whole(folder)):
        with contextlib.suppress(StoreError):
            manifest = copies.read(copy)
            if manifest.recipient == (seal.recipient if seal else None):
                is_first = copies.made_at(copy).isocalendar()[:2] != week
                return Before(copy=copy, manifest=manifest, is_read_again=is_first)
    return None
