"""Sites on loopback for benchmarks: many hosts of one process, each with a feed and its pages."""

import asyncio
import contextlib
import multiprocessing
import socket
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


@contextlib.contextmanager
def sites(hosts: int, pages: Sequence[bytes], *, latency_s: float = 0.0) -> Iterator[list[str]]:
    """The addresses of so many hosts; each serves the pages, and answers so late."""
    sockets = [socket.create_server((f"127.0.2.{number}", 0)) for number in range(1, hosts + 1)]
    bases = ["http://{}:{}".format(*one.getsockname()) for one in sockets]
    fork = multiprocessing.get_context("fork")
    server = fork.Process(target=lambda: asyncio.run(_serve(sockets, bases, pages, latency_s)))
    server.start()
    for one in sockets:
        one.close()
    try:
        yield bases
    finally:
        server.terminate()
        server.join()


def desk(folder: Path, bases: Sequence[str], *, delay_s: float) -> Path:
    """A config.toml that watches these sites with this pause."""
    (folder / "sources").mkdir(parents=True)
    for number, base in enumerate(bases):
        (folder / "sources" / f"site{number}.toml").write_text(
            f'id = "site{number}"\nname = "Site {number}"\nkind = "site"\nsite = "{base}/"\n'
            f'languages = ["ru"]\nzone = "Europe/Minsk"\n[[entry]]\nkind = "feed"\nurl = "{base}/feed"\n',
            "utf-8",
        )
    config = folder / "config.toml"
    only = ", ".join(f'"site{number}"' for number in range(len(bases)))
    config.write_text(
        f'[catalogue]\nonly = [{only}]\n[crawl]\ncontact = "mailto:benchmark@dazor.example"\n'
        f'delay_s = {delay_s}\nallow_private = ["127.0.2.0/24"]\n',
        "utf-8",
    )
    return config


def feed(base: str, count: int) -> bytes:
    """A feed that names so many pages."""
    items = "".join(
        f"<item><title>{number}</title><link>{base}/news/{number}</link></item>" for number in range(count)
    )
    return f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


async def _serve(
    sockets: Sequence[socket.socket], bases: Sequence[str], pages: Sequence[bytes], latency_s: float
) -> None:
    def answer(base: str, path: str) -> tuple[str, bytes]:
        if path == "/feed":
            return "200 OK", feed(base, len(pages))
        number = path.removeprefix("/news/")
        return ("200 OK", pages[int(number)]) if number.isdecimal() else ("404 Not Found", b"")

    async def start(one: socket.socket, base: str) -> asyncio.Server:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                while head := await reader.readuntil(b"\r\n\r\n"):
                    await asyncio.sleep(latency_s)
                    method, path, _ = head.decode("latin-1").split(" ", 2)
                    status, body = answer(base, path)
                    kind = "text/xml" if body.startswith(b"<rss") else "text/html; charset=utf-8"
                    first = (
                        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
                    )
                    writer.write(first.encode() + (b"" if method == "HEAD" else body))
                    await writer.drain()
            writer.close()

        return await asyncio.start_server(serve, sock=one)

    servers = [await start(one, base) for one, base in zip(sockets, bases, strict=True)]
    await asyncio.gather(*(server.serve_forever() for server in servers))
