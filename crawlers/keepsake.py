"""`dazor catalogue save-page`: a page beside what should come out of it, for the tests of its source."""

import gzip
import json
import re
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawlers import command
from crawlers.visit import Trip, Visitor, visit
from dazor.catalogue import Source, is_article
from dazor.config import Config
from store.errors import DazorError, UsageError
from store.fates import explain
from store.times import Clock

LONGEST_NAME = 40
UNKNOWN = ("file", "warnings")  # of a line of `dazor extract`: not part of what is expected


def source_of(url: str, known: Collection[Source]) -> Source:
    """The source whose article an address is. Raises `UsageError` where there is none, or more than one."""
    found = [source for source in known if source.kind == "site" and is_article(source, url)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(source.id for source in found)
    why = f"it fits {names}" if found else "it is like the article.pattern of no source"
    raise UsageError(f"{url}: {why}. Say which one with --source.")


def fetch(config: Config, source: Source, url: str, now: datetime) -> Trip:
    """Ask for the page at the pace of its source. Raises `DazorError` where it does not come."""

    async def journey(visitor: Visitor) -> Trip:
        return await visitor.ask(url, source=source)

    trip = visit(config, (source,), journey, Clock(now))
    if trip.body is None:
        raise DazorError(f"{url}: {explain(trip.outcome)}. Nothing was saved.")
    return trip


def save(folder: Path, source: Source, trip: Trip, now: datetime) -> tuple[Path, Path]:
    """Write page and draft into the folder of the source; both paths. Nothing is written over."""
    place = folder / source.id
    page = place / f"{now:%Y-%m-%d}_{name_of(trip.url)}.html.gz"
    expected = page.with_name(page.name.replace(".html.gz", ".json"))
    for path in (page, expected):
        if path.exists():
            raise UsageError(f"{path}: is there already, and nothing was written.")
    place.mkdir(parents=True, exist_ok=True)
    page.write_bytes(gzip.compress(trip.body or b"", mtime=0))
    draft = read(page, trip.url, source, now)
    expected.write_text(json.dumps(draft, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return page, expected


def read(page: Path, url: str, source: Source, captured_at: datetime) -> dict[str, Any]:
    """What comes out of a saved page now, in the shape of the file beside it."""
    line = next(
        command.extracted(
            [{"file": str(page), "url": url, "source": source.id}], None, {source.id: source}, captured_at
        )
    )
    return {"source": source.id, "captured_at": captured_at.isoformat()} | {
        key: value for key, value in line.items() if key not in UNKNOWN
    }


def name_of(url: str) -> str:
    """A short file name from the last part of an address."""
    parts = urlsplit(url)
    last = [part for part in (*parts.path.split("/"), parts.query) if part][-1:] or ["page"]
    words = re.sub(r"\.\w{2,5}$", "", last[0])
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:LONGEST_NAME].strip("-") or "page"
