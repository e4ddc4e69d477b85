"""
How well an unknown site is taken in: `catalogue try --save`, a pass, and what is stored beside what is there.

    python -m benchmarks.unknown_site [MAKE ...]

A row a make: share of the recent articles that were stored with the right title, text and minute, texts
stored twice, pages stored that are no articles, requests that robots.txt forbids.
"""

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from benchmarks.made_makes import MAKES
from benchmarks.made_sites import NOW, Site, Text

RECENT = timedelta(days=2)
SETTINGS = """
[crawl]
contact = "mailto:benchmark@dazor.example"
delay_s = 0
allow_private = ["127.0.3.0/24"]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How one site fared."""

    recent: int
    found: int  # of the recent: stored
    right: int  # of the recent: title, text and minute are right
    doubled: int  # texts stored more than once
    strange: int  # stored, though no article
    forbidden: int  # requests against robots.txt
    said: str  # by the commands


@contextmanager
def served(make: str, number: int) -> Iterator[tuple[str, Site, list[str]]]:
    """A site on loopback: its address, what it has, and the paths that are asked for."""
    asked: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            kind, body = site.pages.get(self.path, ("text/html; charset=utf-8", b""))
            self.send_response(200 if self.path in site.pages else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer((f"127.0.3.{number}", 0), Answers)
    base = f"http://127.0.3.{number}:{server.server_address[1]}"
    site = MAKES[make](base)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield base, site, asked
    finally:
        server.shutdown()
        server.server_close()


def measure(make: str, folder: Path, number: int = 1) -> Result:
    """One site through the real commands."""
    config = folder / "config.toml"
    config.write_text(SETTINGS, "utf-8")
    with served(make, number) as (base, site, asked):
        said = _dazor(config, "catalogue", "try", f"{base}/", "--save")
        source = next((folder / "sources").glob("*.toml"), None)
        if source:
            config.write_text(f'{config.read_text("utf-8")}[catalogue]\nonly = ["{source.stem}"]\n', "utf-8")
            said += _dazor(config, "collect", "web")
            _dazor(config, "job", "extract")
        stored = [
            json.loads(line) for line in _dazor(config, "export", "documents").splitlines() if line[:1] == "{"
        ]
        return _result(site, base, stored, asked, said)


def _result(site: Site, base: str, stored: list[dict[str, object]], asked: list[str], said: str) -> Result:
    by_path: dict[str, list[dict[str, object]]] = {}
    for document in stored:
        by_path.setdefault(_path(str(document["url"])), []).append(document)
    recent = {path: text for path, text in site.articles.items() if NOW - text.at <= RECENT}
    texts = [str(document["versions"][0]["text"]) for document in stored]  # type: ignore[index]
    return Result(
        recent=len(recent),
        found=sum(path in by_path for path in recent),
        right=sum(
            any(_is_right(text, one) for one in by_path.get(path, ())) for path, text in recent.items()
        ),
        doubled=len(texts) - len(set(texts)),
        strange=sum(path not in site.articles for path in by_path),
        forbidden=_forbidden(site, base, asked),
        said=said,
    )


def _is_right(text: Text, document: dict[str, object]) -> bool:
    version = document["versions"][0]  # type: ignore[index]
    words = "\n".join(text.paragraphs)
    return (
        version["title"] == text.title
        and version["text"].split() == words.split()
        and str(document["published_at"])[:16] == text.at.isoformat()[:16]
    )


def _forbidden(site: Site, base: str, asked: list[str]) -> int:
    rules = RobotFileParser()
    rules.parse(site.pages["/robots.txt"][1].decode().splitlines())
    return sum(not rules.can_fetch("Dazor", f"{base}{path}") for path in asked if path != "/robots.txt")


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _dazor(config: Path, *command: str) -> str:
    now = ["--now", NOW.isoformat()] if command[0] != "export" else []
    done = subprocess.run(
        [sys.executable, "-m", "dazor", "--config", str(config), *command, *now],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def main() -> None:
    """Print the table; with the name of a make also what the commands said."""
    print("make       recent  found  right  share  twice strange forbidden")
    for number, make in enumerate(sys.argv[1:] or MAKES, start=1):
        with tempfile.TemporaryDirectory() as folder:
            one = measure(make, Path(folder), number)
        counts = f"{one.recent:6} {one.found:6} {one.right:6} {one.right / one.recent:6.2f}"
        print(f"{make:10} {counts} {one.doubled:6} {one.strange:7} {one.forbidden:9}")
        if sys.argv[1:]:
            print(one.said)


if __name__ == "__main__":
    main()
