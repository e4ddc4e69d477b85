"""`python -m tgserver world.json --state FOLDER`: the server as a process; its ports are its first line."""

import argparse
import asyncio
import json
import sys
from pathlib import Path

from tgserver import control, preview
from tgserver.server import Server


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser()
    parser.add_argument("world", type=Path)
    parser.add_argument("--state", type=Path, required=True, help="where keys outlive the server")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--control", type=int, default=0)
    parser.add_argument("--web", type=int, default=0, help="port of the preview pages")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before every answer")
    parser.add_argument("--no-gzip", action="store_true")
    return parser.parse_args()


async def main() -> None:
    """Serve until killed."""
    said = arguments()
    spec = json.loads(said.world.read_text("utf-8"))
    server = Server(spec, said.state, latency_s=said.latency, is_zipping=not said.no_gzip)
    await server.start(said.port)
    told = {
        "port": server.port,
        "control": await control.serve(server, said.control),
        "web": await preview.serve(server, said.web),
        "public_key": str(server.keys.public_path),
    }
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


asyncio.run(main())
