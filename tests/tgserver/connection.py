"""One connection: packets in and out, encrypted (core.telegram.org/mtproto/description)."""

import gzip
import hashlib
import os
import struct
import time
from asyncio import IncompleteReadError, StreamReader, StreamWriter
from typing import TYPE_CHECKING, Any

from telethon.crypto import AES
from telethon.errors import TypeNotFoundError
from telethon.extensions import BinaryReader
from telethon.network.mtprotostate import MTProtoState
from telethon.tl import functions, types
from telethon.tl.core import GzipPacked, MessageContainer

from tgserver.faults import Drop
from tgserver.handshake import Handshake
from tgserver.keys import Key
from tgserver.stamps import now
from tgserver.transport import Transport

if TYPE_CHECKING:
    from tgserver.server import Server

RESULT = 0xF35C6D01
UNKNOWN_KEY = struct.pack("<i", -404)
ZIPPED_FROM = 512  # bytes
CLIENT_SAYS = "api_id device_model system_version app_version lang_code".split()


class Connection:
    """What a client says over one line, and what it is told."""

    def __init__(self, server: "Server", reader: StreamReader, writer: StreamWriter):
        self.server, self.writer = server, writer
        self.transport = Transport(reader, writer)
        self.handshake = Handshake(server.keys, is_authorised=server.world.auth["mode"] == "auto")
        self.key: Key | None = None
        self.session: int | None = None
        self.wants_updates = True
        self.content_count = 0
        self.last_id = 0

    async def run(self) -> None:
        """Read until the line ends."""
        try:
            while True:
                body = await self.transport.read()
                if self.server.is_silent:
                    continue
                await self._packet(body)
                await self.writer.drain()
        except Drop as drop:
            if drop.is_late:
                await self.writer.drain()
        except (IncompleteReadError, OSError, struct.error):
            pass
        finally:
            self.server.connections.discard(self)
            self.writer.close()

    def send(self, body: bytes, *, is_content: bool = True, is_response: bool = False) -> None:
        """Send a message of the server, encrypted."""
        if self.key is None or self.session is None or self.writer.is_closing():
            return
        sequence = self.content_count * 2 + is_content
        self.content_count += is_content
        head = (self.key.salt, self.session, self._message_id(1 if is_response else 3), sequence, len(body))
        data = struct.pack("<qqqii", *head) + body
        data += os.urandom(-(len(data) + 12) % 16 + 12)
        key = self.key.auth.key
        digest = hashlib.sha256(key[96:128] + data).digest()[8:24]
        aes_key, vector = MTProtoState._calc_key(key, digest, False)
        self.transport.write(struct.pack("<Q", self.key.id) + digest + AES.encrypt_ige(data, aes_key, vector))

    def result(self, message_id: int, body: bytes) -> None:
        """Send the answer to a call, zipped where that is shorter."""
        if len(body) > ZIPPED_FROM and self.server.is_zipping:
            zipped = struct.pack("<I", GzipPacked.CONSTRUCTOR_ID)
            zipped += GzipPacked.serialize_bytes(gzip.compress(body, 6))
            body = min(body, zipped, key=len)
        self.send(struct.pack("<Iq", RESULT, message_id) + body, is_response=True)

    def refuse_salt(self, message_id: int, sequence: int, salt: int) -> None:
        """The client has to say it again with the right salt."""
        self.send(types.BadServerSalt(message_id, sequence, 48, salt)._bytes(), is_content=False)

    async def _packet(self, body: bytes) -> None:
        if len(body) < 8:
            raise ConnectionError("a packet without a key")
        key_id = struct.unpack("<Q", body[:8])[0]
        if key_id:
            await self._encrypted(key_id, body)
            return
        with BinaryReader(body[20:]) as reader:
            answer = self.handshake.answer(reader.tgread_object())._bytes()
        self.transport.write(struct.pack("<qqi", 0, self._message_id(1), len(answer)) + answer)

    async def _encrypted(self, key_id: int, body: bytes) -> None:
        key = self.server.keys.by_id.get(key_id)
        if key is None:
            self.transport.write(UNKNOWN_KEY)
            raise Drop(is_late=True)
        self.key = key
        data = _decrypted(key, body)
        salt, session, message_id, sequence, size = struct.unpack("<qqqii", data[:32])
        self._greet(key, session, message_id)
        if salt != key.salt:
            self.refuse_salt(message_id, sequence, key.salt)
            return
        received: list[int] = []
        await self._message(message_id, data[32 : 32 + size], received)
        if received:
            self.send(types.MsgsAck(received)._bytes(), is_content=False)

    def _greet(self, key: Key, session: int, message_id: int) -> None:
        """A session that is new is told so."""
        if self.session == session:
            return
        self.session, self.content_count = session, 0
        self.server.connections.add(self)
        if session not in key.sessions:
            key.sessions.add(session)
            unique = struct.unpack("<q", os.urandom(8))[0]
            self.send(types.NewSessionCreated(message_id, unique, key.salt)._bytes())

    async def _message(self, message_id: int, blob: bytes, received: list[int]) -> None:
        code = struct.unpack("<I", blob[:4])[0]
        if code == MessageContainer.CONSTRUCTOR_ID:
            for inner_id, inner in _contained(blob):
                await self._message(inner_id, inner, received)
            return
        if code == GzipPacked.CONSTRUCTOR_ID:
            with BinaryReader(blob) as reader:
                blob = GzipPacked.read(reader)
        try:
            with BinaryReader(blob) as reader:
                asked = reader.tgread_object()
        except TypeNotFoundError as error:
            self.server.note(self.key, f"?{error.invalid_constructor_id:08x}", {}, "INPUT_METHOD_INVALID")
            self.result(message_id, types.RpcError(400, "INPUT_METHOD_INVALID")._bytes())
            return
        if not self._is_served(message_id, asked):
            received.append(message_id)
            await self.server.call(self, message_id, self._unwrapped(asked))

    def _is_served(self, message_id: int, asked: Any) -> bool:
        """Answer what belongs to the line and not to the service."""
        if isinstance(asked, types.MsgsAck | types.MsgsStateInfo):
            return True
        if isinstance(asked, functions.PingRequest | functions.PingDelayDisconnectRequest):
            pong = types.Pong(message_id, asked.ping_id)._bytes()
            self.send(pong, is_content=False, is_response=True)
        elif isinstance(asked, functions.DestroySessionRequest):
            self.send(types.DestroySessionOk(asked.session_id)._bytes(), is_response=True)
        elif isinstance(asked, functions.GetFutureSaltsRequest):
            self.send(types.FutureSalts(message_id, now(), [])._bytes(), is_response=True)
        else:
            return False
        return True

    def _unwrapped(self, asked: Any) -> Any:
        """The call itself, without what is said around it."""
        while hasattr(asked, "query"):
            if isinstance(asked, functions.InvokeWithoutUpdatesRequest):
                self.wants_updates = False
            if isinstance(asked, functions.InitConnectionRequest):
                self.server.clients.append({key: getattr(asked, key) for key in CLIENT_SAYS})
            asked = asked.query
        return asked

    def _message_id(self, kind: int) -> int:
        number = (int(time.time() * (1 << 32)) & ~3) | kind
        while number <= self.last_id:
            number += 4
        self.last_id = number
        return number


def _decrypted(key: Key, body: bytes) -> bytes:
    secret, digest = key.auth.key, body[8:24]
    data: bytes = AES.decrypt_ige(body[24:], *MTProtoState._calc_key(secret, digest, True))
    if hashlib.sha256(secret[88:120] + data).digest()[8:24] != digest:
        raise ConnectionError("a wrong message key")
    return data


def _contained(blob: bytes) -> list[tuple[int, bytes]]:
    """The messages of a container."""
    found, place = [], 8
    for _ in range(struct.unpack("<i", blob[4:8])[0]):
        message_id, _sequence, size = struct.unpack("<qii", blob[place : place + 16])
        found.append((message_id, blob[place + 16 : place + 16 + size]))
        place += 16 + size
    return found
