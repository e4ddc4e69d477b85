"""How packets travel over TCP (core.telegram.org/mtproto/mtproto-transports)."""

import struct
import zlib
from asyncio import StreamReader, StreamWriter

LARGEST = 1 << 24


class Transport:
    """The packets of one connection; the first bytes tell their form."""

    def __init__(self, reader: StreamReader, writer: StreamWriter):
        self.reader, self.writer = reader, writer
        self.form: str | None = None
        self.sent = 0

    async def read(self) -> bytes:
        """The next packet. Raises `ConnectionError` for what is none."""
        head = b""
        if self.form is None:
            self.form, head = await self._recognised()
        if self.form == "full":
            return await self._read_full(head)
        if self.form == "abridged":
            words = (await self.reader.readexactly(1))[0]
            if words >= 0x7F:
                words = int.from_bytes(await self.reader.readexactly(3), "little")
            return await self.reader.readexactly(words * 4)
        return await self.reader.readexactly(struct.unpack("<i", await self.reader.readexactly(4))[0])

    def write(self, body: bytes) -> None:
        """Send a packet."""
        if self.form == "full":
            packet = struct.pack("<ii", len(body) + 12, self.sent) + body
            self.writer.write(packet + struct.pack("<I", zlib.crc32(packet)))
            self.sent += 1
        elif self.form == "abridged":
            words = len(body) // 4
            head = bytes([words]) if words < 0x7F else b"\x7f" + words.to_bytes(3, "little")
            self.writer.write(head + body)
        else:
            self.writer.write(struct.pack("<i", len(body)) + body)

    async def _recognised(self) -> tuple[str, bytes]:
        """The form, and what of the first packet is read already."""
        first = await self.reader.readexactly(1)
        if first == b"\xef":
            return "abridged", b""
        first += await self.reader.readexactly(3)
        if first in (b"\xee" * 4, b"\xdd" * 4):
            return "intermediate", b""
        return "full", first

    async def _read_full(self, head: bytes) -> bytes:
        head = head or await self.reader.readexactly(4)
        size = struct.unpack("<i", head)[0]
        if not 12 <= size <= LARGEST:
            raise ConnectionError(f"a packet of {size} bytes")
        rest = await self.reader.readexactly(size - 4)
        if zlib.crc32(head + rest[:-4]) != struct.unpack("<I", rest[-4:])[0]:
            raise ConnectionError("a wrong checksum")
        return rest[4:-4]
