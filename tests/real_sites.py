"""
Real saved pages, feeds and previews of ../shared as sites on loopback, and a desk that watches them.

The bytes are as they were saved, in their own encodings. Addresses keep host and path of the real ones behind
the loopback host, as in http://127.0.3.1:40001/www.dw.com/en/a-123.
"""

import gzip
import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, unquote

SETS = {  # of pages: with this content type; trafilatura's keep the encodings they had
    "fundus": "text/html; charset=utf-8",
    "aeb": "text/html; charset=utf-8",
    "trafilatura_eval": "text/html",
}
CHANNELS = {
    "durov": "channel_feed.html",
    "durov_card": "tme_channel.html",
    "nikolai": "tme_user.html",
    "zzq9x7v2knot44": "tme_free.html",
}
RULES = """
[[rule]]
id = "police"
sections = ["rights"]
query = "police OR polizei OR policía OR полиция OR полиции"
weight = 3

[[rule]]
id = "president"
sections = ["political"]
query = "president OR präsident OR президент OR президента OR presidente"

[[rule]]
id = "telegram"
sections = ["propaganda"]
query = "Telegram NOT police"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is served at a path."""

    body: bytes
    content_type: str
    status: int = 200
    location: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A saved page and the path it is served at."""

    path: str
    body: bytes
    title: str | None
    published_at: datetime | None


@dataclass(slots=True, kw_only=True)
class Site:
    """One host: what it serves by path without percent signs, and what it was asked."""

    answers: dict[str, Answer]
    server: ThreadingHTTPServer
    asked: list[tuple[str, int]] = field(default_factory=list)  # path with query, status

    @property
    def base(self) -> str:
        """As in http://127.0.3.1:40001."""
        address, port = self.server.server_address[:2]
        return f"http://{address!s}:{port}"


class RealSites:
    """Serves from threads, from `with` to its end."""

    def __init__(self, shared: Path, most: int) -> None:
        self.pages = pages(shared / "data", most)
        self.feeds = sorted((shared / "data/feeds/real").iterdir())
        names = (*self.pages, "feeds", "previews")
        self.sites = {name: _site(f"127.0.3.{number}") for number, name in enumerate(names, start=1)}
        for name, found in self.pages.items():
            self.sites[name].answers |= _answers(name, found, self.sites[name].base)
        for feed in self.feeds:
            answer = Answer(body=feed.read_bytes(), content_type="application/xml")
            self.sites["feeds"].answers[f"/{feed.name}"] = answer
        for channel, file in CHANNELS.items():
            body = (shared / "data/telegram_web/pages" / file).read_bytes()
            self.sites["previews"].answers |= _preview(channel, body, is_open=file == "channel_feed.html")

    def __enter__(self) -> Self:
        for site in self.sites.values():
            threading.Thread(target=site.server.serve_forever, args=(0.05,)).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for site in self.sites.values():
            site.server.shutdown()
            site.server.server_close()

    def urls(self) -> list[str]:
        """The addresses of all pages."""
        return [self.sites[name].base + page.path for name, found in self.pages.items() for page in found]

    def asked(self) -> list[str]:
        """Every address asked for so far."""
        return [site.base + path for site in self.sites.values() for path, _ in site.asked]

    def write_setup(self, folder: Path) -> Path:
        """A config.toml that watches all of it, with two or three rules that hit."""
        (folder / "sources").mkdir(parents=True)
        sources = dict(self._sources())
        for name, text in sources.items():
            (folder / "sources" / f"{name}.toml").write_text(text, "utf-8")
        (folder / "rules.toml").write_text(RULES, "utf-8")
        config = folder / "config.toml"
        config.write_text(
            f"[catalogue]\nonly = {json.dumps(list(sources))}\n[digest]\nfirst_days = 3650\n"
            '[crawl]\ncontact = "mailto:rehearsal@dazor.example"\ndelay_s = 0\n'
            f'allow_private = ["127.0.3.0/24"]\n[telegram.web]\nbase_url = "{self.sites["previews"].base}"\n',
            "utf-8",
        )
        return config

    def _sources(self) -> Iterator[tuple[str, str]]:
        for name in self.pages:
            base = self.sites[name].base
            kind = "feed" if name == "fundus" else "listing"
            yield name.replace("_", "-"), _source(name.replace("_", "-"), base, [(kind, f"{base}/news")])
        base = self.sites["feeds"].base
        yield "feeds", _source("feeds", base, [("feed", f"{base}/{feed.name}") for feed in self.feeds])
        base = self.sites["previews"].base
        for channel in CHANNELS:
            yield channel, _source(channel, base, [("preview", f"{base}/s/{channel}")], channel=channel)


