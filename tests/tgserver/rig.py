"""The server as a child process, and its control port."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parent.parent
World = dict[str, Any]


class Rig:
    """
    A server with a world of its own; stopped and started again it keeps its keys and ports.

    `rig("post", channel="name", message={…})` is a command of the control port (README.md).
    """

    def __init__(self, world: World, folder: Path, *options: str):
        self.folder, self.options = folder, options
        self.ports = {"port": 0, "control": 0, "web": 0}
        folder.mkdir(parents=True, exist_ok=True)
        self._write(world)
        self.start()

    def start(self) -> None:
        """Start the server; its world is the one it was given last, as it was then."""
        ports = [word for name, port in self.ports.items() for word in (f"--{name}", str(port))]
        words = [str(self.folder / "world.json"), "--state", str(self.folder), *ports, *self.options]
        self.child = subprocess.Popen(
            [sys.executable, "-m", "tgserver", *words],
            stdout=subprocess.PIPE,
            env=dict(os.environ, PYTHONPATH=str(TESTS)),
        )
        assert self.child.stdout
        told = json.loads(self.child.stdout.readline())
        self.ports = {name: told[name] for name in self.ports}
        self.public_key = Path(told["public_key"])
        self.line = socket.create_connection(("127.0.0.1", self.ports["control"]))
        self.file = self.line.makefile("rwb")

    def stop(self) -> None:
        """End the server; may be called twice."""
        self.file.close()
        self.line.close()
        self.child.kill()
        self.child.wait()
        if self.child.stdout:
            self.child.stdout.close()

    def begin(self, world: World) -> None:
        """Another world on the same ports, with nobody logged in."""
        self._write(world)
        if self.child.poll() is None:
            self("world", spec=world)
        else:
            self.start()
            self("forget_keys")

    def __call__(self, op: str, **words: Any) -> Any:
        """What the server answers to a command; a refused one is a `RuntimeError`."""
        self.file.write(json.dumps({"op": op, **words}).encode() + b"\n")
        self.file.flush()
        answer = json.loads(self.file.readline())
        if isinstance(answer, dict) and answer.get("error"):
            raise RuntimeError(answer["error"])
        return answer

    def ids(self, channel: str) -> list[int]:
        """The numbers of all posts of a channel, lowest first."""
        found: list[int] = self("ids", channel=channel)["ids"]
        return found

    def calls(self, method: str) -> int:
        """How often a method was called, as in messages.getHistory."""
        return int(self("stats")["calls"].get(method, 0))

    @property
    def port(self) -> int:
        """Where accounts connect."""
        return self.ports["port"]

    @property
    def web(self) -> str:
        """The address of the preview pages."""
        return f"http://127.0.0.1:{self.ports['web']}"

    @property
    def settings(self) -> str:
        """The lines of config.toml that lead to this server."""
        return (
            f'[telegram.server]\naddress = "127.0.0.1"\nport = {self.port}\n'
            f'dc_id = 2\npublic_key_file = "{self.public_key}"\n\n[telegram.web]\nbase_url = "{self.web}"\n'
        )

    def _write(self, world: World) -> None:
        (self.folder / "world.json").write_text(json.dumps(world, ensure_ascii=False), "utf-8")
