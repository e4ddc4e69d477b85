"""Pages served on loopback, crawled and read by the real processes, and what the store then has of each."""

import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from store import documents, versions
from store.database import opened_to_read

HOST = "127.0.3.1"
PAGES_A_PASS = 250  # a little less than the crawl's budget for one source


def rows(pages: Sequence[tuple[str, bytes]], *, zone: str, now: datetime) -> list[dict[str, Any]]:
    """For each (address, body) the text, title, people and time of its current version; {} for none."""
    with tempfile.TemporaryDirectory() as folder, _served(pages) as base:
        config = _desk(Path(folder), base, zone)
        for number in range(len(pages) // PAGES_A_PASS + 1):
            at = (now + number * timedelta(minutes=20)).isoformat()
            command = (sys.executable, "-m", "dazor", "--config", str(config), "run", "--now", at)
            subprocess.run(command, check=False, cwd=Path(__file__).parent.parent)
        found = _stored(Path(folder) / "data" / "news.db")
    return [found.get(str(number), {}) for number in range(len(pages))]


def _stored(database: Path) -> dict[str, dict[str, Any]]:
    """By the number of the page."""
    found = {}
    with opened_to_read(database) as db:
        for row in documents.export(db):
            current = versions.current(db, row["document"])
            found[urlsplit(row["url"]).path.split("/")[1]] = {
                "text": current.text,
                "title": current.title,
                "authors": list(current.authors),
                "published_at": row["published_at"],
                "published_precision": row["published_precision"],
            }
    return found


def _path(number: int, url: str) -> str:
    """The number of the page and the path it had, since a path may hold a date."""
    return f"{number}/{urlsplit(url).path.strip('/')}"


@contextmanager
def _served(pages: Sequence[tuple[str, bytes]]):  # type: ignore[no-untyped-def]
    paths = [_path(number, url) for number, (url, _) in enumerate(pages)]
    bodies = {str(number): body for number, (_, body) in enumerate(pages)}
    links = "".join(f'<p><a href="/{escape(path)}">{number}</a></p>' for number, path in enumerate(paths))
    bodies[""] = f"<html><body>{links}</body></html>".encode()

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = bodies.get(self.path.split("/")[1])
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer((HOST, 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{HOST}:{server.server_port}"
    finally:
        server.shutdown()


def _desk(folder: Path, base: str, zone: str) -> Path:
    (folder / "sources").mkdir()
    (folder / "sources" / "pages.toml").write_text(
        f'id = "pages"\nname = "Pages"\nkind = "site"\nsite = "{base}/"\nlanguages = ["ru", "be", "en"]\n'
        f'zone = "{zone}"\n[[entry]]\nkind = "listing"\nurl = "{base}/"\n[article]\npattern = "^/[0-9]+/"\n',
        "utf-8",
    )
    (folder / "rules.toml").write_text("", "utf-8")
    (folder / "config.toml").write_text(
        '[catalogue]\nonly = ["pages"]\n[crawl]\ncontact = "mailto:benchmark@dazor.example"\ndelay_s = 0\n'
        f'allow_private = ["{HOST}"]\n',
        "utf-8",
    )
    return folder / "config.toml"
