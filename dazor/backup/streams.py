"""Bytes on their way into a copy and back: counted, hashed, packed, sealed."""

import hashlib
import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import zstandard

from dazor.backup import sealing
from dazor.backup.sealing import Readable, Seal
from store.raws import LEVEL

PACKED, SEALED = ".zst", ".age"  # endings of a file's name, in this order
CHUNK_BYTES = 1024 * 1024
PRIVATE = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How many bytes, and which."""

    size_bytes: int
    sha256: str


class Span:
    """The bytes of an open file from its position on, at most so many, counted and hashed."""

    def __init__(self, file: BinaryIO, at_most: int | None = None) -> None:
        self.file = file
        self.left = at_most
        self.size_bytes = 0
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """As a file does, but never past the end of the span."""
        wanted = [count for count in (size, self.left) if count is not None and count >= 0]
        content = self.file.read(min(wanted) if wanted else -1)
        self.size_bytes += len(content)
        self.hash.update(content)
        if self.left is not None:
            self.left -= len(content)
        return content

    def amount(self) -> Amount:
        """What was read so far."""
        return Amount(size_bytes=self.size_bytes, sha256=self.hash.hexdigest())


class Sink(io.RawIOBase):
    """What is written goes on to a file, counted and hashed."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self.file = file
        self.size_bytes = 0
        self.hash = hashlib.sha256()

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, content: bytes, /) -> int:  # type: ignore[override]
        """All of it."""
        self.file.write(content)
        self.size_bytes += len(content)
        self.hash.update(content)
        return len(content)

    def amount(self) -> Amount:
        """What was written so far."""
        return Amount(size_bytes=self.size_bytes, sha256=self.hash.hexdigest())


def amount(source: Readable) -> Amount:
    """What is left to read."""
    size_bytes, found = 0, hashlib.sha256()
    while content := source.read(CHUNK_BYTES):
        size_bytes += len(content)
        found.update(content)
    return Amount(size_bytes=size_bytes, sha256=found.hexdigest())


def amount_in(path: Path) -> Amount:
    """Of a whole file."""
    with path.open("rb") as file:
        return amount(file)


def pack(source: Readable, path: Path, seal: Seal | None) -> Amount:
    """Write a new file in the form that its name says, flushed to the disk; what it takes there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    plain: Readable = source
    if PACKED in path.suffixes:
        plain = zstandard.ZstdCompressor(level=LEVEL).stream_reader(source)  # type: ignore[arg-type]
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE), "wb") as file:
        sink = Sink(file)
        if seal is None:
            while content := plain.read(CHUNK_BYTES):
                sink.write(content)
        else:
            sealing.lock(plain, sink, seal)  # type: ignore[arg-type]
        file.flush()
        os.fsync(file.fileno())
    return sink.amount()


def unpack(path: Path, target: BinaryIO, identity: str | None) -> Amount:
    """
    Write what a file of a copy holds; what that was.

    Raises `ValueError` where it is damaged, or sealed and the key is missing or another.
    """
    sink = Sink(target)
    unpacker = zstandard.ZstdDecompressor().stream_writer(sink, closefd=False)  # type: ignore[arg-type]
    plain = unpacker if PACKED in path.suffixes else sink
    try:
        with path.open("rb") as file:
            if path.suffix == SEALED:
                if identity is None:
                    raise ValueError("it is sealed and no key was given")
                sealing.unlock(file, plain, identity)  # type: ignore[arg-type]
            else:
                while content := file.read(CHUNK_BYTES):
                    plain.write(content)
    except zstandard.ZstdError as error:
        raise ValueError(f"it cannot be unpacked ({error})") from error
    return sink.amount()
