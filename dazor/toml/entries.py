"""
The `[[rule]]`, `[[mute]]` or `[[entity]]` tables of a file, each with the places of its values.

A file that is not TOML is read table by table, so that a forgotten quotation mark
costs one of them and not all.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Any

from dazor.toml import places
from dazor.toml.places import Place
from dazor.toml.problems import Problem, problem
from store.errors import UsageError

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_LONGEST_ID = 64
_HEADER = re.compile(r"^[ \t]*\[\[", re.MULTILINE)
_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One table: its values, and where they stand in `text`."""

    kind: str  # rule, mute, entity
    values: dict[str, Any]
    place: Place
    file: str
    text: str

    @property
    def id(self) -> str | None:
        found = self.values.get("id")
        return found if isinstance(found, str) else None

    def at(self, key: str) -> Place:
        """The place of a value; of the table where the key is not written plainly."""
        return self.place.table.get(key, self.place)

    def problem(self, what: str, at: int) -> Problem:
        return problem(self.file, self.text, at, what, self.id)


def from_file(path: Path, kinds: tuple[str, ...], called: str) -> tuple[list[Entry], list[Problem]]:
    """`read` for a file called, say, "a file of rules"; UsageError where it cannot be opened."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}. Name {called}.") from error
    try:
        return read(text.decode("utf-8-sig"), path.name, kinds)
    except UnicodeDecodeError as error:
        before = text[: error.start].decode("utf-8-sig", "replace")
        what = "this is not UTF-8 text: save the file as UTF-8"
        return [], [problem(path.name, before, len(before), what)]


def read(text: str, file: str, kinds: tuple[str, ...]) -> tuple[list[Entry], list[Problem]]:
    """The tables of these kinds, in the order of the file, and what is wrong with the rest of it."""
    text = text.replace("\r\n", "\n")
    entries, problems, is_toml = _read_part(text, file, kinds)
    if is_toml:
        return entries, problems
    parts = list(_parts(text))
    if len(parts) < 2:
        return entries, problems
    read_parts = [_read_part(part, file, kinds) for part in parts]
    return (
        [entry for entries, _, _ in read_parts for entry in entries],
        [problem for _, problems, _ in read_parts for problem in problems],
    )


def wrong_id(value: Any) -> str | None:
    """What is wrong with an id; None: nothing."""
    if not isinstance(value, str):
        return 'id is a text: write it as id = "…"'
    if not _SLUG.match(value) or len(value) > _LONGEST_ID:
        return f'id has small Latin letters, digits and hyphens, {_LONGEST_ID} at most, as in "border-2024"'
    return None


def doubled(entry: Entry, seen: dict[str, Entry]) -> Iterator[Problem]:
    """A problem where the id is taken: all kinds share their ids, and the first in the file keeps it."""
    if entry.id is None:
        return
    first = seen.setdefault(entry.id, entry)
    if first is not entry:
        line = first.text.count("\n", 0, first.at("id").at) + 1
        yield entry.problem(f'the id "{entry.id[:40]}" is taken in line {line}', entry.at("id").at)


def nearest(word: str, known: tuple[str, ...]) -> str:
    """A hint at the known word that was meant, or at all of them."""
    near = get_close_matches(word.lower(), known, n=1)
    if near:
        return f'Did you mean "{near[0]}"?'
    return "There are: " + ", ".join(known) + "." if known else "There are none."


def _parts(text: str) -> Iterator[str]:
    """The text from each header to the next, behind as many empty lines as to keep the line numbers."""
    edges = [0, *(found.start() for found in _HEADER.finditer(text)), len(text)]
    for start, end in pairwise(edges):
        if text[start:end].strip():
            yield "\n" * text.count("\n", 0, start) + text[start:end]


def _read_part(text: str, file: str, kinds: tuple[str, ...]) -> tuple[list[Entry], list[Problem], bool]:
    """Entries, problems, and whether it was TOML at all."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [], [_not_toml(text, file, str(error))], False
    except RecursionError:
        return (
            [],
            [problem(file, text, 0, "brackets lie too deep: none is needed inside another")],
            False,
        )
    root = places.locate(text)
    entries = [entry for kind in kinds for entry in _entries(kind, values.get(kind), root, text, file)]
    entries.sort(key=lambda entry: entry.place.at)
    return entries, list(_odd_tables(values, root, text, file, kinds)), True


def _entries(kind: str, rows: Any, root: Place, text: str, file: str) -> Iterator[Entry]:
    if not isinstance(rows, list):
        return
    for row, place in zip(rows, root.table[kind].array, strict=True):
        if isinstance(row, dict):
            yield Entry(kind=kind, values=row, place=place, file=file, text=text)


def _odd_tables(
    values: dict[str, Any], root: Place, text: str, file: str, kinds: tuple[str, ...]
) -> Iterator[Problem]:
    for name, value in values.items():
        at = root.table[name].key_at if name in root.table else 0
        if name not in kinds:
            yield problem(file, text, at, f'unknown table "{name[:40]}". {nearest(name, kinds)}')
        elif not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            yield problem(file, text, at, f"it begins with [[{name}]], in two brackets")


def _not_toml(text: str, file: str, message: str) -> Problem:
    where = _WHERE.search(message)
    what = f"this is not TOML: {message[: where.start()] if where else message}"
    if where is None or where[1] is None:
        return problem(file, text, len(text.rstrip()), what)
    lines = text.split("\n")
    before = sum(len(line) + 1 for line in lines[: int(where[1]) - 1])
    return problem(file, text, min(before + int(where[2]) - 1, len(text)), what)
