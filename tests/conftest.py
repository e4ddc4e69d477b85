"""What every test may ask for, and the guard that keeps tests on this machine."""

import gc
import ipaddress
import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tgserver.rig import Rig

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture
def shared(request: pytest.FixtureRequest) -> Path:
    """The folder of real data beside the checkout; the test is skipped where there is none."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"{request.node.name} reads real data of ../shared, which is not there: see docs/data.md")
    return folder


@pytest.fixture
def now() -> datetime:
    """A Thursday morning, 08:30 in Vilnius."""
    return datetime(2024, 5, 30, 5, 30, tzinfo=UTC)


@pytest.fixture
def db() -> Iterator[Any]:
    """An empty store in memory."""
    from store.database import open_database

    database = open_database(":memory:")
    yield database
    database.close()


@pytest.fixture
def snapshot() -> Callable[[str, str], None]:
    """`snapshot(name, text)`: the text is the one in tests/snapshots; `make snapshots` writes it anew."""

    def compare(name: str, text: str) -> None:
        expected = REPOSITORY / "tests" / "snapshots" / name
        if os.environ.get("SNAPSHOTS") == "write":
            expected.parent.mkdir(exist_ok=True)
            expected.write_text(text, "utf-8")
        assert expected.read_text("utf-8") == text

    return compare


@pytest.fixture(scope="session")
def shared_rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """The one Telegram server of a test session; each test gives it a world of its own."""
    rig = Rig({}, tmp_path_factory.mktemp("telegram_server"))
    yield rig
    rig.stop()


@pytest.fixture
def telegram_server(shared_rig: Rig) -> Iterator[Callable[[dict[str, Any]], Rig]]:
    """`telegram_server(world)`: a Telegram server on loopback with this world, as long as the test lasts."""

    def begin(world: dict[str, Any]) -> Rig:
        shared_rig.begin(world)
        return shared_rig

    yield begin
    gc.collect()  # what coroutines leave behind makes ast.parse fail in Python 3.11 when it goes in its midst


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes; the test is skipped where disks may not be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounts a small disk, which is not permitted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.fixture(autouse=True)
def stay_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection and every name that would leave this machine."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        refuse_outside(self, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        refuse_outside(self, address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *rest: Any, **named: Any) -> Any:
        if not is_here(host):
            raise AssertionError(f"a test asked for the address of {host!r}: tests stay on 127.0.0.0/8")
        return look_up(host, *rest, **named)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


def refuse_outside(connection: socket.socket, address: Any) -> None:
    if connection.family in (socket.AF_INET, socket.AF_INET6) and not is_here(address[0]):
        raise AssertionError(f"a test connected to {address!r}: tests stay on 127.0.0.0/8")


def is_here(host: str | bytes | None) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