def pages(data: Path, most: int) -> dict[str, list[Page]]:
    """At most so many saved pages, by the data set they are of."""
    found: dict[str, list[Page]] = {}
    for name in SETS:
        rows = [json.loads(line) for line in (data / name / "gold.jsonl").read_text("utf-8").splitlines()]
        left = most - sum(map(len, found.values()))
        found[name] = [_page(data / name, row) for row in rows[:left]]
    return {name: some for name, some in found.items() if some}


def _page(folder: Path, row: dict[str, Any]) -> Page:
    address = row["url"].replace("::", "/").split("//", 1)[-1].partition("#")[0]
    published = row.get("publishing_date")
    return Page(
        path="/" + quote(unquote(address), safe="/?=&"),
        body=gzip.decompress((folder / row["page"]).read_bytes()),
        title=row.get("title"),
        published_at=datetime.fromisoformat(published) if published else None,
    )


def _answers(name: str, found: list[Page], base: str) -> dict[str, Answer]:
    """Every page, and the feed or list that names them."""
    entry = _feed(found, base) if name == "fundus" else _listing(found)
    answers = {unquote(page.path): Answer(body=page.body, content_type=SETS[name]) for page in found}
    return answers | {"/news": entry}


def _feed(found: list[Page], base: str) -> Answer:
    items = "".join(
        f"<item><title>{escape(page.title or '')}</title><link>{escape(base + page.path)}</link>"
        + (f"<pubDate>{format_datetime(page.published_at)}</pubDate>" if page.published_at else "")
        + "</item>"
        for page in found
    )
    body = f'<rss version="2.0"><channel><title>Real pages</title>{items}</channel></rss>'
    return Answer(body=body.encode(), content_type="application/rss+xml")


def _listing(found: list[Page]) -> Answer:
    items = "".join(f'<li><a href="{escape(page.path)}">{escape(page.path[1:60])}</a></li>' for page in found)
    body = f"<!doctype html><title>Real pages</title><ul>{items}</ul>"
    return Answer(body=body.encode(), content_type="text/html; charset=utf-8")


def _preview(channel: str, body: bytes, *, is_open: bool) -> dict[str, Answer]:
    """As t.me answers: the preview, or on to the card of a channel that has none."""
    page = Answer(body=body, content_type="text/html; charset=utf-8")
    if is_open:
        return {f"/s/{channel}": page}
    away = Answer(body=b"", content_type="text/html", status=302, location=f"/{channel}")
    return {f"/s/{channel}": away, f"/{channel}": page}


def _source(name: str, base: str, entries: list[tuple[str, str]], channel: str | None = None) -> str:
    """The source file."""
    ways = "".join(f'[[entry]]\nkind = "{kind}"\nurl = "{url}"\nevery_min = 15\n' for kind, url in entries)
    kind = f'"channel"\nchannel = "{channel}"' if channel else '"site"'
    return (
        f'id = "{name}"\nname = "{name}"\nkind = {kind}\nsite = "{base}/"\n'
        f'languages = ["en", "ru", "de"]\nzone = "Europe/Minsk"\n{ways}'
    )


def _site(address: str) -> Site:
    """A host that listens already; `serve_forever` makes it answer."""

    class Visit(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer = site.answers.get(unquote(self.path))
            if answer is None:
                answer = Answer(body=b"not here", content_type="text/plain", status=404)
            etag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
            is_known = answer.status == 200 and self.headers["If-None-Match"] == etag
            status = 304 if is_known else answer.status
            site.asked.append((self.path, status))
            self.send_response(status)
            if answer.status == 200:
                self.send_header("ETag", etag)
            if answer.location:
                self.send_header("Location", answer.location)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", "0" if is_known else str(len(answer.body)))
            self.end_headers()
            self.wfile.write(b"" if is_known else answer.body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: `asked` has it."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def server_bind(self) -> None:
            """As usual, without looking up the name of the address."""
            self.socket.bind(self.server_address)
            self.server_address = self.socket.getsockname()

    site = Site(answers={}, server=Server((address, 0), Visit))
    return site
