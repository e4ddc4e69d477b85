"""
The raw archive: bodies in one append-only file a month, readable without the database.

A file is a row of records: 8 bytes mark, 1 byte kind (D dictionary, B body),
32 bytes sha256 of the plain bytes, 8 bytes length (big-endian), then that
many bytes of zstd. A month starts with a dictionary trained on the month
before; its bodies are packed with it. A record is written and flushed before
anything refers to it, so an orphan or a torn tail is harmless.
"""

import hashlib
import os
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import zstandard

from store import locks
from store.errors import StoreError

MARK = b"DAZORRAW"
HEAD = struct.Struct(">8sc32sQ")
LEVEL = 9  # a fifth smaller than gzip at the same speed
DICTIONARY_BYTES = 110 * 1024
SAMPLES = 300


@dataclass(slots=True)
class Archive:
    """The folder of the monthly files."""

    folder: Path
    dictionaries: dict[str, zstandard.ZstdCompressionDict | None] = field(default_factory=dict)

    def append(self, month: str, body: bytes) -> int:
        """Write one body to the file of `month` (2026-03), flushed to the disk; its position."""
        with locks.held(self.folder / "append.lock", wait=True):
            if not self.path(month).exists():
                self._begin(month)
            packer = zstandard.ZstdCompressor(level=LEVEL, dict_data=self._dictionary(month))
            return self._write(month, b"B", body, packer.compress(body))

    def read(self, month: str, position: int, sha256: str) -> bytes:
        """The body of the record at `position`. Raises `StoreError` where the bytes are not those."""
        with self._open(month) as file:
            file.seek(position)
            kind, digest, packed = _record(file.read(HEAD.size), file.read)
        try:
            body = zstandard.ZstdDecompressor(dict_data=self._dictionary(month)).decompress(packed)
        except zstandard.ZstdError as error:
            raise self._damaged(month, position) from error
        if kind != b"B" or digest.hex() != sha256 or hashlib.sha256(body).hexdigest() != sha256:
            raise self._damaged(month, position)
        return body

    def path(self, month: str) -> Path:
        """The file of a month."""
        return self.folder / f"{month}.dzr"

    def _begin(self, month: str) -> None:
        """Make the file of a month, with what the month before has taught."""
        earlier = [path.stem for path in sorted(self.folder.glob("????-??.dzr")) if path.stem < month]
        dictionary = self._learn(earlier[-1]) if earlier else None
        if dictionary is None:
            self.path(month).touch(mode=0o600)
            return
        self._write(month, b"D", dictionary, zstandard.ZstdCompressor(level=LEVEL).compress(dictionary))

    def _learn(self, month: str) -> bytes | None:
        """A dictionary trained on bodies of a month; that month's own where they are too few."""
        bodies: list[bytes | bytearray | memoryview] = list(self._bodies(month))
        step = max(1, len(bodies) // SAMPLES)
        try:
            return zstandard.train_dictionary(DICTIONARY_BYTES, bodies[::step]).as_bytes()
        except zstandard.ZstdError:
            own = self._dictionary(month)
            return own.as_bytes() if own else None

    def _bodies(self, month: str) -> Iterator[bytes]:
        unpacker = zstandard.ZstdDecompressor(dict_data=self._dictionary(month))
        with self._open(month) as file:
            while head := file.read(HEAD.size):
                if len(head) < HEAD.size or not head.startswith(MARK):
                    return  # a torn tail
                kind, _, packed = _record(head, file.read)
                if kind == b"B":
                    yield unpacker.decompress(packed)

    def _dictionary(self, month: str) -> zstandard.ZstdCompressionDict | None:
        if month not in self.dictionaries:
            with self._open(month) as file:
                head = file.read(HEAD.size)
                kind, _, packed = _record(head, file.read) if head else (b"B", b"", b"")
            plain = zstandard.ZstdDecompressor().decompress(packed) if kind == b"D" else None
            self.dictionaries[month] = zstandard.ZstdCompressionDict(plain) if plain else None
        return self.dictionaries[month]

    def _write(self, month: str, kind: bytes, plain: bytes, packed: bytes) -> int:
        head = HEAD.pack(MARK, kind, hashlib.sha256(plain).digest(), len(packed))
        with open(self.path(month), "ab") as file:
            position = file.tell()
            file.write(head + packed)
            file.flush()
            os.fsync(file.fileno())
        return position

    def _open(self, month: str) -> BinaryIO:
        try:
            return open(self.path(month), "rb")
        except FileNotFoundError as error:
            raise StoreError(
                f"raw archive: {self.path(month)} is missing. Restore it from the last backup; texts are not affected."
            ) from error

    def _damaged(self, month: str, position: int) -> StoreError:
        return StoreError(
            f"raw archive: {self.path(month)}: the record at byte {position} is damaged. "
            "Restore the file from the last backup."
        )


def _record(head: bytes, read: Callable[[int], bytes]) -> tuple[bytes, bytes, bytes]:
    """Kind, sha256 and packed bytes of the record that begins with `head`; nothing of a torn one."""
    if len(head) < HEAD.size:
        return b"", b"", b""
    mark, kind, digest, length = HEAD.unpack(head)
    return (kind, digest, read(length)) if mark == MARK else (b"", b"", b"")
