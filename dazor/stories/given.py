"""Given texts, one JSON object a line, grouped into stories (`dazor stories --texts`)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from dazor.stories import relation
from dazor.stories.relation import Link, Row
from dazor.text import given as given_texts
from dazor.text import passages
from store.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A line: its id, its text, who published it (None: not said)."""

    id: Any
    text: str
    source: str | None = None


@dataclass(slots=True)
class _Shelf:
    """What came before, in memory."""

    rows: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    words: list[list[str]] = field(default_factory=list)
    stories: list[int] = field(default_factory=list)


def group(texts: Iterable[Given]) -> Iterator[dict[str, Any]]:
    """For each text, in the order in which they came out, its story, in the shape of COMMANDS.md."""
    shelf = _Shelf()
    ids: list[Any] = []
    for given in texts:
        found = passages.words(given.text)
        link = _closest(shelf, found, given.source)
        ids.append(given.id)
        story = _put(shelf, found, given.source, link)
        yield {
            "id": given.id,
            "story": ids[story],
            "of": ids[int(link.of)] if link else None,
            "relation": link.relation if link else None,
            "containment": round(link.overlap.containment, 3) if link else 0.0,
        }


def read(lines: Iterable[str], file: str, *, warn: Callable[[str], None]) -> Iterator[Given]:
    """
    The text of each line, in the order of the lines: that in which they came out.

    Warns of the first that says it came out before the one above it. Raises UsageError that begins
    with `file` and the line for one that is no text or has a time that is none.
    """
    latest, is_warned = None, False
    for line in given_texts.read(lines, file, ("source", "published_at")):
        at = _moment(line)
        if at and latest and at < latest and not is_warned:
            is_warned = True
            warn(
                f'{line.where}: "published_at" is before that of a line above. Who was first is told from '
                "the order of the lines: sort them by it."
            )
        latest = at or latest
        yield Given(id=line.id, text=line.text, source=line.fields["source"])


def _moment(line: given_texts.Line) -> datetime | None:
    """When it came out; a time without a zone is UTC."""
    value = line.fields["published_at"]
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise UsageError(
            f'{line.where}: "published_at" is not a time: {value[:40]}. '
            "Write it as 2026-03-02T06:00:00+00:00."
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _closest(shelf: _Shelf, found: list[str], source: str | None) -> Link | None:
    numbers = passages.fingerprint(passages.shingles(found))
    rows = (row for number in numbers for row in shelf.rows.get(number, ()))
    links = relation.links(found, source, rows, lambda key: shelf.words[int(key)])
    return links[0] if links else None


def _put(shelf: _Shelf, found: list[str], source: str | None, link: Link | None) -> int:
    """Keep a text; the place of the first text of its story."""
    place = len(shelf.words)
    shelf.words.append(found)
    shelf.stories.append(shelf.stories[int(link.of)] if link else place)
    for number in passages.fingerprint(passages.shingles(found)):
        shelf.rows[number].append(Row(number=number, key=place, source=source))
    return shelf.stories[place]
