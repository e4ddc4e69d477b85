"""The server: its connections, its journal, and how a call finds its answer."""

import asyncio
import collections
import os
import struct
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from telethon.tl import types

from tgserver import answers
from tgserver.channel import Channel
from tgserver.connection import Connection
from tgserver.faults import Drop, Faults, RpcError, Silence
from tgserver.keys import Key, Keys, new_salt
from tgserver.world import World

HOST = "127.0.0.1"
JOURNAL = 200_000  # rows
VECTOR, TRUE, FALSE = 0x1CB5C415, 0x997275B5, 0xBC799737
BUGS = (LookupError, TypeError, ValueError, AttributeError, AssertionError)
# What a client may call before it has logged in.
OPEN = set(
    "help.getConfig help.getNearestDc help.getAppConfig auth.sendCode auth.signIn auth.checkPassword "
    "auth.logOut auth.exportLoginToken auth.importLoginToken auth.importAuthorization "
    "account.getPassword".split()
)


class Server:
    """Serves one world at a time; `begin` gives it another."""

    def __init__(self, spec: dict[str, Any], folder: Path, *, latency_s: float = 0, is_zipping: bool = True):
        self.latency_s, self.is_zipping = latency_s, is_zipping
        self.keys = Keys(folder)
        self.connections: set[Connection] = set()
        self.port = 0
        self.begin(spec)

    def begin(self, spec: dict[str, Any]) -> None:
        """A world from its start: nothing was called and nothing goes wrong yet."""
        self.world = World(spec)
        self.faults = Faults(self.world.faults)
        self.clients: list[dict[str, Any]] = []
        self.calls: collections.Counter[str] = collections.Counter()
        self.journal: collections.deque[dict[str, Any]] = collections.deque(maxlen=JOURNAL)
        self.exported: set[bytes] = set()
        self.is_silent = False
        self.began = time.time()

    async def start(self, port: int) -> None:
        """Listen; port 0: any that is free."""
        listening = await asyncio.start_server(self._serve, HOST, port)
        self.port = listening.sockets[0].getsockname()[1]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await Connection(self, reader, writer).run()

    def note(self, key: Key | None, method: str, arguments: dict[str, Any], outcome: object) -> None:
        """A row of the journal."""
        self.journal.append(
            {
                "t": round(time.time() - self.began, 4),
                "key": f"{key.id:016x}" if key else None,
                "method": method,
                "args": arguments,
                "outcome": outcome,
            }
        )

    async def call(self, connection: Connection, message_id: int, asked: Any) -> None:
        """Answer a call, or let go wrong what has to."""
        method, key = name_of(asked), connection.key
        assert key is not None
        self.calls[method] += 1
        arguments = arguments_of(asked)
        is_dropped = False
        try:
            is_dropped = await self._go_wrong(connection, message_id, method, self._channel_of(asked))
            await asyncio.sleep(self.latency_s)
            body, outcome = await self._answer(connection, method, asked)
        except RpcError as error:
            body, outcome = types.RpcError(error.code, error.message)._bytes(), error.message
        except (Silence, Drop) as fault:
            self.note(key, method, arguments, type(fault).__name__.upper())
            if isinstance(fault, Drop):
                raise
            return
        self.note(key, method, arguments, outcome)
        connection.result(message_id, body)
        if is_dropped:
            raise Drop(is_late=True)

    async def _answer(self, connection: Connection, method: str, asked: Any) -> tuple[bytes, str]:
        answer = answers.ALL.get(method)
        if answer is None:
            raise RpcError(400, "METHOD_NOT_IN_RIG")
        try:
            return serialised(answer(self, connection, asked)), "ok"
        except BUGS as error:
            return types.RpcError(500, "RIG_BUG")._bytes(), f"BUG {type(error).__name__}: {error}"

    async def _go_wrong(
        self, connection: Connection, message_id: int, method: str, channel: Channel | None
    ) -> bool:
        """Refuse the key, or do what a rule wants; True: the line ends after the answer."""
        key = connection.key
        assert key is not None
        if key.error:
            raise RpcError(*key.error)
        rule = self.faults.strike(method, channel)
        action = rule.get("action", "flood") if rule else None
        if not key.is_authorised and method not in OPEN and action is None:
            raise RpcError(401, "AUTH_KEY_UNREGISTERED")
        if rule is None:
            return False
        if action == "flood":
            raise RpcError(420, f"FLOOD_WAIT_{rule.get('seconds', 3)}")
        if action == "error":
            raise RpcError(rule.get("code", 400), rule["message"])
        if action == "drop":
            raise Drop
        if action == "silence":
            raise Silence
        if action == "delay":
            await asyncio.sleep(rule.get("seconds", 1))
        if action == "garbage":
            connection.writer.write(os.urandom(64))
            raise Drop(is_late=True)
        if action == "salt":
            key.salt = new_salt()
            connection.refuse_salt(message_id, 0, key.salt)
            raise Silence
        return bool(action == "drop_after")

    def _channel_of(self, asked: Any) -> Channel | None:
        if name_of(asked) == "contacts.resolveUsername":
            return self.world.find(asked.username)
        named = getattr(asked, "peer", None) or getattr(asked, "channel", None)
        return self.world.channels.get(getattr(named, "channel_id", 0))


def serialised(answer: Any) -> bytes:
    """An answer as it travels: an object, a list of them, or a truth."""
    if isinstance(answer, bool):
        return struct.pack("<I", TRUE if answer else FALSE)
    if isinstance(answer, list):
        return struct.pack("<Ii", VECTOR, len(answer)) + b"".join(one._bytes() for one in answer)
    found: bytes = answer._bytes()
    return found


def name_of(asked: Any) -> str:
    """The name of a method, as in messages.getHistory."""
    kind = type(asked)
    space = kind.__module__.rpartition(".")[2]
    name = kind.__name__.removesuffix("Request")
    name = name[:1].lower() + name[1:]
    return name if space == "functions" else f"{space}.{name}"


def arguments_of(asked: Any) -> dict[str, Any]:
    """What a call was given, as far as the journal can say it."""
    return {name: said for name, value in vars(asked).items() if (said := _plain(value)) is not ...}


def _plain(value: Any) -> Any:
    if isinstance(value, int | str | float | None):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list):
        return [said for one in value if (said := _plain(one)) is not ...]
    return getattr(value, "channel_id", getattr(value, "id", ...))
