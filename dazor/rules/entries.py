"""
The `[[rule]]` and `[[mute]]` tables of a file, each with the places of its values.

A file that is not TOML is read table by table, so that a forgotten quotation mark
costs one rule and not all.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

from dazor.rules import toml_places
from dazor.rules.rule import Problem, problem
from dazor.rules.toml_places import Place

KINDS = ("rule", "mute")
_HEADER = re.compile(r"^[ \t]*\[\[", re.MULTILINE)
_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One table: its values, and where they stand in `text`."""

    kind: str  # rule, mute
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


def read(text: str, file: str) -> tuple[list[Entry], list[Problem]]:
    """All tables of a file that can be read, in its order, and what is wrong with the rest."""
    text = text.replace("\r\n", "\n")
    entries, problems, is_toml = _read_part(text, file)
    if is_toml:
        return entries, problems
    parts = list(_parts(text))
    if len(parts) < 2:
        return entries, problems
    read_parts = [_read_part(part, file) for part in parts]
    return (
        [entry for entries, _, _ in read_parts for entry in entries],
        [problem for _, problems, _ in read_parts for problem in problems],
    )


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


def _read_part(text: str, file: str) -> tuple[list[Entry], list[Problem], bool]:
    """Entries, problems, and whether it was TOML at all."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [], [_not_toml(text, file, str(error))], False
    except RecursionError:
        return [], [problem(file, text, 0, "brackets lie too deep: a rule needs none inside another")], False
    root = toml_places.locate(text)
    entries = [entry for kind in KINDS for entry in _entries(kind, values.get(kind), root, text, file)]
    entries.sort(key=lambda entry: entry.place.at)
    return entries, list(_odd_tables(values, root, text, file)), True


def _entries(kind: str, rows: Any, root: Place, text: str, file: str) -> Iterator[Entry]:
    if not isinstance(rows, list):
        return
    for row, place in zip(rows, root.table[kind].array, strict=True):
        if isinstance(row, dict):
            yield Entry(kind=kind, values=row, place=place, file=file, text=text)


def _odd_tables(values: dict[str, Any], root: Place, text: str, file: str) -> Iterator[Problem]:
    for name, value in values.items():
        at = root.table[name].key_at if name in root.table else 0
        if name not in KINDS:
            yield problem(file, text, at, f'unknown table "{name[:40]}". {nearest(name, KINDS)}')
        elif not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            yield problem(file, text, at, f"a {name} begins with [[{name}]], in two brackets")


def _not_toml(text: str, file: str, message: str) -> Problem:
    where = _WHERE.search(message)
    what = f"this is not TOML: {message[: where.start()] if where else message}"
    if where is None or where[1] is None:
        return problem(file, text, len(text.rstrip()), what)
    lines = text.split("\n")
    before = sum(len(line) + 1 for line in lines[: int(where[1]) - 1])
    return problem(file, text, min(before + int(where[2]) - 1, len(text)), what)
