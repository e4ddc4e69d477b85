"""What `dazor search` asks and prints."""

import json
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo

from dazor import search
from dazor.register import Register
from dazor.rules import parse, row
from dazor.rules.mistakes import RuleError
from dazor.rules.tree import And, Node, Only
from dazor.search import Hit, Query
from dazor.search.snippet import marked, snippet
from dazor.text import shown
from store import sources, texts, times, words_found
from store.database import Database
from store.errors import DazorError, UsageError
from store.texts import Text

STARS = ("*", "*")


def printed(
    db: Database, query: Query, limit: int, zone: ZoneInfo | None, *, warn: Callable[[str], None]
) -> Iterator[str]:
    """
    The newest hits, for a person in a zone; without one, as JSON lines.

    DazorError after the last one where texts wait for the index: then older hits may be missing.
    """
    found = search.find(db, query, limit)
    for hit in found:
        yield as_text(db, hit, zone) if zone else json.dumps(as_json(db, hit), ensure_ascii=False)
    if not found:
        warn("Nothing found.")
    waiting = unindexed(db)
    if waiting:
        raise DazorError(
            f"{waiting} {'text waits' if waiting == 1 else 'texts wait'} for the index of words, so hits may "
            "be missing. The next runs go on with it; `dazor rules reindex` does it at once."
        )


def unindexed(db: Database, *, is_anew: bool = False) -> int:
    """How many texts an index of today's analysers lacks; all of them where it is to be made anew."""
    return texts.newest(db) if is_anew else words_found.unindexed(db, row.analysers())


def check_sources(db: Database, wanted: tuple[str, ...]) -> None:
    """UsageError for a source of which nothing can be stored."""
    known = sources.ids(db)
    for source in wanted:
        if source not in known:
            near = get_close_matches(source, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise UsageError(f"--source {source!r}: there is no such source here.{hint}")


def tree(query: str, only: tuple[str, ...] = (), register: Register | None = None) -> Node:
    """What is typed, asked of these sources alone if any is given. UsageError shows where it is wrong."""
    try:
        found = parse.parse(query, register)
    except RuleError as error:
        raise UsageError(str(error)) from error
    return And(parts=(found, Only(fact="source", values=only))) if only else found


def as_json(db: Database, hit: Hit) -> dict[str, Any]:
    """A hit in the shape of COMMANDS.md; `version` counts those of the document."""
    text = hit.text
    return {
        "document": text.document,
        "version": text.number,
        "earlier_version": not texts.is_newest(db, text),
        "source": text.source,
        "url": text.url,
        "title": text.title,
        "published_at": times.optional_text(text.published_at),
        "seen_at": times.text(text.seen_at),
        "spans": [list(span) for span in hit.spans],
        "title_spans": [list(span) for span in hit.title_spans],
        "snippet": snippet(text.text, hit.spans),
    }


def as_text(db: Database, hit: Hit, zone: ZoneInfo) -> str:
    """A hit for a person: when, who, the title, where, and the words between *stars*."""
    text = hit.text
    title = marked(text.title or "", hit.title_spans, (0, len(text.title or "")), STARS)
    first = f"{_when(text, zone)}  {text.source_name}" + (f": {title}" if title else "")
    below = [text.url, snippet(text.text, hit.spans, STARS)]
    if not texts.is_newest(db, text):
        below.append(f"(version {text.number}, changed since)")
    return "\n    ".join(shown.line(said) for said in (first, *below) if said)


def _when(text: Text, zone: ZoneInfo) -> str:
    """When it was published, as precisely as that is known; else when it was seen."""
    if text.published_at is None:
        return f"seen {text.seen_at.astimezone(zone):%Y-%m-%d %H:%M}"
    if text.published_precision == "day":
        return f"{text.published_at.astimezone(ZoneInfo(text.zone)):%Y-%m-%d}"
    return f"{text.published_at.astimezone(zone):%Y-%m-%d %H:%M}"
