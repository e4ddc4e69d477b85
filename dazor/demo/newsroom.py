"""The pretend newsroom: invented outlets and the previews of channels, each on its own loopback address."""

import socket
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from dazor.demo import plan
from dazor.demo.serving import PREVIEW, Hosts, Request, Served, served
from dazor.demo.world import World

T0 = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
PASSES_MIN = (0, 70, 140)  # the demonstration looks at these minutes after T0


class Newsroom:
    """
    Starts with `with` or `start()`, and stops cleanly; not to be started twice.

    `world`: another one than the planned, as for a rehearsal of trouble.
    Serves from a thread of this process. `log` has one line a request, in the order they came.
    """

    def __init__(self, *, t0: datetime = T0, seed: int = 1, world: World | None = None) -> None:
        self.t0 = t0.astimezone(UTC)
        self.log: list[Served] = []
        self._world = world or plan.load(t0, seed)
        self._answers = Hosts(self._world, {})
        self._host_at: dict[tuple[str, int], str] = {}
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def hosts(self) -> tuple[str, ...]:
        """The ids of all hosts: the outlets, their mirrors, and the previews last."""
        mirrors = (outlet.mirror for outlet in self._world.outlets.values() if outlet.mirror)
        return (*self._world.outlets, *mirrors, PREVIEW)

    def start(self, addresses: Mapping[str, str] | None = None, port: int = 0) -> Self:
        """
        Serve every host at its address (default: 127.0.1.1 and so on), at a free port or the given one.

        Where two hosts share an address and a port is given, they take it and the ones that follow.
        """
        sockets = _bind(addresses or loopback_addresses(self.hosts), port)
        self._host_at = {bound.getsockname(): host for host, bound in sockets.items()}
        self._answers.bases = {host: _address(bound) for host, bound in sockets.items()}
        self._server = _Server(_app(self))
        self._thread = threading.Thread(
            target=self._server.run, args=(list(sockets.values()),), name="newsroom"
        )
        self._thread.start()
        self._server.is_up.wait()
        if not self._server.started:
            raise RuntimeError("the pretend newsroom did not start; the traceback of its thread says why")
        return self

    def stop(self) -> None:
        """Close all connections and wait for the thread. May be called twice."""
        if self._server and self._thread:
            self._server.should_exit = True
            self._thread.join()
            self._server = self._thread = None

    def set_time(self, at: datetime) -> None:
        """From now on all hosts answer as of this pretend time. It has to be aware."""
        if at.tzinfo is None:
            raise ValueError(f"{at}: a pretend time needs a zone")
        self._answers.now = at.astimezone(self._world.t0.tzinfo)

    def base(self, host: str) -> str:
        """The address of a host, as in http://127.0.1.1:54321."""
        return self._answers.bases[host]

    def url(self, article: str) -> str:
        """The address of the page of an article, by its id."""
        found = self._world.articles[article]
        return self.base(found.outlet) + found.path

    def __enter__(self) -> Self:
        return self if self._server else self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def answer(self, address: tuple[str, int], http: HttpRequest, sent: bytes = b"") -> Response:
        """Answer one request that came to an address, and write it down. `sent`: the body of a POST."""
        request = Request(
            host=self._host_at[address],
            method=http.method,
            path=http.url.path,
            query=dict(http.query_params),
            headers=http.headers,
            form=dict(parse_qsl(sent.decode("utf-8", "replace"))) if http.method == "POST" else None,
        )
        answer = self._answers.answer(request)
        self.log.append(served(request, answer, self._answers.now, http.url.query))
        return Response(answer.body, answer.status, answer.headers)


def loopback_addresses(hosts: tuple[str, ...]) -> dict[str, str]:
    """An address for every host; where the machine has only 127.0.0.1 (macOS), that one for all."""
    try:
        with socket.socket() as probe:
            probe.bind(("127.0.1.1", 0))
    except OSError:
        return dict.fromkeys(hosts, "127.0.0.1")
    return {host: f"127.0.1.{number}" for number, host in enumerate(hosts, start=1)}


def _bind(addresses: Mapping[str, str], port: int) -> dict[str, socket.socket]:
    """A listening socket for every host, in order. If one cannot be had, none is left open."""
    bound: dict[str, socket.socket] = {}
    taken: set[tuple[str, int]] = set()
    try:
        for host, address in addresses.items():
            wanted = port
            while port and (address, wanted) in taken:
                wanted += 1
            taken.add((address, wanted))
            bound[host] = socket.create_server((address, wanted))
    except OSError:
        for opened in bound.values():
            opened.close()
        raise
    return bound


def _address(bound: socket.socket) -> str:
    address, port = bound.getsockname()
    return f"http://{address}:{port}"


def _app(newsroom: Newsroom) -> Starlette:
    async def answer(http: HttpRequest) -> Response:
        return newsroom.answer(tuple(http.scope["server"]), http, await http.body())

    return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST"])])


class _Server(uvicorn.Server):
    """uvicorn that says when it is up, silent, and without the real date in its answers."""

    def __init__(self, app: Starlette) -> None:
        quiet = uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,
            access_log=False,
            date_header=False,
            server_header=False,
            timeout_graceful_shutdown=2,
        )
        super().__init__(quiet)
        self.is_up = threading.Event()  # also set when it could not start

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            super().run(sockets)
        finally:
            self.is_up.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_up.set()
