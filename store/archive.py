"""
The raw archive: bodies in one append-only file a month, readable without the database.

A file is a row of records: 8 bytes mark, 1 byte kind (D dictionary, B body),
32 bytes sha256 of the plain bytes, 8 bytes length (big-endian), then that
many bytes of zstd. A month starts with a dictionary trained on the month
before; its bodies are packed with it. A record is written and flushed before
anything refers to it, so an orphan or a torn record is harmless: who reads
from the start goes on at the next mark.
"""

import contextlib
import hashlib
import mmap
import os
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

import zstandard

from store import locks, pictures
from store.complaints import explained
from store.errors import StoreError

MARK = b"DAZORRAW"
HEAD = struct.Struct(">8sc32sQ")
LEVEL = 9  # a fifth smaller than gzip at the same speed
DICTIONARY_BYTES = 110 * 1024
SAMPLES = 300  # bodies of a month that its dictionary is trained on
SAMPLE_BYTES = 128 * 1024  # of each: what pages share stands at their beginning

Dictionary = zstandard.ZstdCompressionDict | None


@dataclass(slots=True)
class Archive:
    """The folder of the monthly files."""

    folder: Path
    dictionaries: dict[str, Dictionary] = field(default_factory=dict)

    def append(self, month: str, body: bytes) -> int:
        """Write one body to the file of `month` (2026-03), flushed to the disk; its position."""
        return self.append_all(month, [body])[0]

    def append_all(self, month: str, bodies: Sequence[bytes]) -> list[int]:
        """As `append`, for several bodies with one flush; their positions in the same order."""
        with explained(self.path(month)), locks.held(self.folder / "append.lock", wait=True):
            if not self.path(month).exists():
                self._begin(month)
            packer = zstandard.ZstdCompressor(level=LEVEL, dict_data=self._dictionary(month))
            records = [_record(b"B", body, packer.compress(body)) for body in bodies]
            start = _write(self.path(month), b"".join(records))
        return list(accumulate(map(len, records[:-1]), initial=start))

    def read(self, month: str, position: int, sha256: str) -> bytes:
        """The body of the record at `position`. Raises `StoreError` where the bytes are not those."""
        unpacker = zstandard.ZstdDecompressor(dict_data=self._dictionary(month))
        with self._content(month) as content:
            body = _plain(content, position, b"B", unpacker)
        if body is None or hashlib.sha256(body).hexdigest() != sha256:
            raise self._damaged(month, position)
        return body

    def bodies(self, month: str, at_most: int | None = None) -> Iterator[bytes]:
        """The whole bodies of a month in the order they came; at most so many, evenly spread."""
        unpacker = zstandard.ZstdDecompressor(dict_data=self._dictionary(month))
        with self._content(month) as content:
            positions = list(_positions(content))
            step = -(-len(positions) // at_most) if at_most else 1
            for position in positions[:: max(1, step)]:
                body = _plain(content, position, b"B", unpacker)
                if body is not None:
                    yield body

    def path(self, month: str) -> Path:
        """The file of a month."""
        return self.folder / f"{month}.dzr"

    def _begin(self, month: str) -> None:
        """Make the file of a month, whole, with what the month before has taught."""
        earlier = [path.stem for path in sorted(self.folder.glob("????-??.dzr")) if path.stem < month]
        dictionary = self._learn(earlier[-1]) if earlier else None
        half = self.path(month).with_suffix(".part")
        half.unlink(missing_ok=True)
        packer = zstandard.ZstdCompressor(level=LEVEL)
        _write(half, _record(b"D", dictionary, packer.compress(dictionary)) if dictionary else b"")
        half.rename(self.path(month))

    def _learn(self, month: str) -> bytes | None:
        """A dictionary trained on bodies of a month; that month's own where they are too few."""
        samples: list[bytes | bytearray | memoryview] = [
            body[:SAMPLE_BYTES]
            for body in self.bodies(month, SAMPLES)
            if pictures.kind(body) is None  # pictures are packed already and share nothing with pages
        ]
        try:
            return zstandard.train_dictionary(DICTIONARY_BYTES, samples).as_bytes()
        except zstandard.ZstdError:
            own = self._dictionary(month)
            return own.as_bytes() if own else None

    def _dictionary(self, month: str) -> Dictionary:
        """What the bodies of a month are packed with; None: its file begins with a body, or is empty."""
        if month not in self.dictionaries:
            self.dictionaries[month] = self._read_dictionary(month)
        return self.dictionaries[month]

    def _read_dictionary(self, month: str) -> Dictionary:
        with self._content(month) as content:
            if content[8:9] != b"D":
                return None
            plain = _plain(content, 0, b"D", zstandard.ZstdDecompressor())
        if plain is None:
            raise self._damaged(month, 0)
        return zstandard.ZstdCompressionDict(plain)

    @contextlib.contextmanager
    def _content(self, month: str) -> Iterator[mmap.mmap | bytes]:
        """The bytes of a month's file, read where they are asked for."""
        try:
            file = self.path(month).open("rb")
        except FileNotFoundError as error:
            raise StoreError(
                f"raw archive: {self.path(month)} is missing. Restore it from the last backup; "
                "texts are not affected."
            ) from error
        with file:
            if os.fstat(file.fileno()).st_size == 0:
                yield b""
                return
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                yield content

    def _damaged(self, month: str, position: int) -> StoreError:
        return StoreError(
            f"raw archive: {self.path(month)}: the record at byte {position} is damaged. "
            "Restore the file from the last backup."
        )


def _record(kind: bytes, plain: bytes, packed: bytes) -> bytes:
    return HEAD.pack(MARK, kind, hashlib.sha256(plain).digest(), len(packed)) + packed


def _write(path: Path, record: bytes) -> int:
    """Append a record or several, flushed to the disk, or nothing of it; its position."""
    path.touch(mode=0o600)
    position = path.stat().st_size
    try:
        with path.open("ab") as file:
            file.write(record)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        os.truncate(path, position)
        raise
    return position


def _positions(content: mmap.mmap | bytes) -> Iterator[int]:
    """Where records begin. A torn one does not end where another begins: then the next mark counts."""
    position = content.find(MARK)
    while 0 <= position <= len(content) - HEAD.size:
        yield position
        end = position + HEAD.size + HEAD.unpack_from(content, position)[3]
        is_whole = end == len(content) or content[end : end + len(MARK)] == MARK
        position = end if is_whole else content.find(MARK, position + len(MARK))


def _plain(
    content: mmap.mmap | bytes, position: int, kind: bytes, unpacker: zstandard.ZstdDecompressor
) -> bytes | None:
    """The unpacked bytes of the record at a position; None where there is no whole one of this kind."""
    if not 0 <= position <= len(content) - HEAD.size:
        return None
    mark, found, digest, length = HEAD.unpack_from(content, position)
    start = position + HEAD.size
    if mark != MARK or found != kind or length > len(content) - start:
        return None
    try:
        plain = unpacker.decompress(content[start : start + length])
    except zstandard.ZstdError:
        return None
    return plain if hashlib.sha256(plain).digest() == digest else None
