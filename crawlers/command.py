"""What `dazor extract` prints: files with the bytes of pages to lines of clean text."""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple, TextIO
from zoneinfo import ZoneInfo

from crawlers import authors, dates, extract
from dazor.catalogue import Source
from dazor.config.words import did_you_mean
from store.errors import DazorError, UsageError
from store.types import Published, Reading

MAX_FILE = 20_000_000  # bytes; what follows is not read
NO_ZONE = "UTC"  # of bare times on a page whose source nobody named
_SHAPE = 'A line is {"file": "page.html", "url": "https://outlet.example/1"}, and may have "source".'

Line = Mapping[str, Any]


class _Wanted(NamedTuple):
    """A page to read."""

    file: str
    url: str | None
    source: Source | None
    captured_at: datetime  # dates after it are not believed
    warnings: tuple[str, ...] = ()


def extracted(
    files: Iterable[Line], batch: TextIO | None, sources: Mapping[str, Source], now: datetime
) -> Iterator[dict[str, Any]]:
    """
    A line in the shape of COMMANDS.md for each file, first those named one by one, then those of the batch.
    `agencies` are those of the authors that are no persons.

    A file that cannot be read is a line with the outcome `unreadable` and the reason under `warnings`; after
    the last line that raises DazorError: done, with something worth a look. UsageError: nothing to read, a
    source on the command line that the catalogue does not have, or a line of the batch that is none. A line
    may say when its page was fetched, under `captured_at`; without it, that is `now`.
    """
    named = [_named(line, sources, now) for line in files]
    if not named and batch is None:
        raise UsageError(
            "extract: no file is named. Name one, or give a list of them with --batch LIST.jsonl."
        )
    unreadable = count = 0
    for wanted in _all(named, batch, sources, now):
        line = _read(wanted)
        unreadable += line["outcome"] == "unreadable"
        count += 1
        yield line
    if unreadable:
        raise DazorError(f"extract: {unreadable} of {count} files could not be read. Their lines say why.")


def _all(
    named: list[_Wanted], batch: TextIO | None, sources: Mapping[str, Source], now: datetime
) -> Iterator[_Wanted]:
    yield from named
    if batch is None:
        return
    name, number = Path(batch.name).name, 0
    try:
        for number, text in enumerate(batch, 1):
            if text.strip():
                yield _listed(_parsed(text, f"{name}, line {number}"), f"{name}, line {number}", sources, now)
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}, after line {number}: not UTF-8 text. Save the file as UTF-8.") from error


def _named(line: Line, sources: Mapping[str, Source], now: datetime) -> _Wanted:
    source_id = line.get("source")
    if source_id and source_id not in sources:
        raise UsageError(f"--source {source_id}: no such source.{did_you_mean(source_id, sources)}")
    return _Wanted(line["file"], line.get("url"), sources.get(source_id or ""), now)


def _parsed(text: str, where: str) -> Line:
    try:
        line = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{where}: not JSON ({error}). {_SHAPE}") from error
    if not isinstance(line, dict) or not line.get("file"):
        raise UsageError(f'{where}: has no "file". {_SHAPE}')
    for key in ("file", "url", "source", "captured_at"):
        if not isinstance(line.get(key), str | None):
            raise UsageError(f'{where}: "{key}" is not a text: {str(line[key])[:40]}. {_SHAPE}')
    return line


def _listed(line: Line, where: str, sources: Mapping[str, Source], now: datetime) -> _Wanted:
    """A source that the catalogue does not have is no reason to leave a page out of a long list."""
    source_id = line.get("source") or ""
    source = sources.get(source_id)
    unknown = (f"The catalogue has no source {source_id!r}: read without what its file would say.",)
    return _Wanted(
        line["file"],
        line.get("url"),
        source,
        min(now, _captured_at(line.get("captured_at"), where) or now),
        unknown if source_id and source is None else (),
    )


def _captured_at(value: str | None, where: str) -> datetime | None:
    if value is None:
        return None
    wrong = f'{where}: "captured_at" = {value!r}: not a time with a zone, as in 2026-03-02T06:00:00+00:00.'
    try:
        at = datetime.fromisoformat(value)
    except ValueError as error:
        raise UsageError(wrong) from error
    if at.tzinfo is None:
        raise UsageError(wrong)
    return at


def _read(wanted: _Wanted) -> dict[str, Any]:
    zone = wanted.source.zone if wanted.source else NO_ZONE
    try:
        raw = _bytes(Path(wanted.file))
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return _shape(wanted, Reading(extractor="", outcome="unreadable", warnings=(f"{reason}.",)), zone)
    reading = extract.read(
        raw,
        wanted.url or "",
        settings=wanted.source.article if wanted.source else None,
        now=wanted.captured_at,
        zone=zone,
        languages=wanted.source.languages if wanted.source else (),
    )
    return _shape(wanted, reading, zone)


def _bytes(path: Path) -> bytes:
    """What a file holds, unpacked if it is gzip, by its bytes and not by its name."""
    with path.open("rb") as file:
        if file.read(2) == b"\x1f\x8b":
            file.seek(0)
            with gzip.open(file) as packed:
                return packed.read(MAX_FILE)
        file.seek(0)
        return file.read(MAX_FILE)


def _shape(wanted: _Wanted, reading: Reading, zone: str) -> dict[str, Any]:
    published = reading.published
    at = _in_its_zone(published, ZoneInfo(zone), wanted.captured_at)
    return {
        "file": wanted.file,
        "url": wanted.url,
        "canonical_url": reading.canonical_url,
        "title": reading.title,
        "authors": list(reading.authors),
        "agencies": [name for name in reading.authors if authors.is_agency(name)],
        "published_at": at.isoformat() if at else None,
        "published_precision": published.precision,
        "published_from": published.origin,
        "language": reading.language,
        "rubric": reading.rubric,
        "text": reading.text,
        "outcome": reading.outcome,
        "warnings": [*wanted.warnings, *reading.warnings],
    }


def _in_its_zone(published: Published, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The same moment with the offset that the page wrote beside it, else with its source's."""
    if published.at is None:
        return None
    moments = (
        dates.moment(candidate.value, zone, now)
        for candidate in published.candidates
        if candidate.origin == published.origin
    )
    offset: timedelta | None = next(
        (moment.offset for moment in moments if moment and moment.at == published.at), None
    )
    return published.at.astimezone(zone if offset is None else timezone(offset))
