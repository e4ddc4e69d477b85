"""Given texts, one JSON object a line, as several commands take them with --texts."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from store.errors import UsageError

_SHAPE = 'A line is {"id": …, "text": "…"}.'


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line, and where it stands."""

    where: str  # file and number, as messages begin
    id: Any
    text: str
    fields: dict[str, str | None]  # those that were asked for; None: not said


def read(lines: Iterable[str], file: str, fields: Iterable[str]) -> Iterator[Line]:
    """
    Each line with its id, its text and those of the other fields, empty lines left out.

    `file` is the name shown in messages. UsageError for a line that is no text.
    """
    number = 0
    try:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _line(line, f"{file}, line {number}", tuple(fields))
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}, after line {number}: not UTF-8 text. Save the file as UTF-8.") from error


def _line(line: str, where: str, fields: tuple[str, ...]) -> Line:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{where}: not JSON ({error}). {_SHAPE}") from error
    if not isinstance(given, dict):
        raise UsageError(f"{where}: not a JSON object. {_SHAPE}")
    for key in ("id", "text"):
        if given.get(key) is None:
            raise UsageError(f'{where}: has no "{key}". {_SHAPE}')
    for key in ("text", *fields):
        if not isinstance(given.get(key), str | None):
            raise UsageError(
                f'{where}: "{key}" is not a text: {str(given[key])[:40]}. Put it in quotation marks.'
            )
    return Line(
        where=where, id=given["id"], text=given["text"], fields={key: given.get(key) for key in fields}
    )
