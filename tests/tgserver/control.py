"""The control port, one JSON object a line: tests change the world and ask what was called."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from telethon.tl import types

from tgserver.channel import Channel
from tgserver.server import BUGS, HOST, Server
from tgserver.stamps import now

Said = dict[str, Any]


async def serve(server: Server, port: int) -> int:
    """Listen; the port."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            try:
                answer = do(server, json.loads(line))
            except BUGS as error:
                answer = {"error": f"{type(error).__name__}: {error}"}
            writer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
            await writer.drain()
        writer.close()

    listening = await asyncio.start_server(talk, HOST, port, limit=1 << 26)
    bound: int = listening.sockets[0].getsockname()[1]
    return bound


def do(server: Server, said: Said) -> Any:
    """Do what a line says."""
    return COMMANDS[said["op"]](server, said)


def push(server: Server, channel: Channel, update: Any) -> int:
    """Tell every client that has joined; how many there are."""
    body = types.Updates([update], [], [channel.chat()], now(), 0)._bytes()
    told = [
        one
        for one in list(server.connections)
        if channel.joined and one.wants_updates and one.key and one.key.is_authorised and not one.key.error
    ]
    for one in told:
        one.send(body)
    return len(told)


def _post(server: Server, said: Said) -> Said:
    channel = _channel(server, said)
    number, pts = channel.post(said["message"])
    return {"id": number, "pts": pts, "pushed": _pushed(server, channel, said)}


def _edit(server: Server, said: Said) -> Said:
    channel = _channel(server, said)
    pts = channel.edit(said["id"], said["changes"])
    return {"pts": pts, "pushed": _pushed(server, channel, said)}


def _delete(server: Server, said: Said) -> Said:
    channel = _channel(server, said)
    numbers, pts = channel.delete(said["ids"])
    return {"ids": numbers, "pts": pts, "pushed": _pushed(server, channel, said)}


def _pushed(server: Server, channel: Channel, said: Said) -> int:
    return 0 if said.get("silent") else push(server, channel, channel.update(channel.log[-1]))


def _set(server: Server, said: Said) -> Said:
    _channel(server, said).set(said["id"], said["changes"])
    return {"ok": True}


def _change(server: Server, said: Said) -> Said:
    for name, value in said["changes"].items():
        setattr(_channel(server, said), name, value)
        said = said | {"channel": value} if name == "username" else said
    return {"ok": True}


def _fault(server: Server, said: Said) -> Said:
    server.faults.add(said["rule"])
    return {"faults": len(server.faults.rules)}


def _clear_faults(server: Server, _said: Said) -> Said:
    server.faults.clear()
    return {"ok": True}


def _kick(server: Server, _said: Said) -> Said:
    """Every line breaks."""
    kicked = list(server.connections)
    for one in kicked:
        one.writer.transport.abort()
    return {"kicked": len(kicked)}


def _key_error(server: Server, said: Said) -> Said:
    """Every call of today's keys gets this error, as 401 SESSION_REVOKED; without a message none does."""
    for key in server.keys.by_id.values():
        key.error = (said["code"], said["message"]) if said.get("message") else None
    return {"keys": len(server.keys.by_id)}


def _forget_keys(server: Server, said: Said) -> Said:
    """Transport error -404 from now on."""
    server.keys.clear()
    return _kick(server, said)


def _black_hole(server: Server, said: Said) -> Said:
    """Bytes are taken and never answered."""
    server.is_silent = bool(said["on"])
    return {"ok": True}


def _auth(server: Server, said: Said) -> Said:
    server.world.auth.update(said["changes"])
    return {"ok": True}


def _accept_qr(server: Server, _said: Said) -> Said:
    """A telephone takes the code that is shown."""
    for key in server.keys.by_id.values():
        key.is_accepted = True
    told = types.UpdateShort(types.UpdateLoginToken(), now())._bytes()
    for one in list(server.connections):
        one.send(told)
    return {"ok": True}


def _stats(server: Server, _said: Said) -> Said:
    return {
        "calls": dict(server.calls),
        "violations": server.faults.violations,
        "conns": len(server.connections),
        "keys": len(server.keys.by_id),
        "clients": server.clients[-5:],
        "faults": server.faults.told(),
    }


def _journal(server: Server, said: Said) -> list[Said]:
    wanted = said.get("method")
    return [row for row in server.journal if wanted in (None, row["method"])]


def _ids(server: Server, said: Said) -> Said:
    channel = _channel(server, said)
    return {"ids": channel.ids, "pts": channel.pts}


def _world(server: Server, said: Said) -> Said:
    """Another world, from its start; nobody is logged in to it."""
    _forget_keys(server, said)
    server.begin(said["spec"])
    return {"ok": True}


def _channel(server: Server, said: Said) -> Channel:
    channel = server.world.find(said["channel"])
    if channel is None:
        raise LookupError(f"no channel {said['channel']!r}")
    return channel


COMMANDS: dict[str, Callable[[Server, Said], Any]] = {
    "post": _post,
    "edit": _edit,
    "delete": _delete,
    "set": _set,
    "channel": _change,
    "fault": _fault,
    "clear_faults": _clear_faults,
    "kick": _kick,
    "key_error": _key_error,
    "forget_keys": _forget_keys,
    "blackhole": _black_hole,
    "auth": _auth,
    "accept_qr": _accept_qr,
    "stats": _stats,
    "journal": _journal,
    "ids": _ids,
    "world": _world,
}
