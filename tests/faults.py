"""
Servers of bad answers on loopback: every trap that a site can set for a fetch.

`with Faults({"host": {"/path": trap}}) as faults` gives every host an address
of its own. A trap is a function of the open connection; those that only send
bytes are made by `answer`. `faults.asked` has a line for every request.
"""

import asyncio
import contextlib
import datetime as dt
import gzip
import ipaddress
import ssl
import threading
import time
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request, as it came."""

    host: str
    path: str  # with the query
    at_s: float  # monotonic
    headers: dict[str, str]  # names in lower case
    body: str = ""  # of a form


Trap = Callable[[asyncio.StreamWriter], Awaitable[None]]
Site = Mapping[str, Trap]


class Faults:
    """Serves from a thread. A path that no trap has answers 404; `base` gives the address of a host."""

    def __init__(self, sites: Mapping[str, Site], certificate: Path | None = None) -> None:
        self.sites = sites
        self.certificate = certificate  # host "tls" speaks TLS with it
        self.asked: list[Asked] = []
        self.bases: dict[str, str] = {}
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, name="faults")
        self.servers: list[asyncio.Server] = []
        self.open: set[asyncio.StreamWriter] = set()

    def __enter__(self) -> Self:
        self.thread.start()
        try:
            asyncio.run_coroutine_threadsafe(self._start(), self.loop).result(10)
        except OSError:
            self.__exit__(None, None, None)
            pytest.skip("this machine has only one loopback address; the traps need one for every host")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def paths(self, host: str) -> list[str]:
        """What was asked of a host, in order."""
        return [asked.path for asked in self.asked if asked.host == host]

    async def _start(self) -> None:
        for number, host in enumerate(self.sites, start=1):
            tls = None
            if host == "tls":
                assert self.certificate is not None
                tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                tls.load_cert_chain(self.certificate)
            server = await asyncio.start_server(self._serve(host), f"127.0.1.{number}", 0, ssl=tls)
            self.servers.append(server)
            address, port = server.sockets[0].getsockname()
            self.bases[host] = f"{'https' if tls else 'http'}://{address}:{port}"

    async def _stop(self) -> None:
        for server in self.servers:
            server.close()
        for writer in self.open:
            writer.transport.abort()
        tasks = asyncio.all_tasks(self.loop) - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _serve(self, host: str) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.open.add(writer)
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").splitlines()
                path = head[0].split(" ")[1]
                pairs = (line.split(": ", 1) for line in head[1:] if line)
                headers = {name.lower(): value for name, value in pairs}
                body = (await reader.readexactly(int(headers.get("content-length", 0)))).decode()
                self.asked.append(
                    Asked(host=host, path=path, at_s=time.monotonic(), headers=headers, body=body)
                )
                await self.sites[host].get(path, NOT_FOUND)(writer)
                await writer.drain()
            self.open.discard(writer)
            with contextlib.suppress(ConnectionError):
                writer.close()

        return serve


def head(status: str = "200 OK", *headers: str) -> bytes:
    """A status line and headers."""
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "Connection: close", "", ""]).encode("latin-1")


def answer(body: bytes = b"", status: str = "200 OK", *headers: str, kind: str = "text/html") -> Trap:
    """An answer that is proper HTTP, whatever stands in it."""
    return sent(head(status, f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers) + body)


def redirect(target: str) -> Trap:
    """To another address."""
    return answer(b"", "302 Found", f"Location: {target}")


def sent(*pieces: bytes, pause_s: float = 0.0) -> Trap:
    """Bytes as they are, with a pause after each piece."""

    async def trap(writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause_s)

    return trap


async def silence(writer: asyncio.StreamWriter) -> None:
    """The connection is open and nothing comes."""
    await asyncio.sleep(60)


async def endless(writer: asyncio.StreamWriter) -> None:
    """A chunked body that never ends."""
    writer.write(head("200 OK", "Content-Type: text/html", "Transfer-Encoding: chunked"))
    while True:
        writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        await writer.drain()


def bomb(size_mebibytes: int) -> bytes:
    """So many mebibytes of zeros, as gzip packs them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(MEBIBYTE)
    return b"".join([*(packer.compress(zeros) for _ in range(size_mebibytes)), packer.flush()])


def in_two_looks(first: Trap, then: Trap) -> Trap:
    """One answer the first time, another from then on."""
    answers = iter([first])

    async def trap(writer: asyncio.StreamWriter) -> None:
        await next(answers, then)(writer)

    return trap


def feed(*urls: str) -> bytes:
    """A feed that names these addresses."""
    items = "".join(f"<item><title>{url}</title><link>{url}</link></item>" for url in urls)
    return f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


def packed(body: bytes) -> bytes:
    """As gzip sends it."""
    return gzip.compress(body)


def self_signed(folder: Path) -> Path:
    """A certificate that nobody vouches for, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "faults")])
    addresses = [x509.IPAddress(ipaddress.ip_address(f"127.0.1.{number}")) for number in range(1, 40)]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2120, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.SubjectAlternativeName(addresses), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "self_signed.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


NOT_FOUND = answer(b"<h1>404</h1>", "404 Not Found")
