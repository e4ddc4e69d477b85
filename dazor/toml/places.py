"""
Where the values of a TOML document stand in the file: the standard library forgets the places.

Reads a document that `tomllib` has accepted, so it need not find mistakes of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_OTHER = re.compile(r"[^,\]}\n#]+")  # a number, a date, true, false
_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|[ \t]*\n[ \t\n]*|.)")


@dataclass(slots=True)
class Place:
    """A value: where it starts in the file, where its key does, and the places of what is in it."""

    at: int
    key_at: int
    table: "dict[str, Place]" = field(default_factory=dict)
    array: "list[Place]" = field(default_factory=list)
    letters: list[int] = field(
        default_factory=list
    )  # of a string: the place of each of its letters, then its end


def locate(text: str) -> Place:
    """The places of a document whose lines end with a line feed alone."""
    root = Place(0, 0)
    table, at = root, 0
    while (at := _after(_BLANK, text, at)) < len(text):
        if text[at] != "[":
            at = _pair(text, at, table)
            continue
        brackets = 2 if text.startswith("[[", at) else 1
        path, end = _key(text, at + brackets)
        table = _open(root, path, at, is_row=brackets == 2)
        at = end + brackets
    return root


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _key(text: str, at: int) -> tuple[list[tuple[str, int]], int]:
    """The names of a dotted key with their places, and where the key ends, spaces included."""
    path = []
    while True:
        at = _after(_SPACE, text, at)
        if text[at] in "\"'":
            name, _, end = _string(text, at)
        else:
            end = _after(_BARE, text, at)
            name = text[at:end]
        path.append((name, at))
        at = _after(_SPACE, text, end)
        if not text.startswith(".", at):
            return path, at
        at += 1


def _open(root: Place, path: list[tuple[str, int]], at: int, *, is_row: bool) -> Place:
    """The table that a header names; `[[name]]` adds a row."""
    table = _inner(root, path[:-1])
    name, key_at = path[-1]
    place = table.table.setdefault(name, Place(at, key_at))
    if not is_row:
        return place.array[-1] if place.array else place
    place.array.append(Place(at, key_at))
    return place.array[-1]


def _inner(table: Place, path: list[tuple[str, int]]) -> Place:
    for name, at in path:
        table = table.table.setdefault(name, Place(at, at))
        table = table.array[-1] if table.array else table
    return table


def _pair(text: str, at: int, table: Place) -> int:
    path, at = _key(text, at)
    name, key_at = path[-1]
    value, end = _value(text, _after(_SPACE, text, at + 1), path[0][1])
    value.key_at = key_at
    _inner(table, path[:-1]).table[name] = value
    return end


def _value(text: str, at: int, key_at: int) -> tuple[Place, int]:
    place = Place(at, key_at)
    match text[at]:
        case '"' | "'":
            _, place.letters, end = _string(text, at)
        case "[":
            end = at + 1
            while text[end := _after(_BLANK, text, end)] != "]":
                item, end = _value(text, end, key_at)
                place.array.append(item)
                end = _after_comma(text, end)
            end += 1
        case "{":
            end = at + 1
            while text[end := _after(_BLANK, text, end)] != "}":
                end = _after_comma(text, _pair(text, end, place))
            end += 1
        case _:
            end = _after(_OTHER, text, at)
    return place, end


def _after_comma(text: str, at: int) -> int:
    at = _after(_BLANK, text, at)
    return at + 1 if text[at] == "," else at


def _string(text: str, at: int) -> tuple[str, list[int], int]:
    """A string of any of the four kinds: raw letters, their places and that of the end, where it ends."""
    quote = text[at]
    mark = quote * 3 if text.startswith(quote * 3, at) else quote
    at += len(mark)
    if len(mark) == 3 and text[at] == "\n":
        at += 1
    letters = []
    places = []
    for letter, place in _letters(text, at, mark):
        letters.append(letter)
        places.append(place)
    end = places[-1]
    return "".join(letters[:-1]), places, end + len(mark)


def _letters(text: str, at: int, mark: str) -> Iterator[tuple[str, int]]:
    """The letters with their places; last, an empty one where the closing mark begins."""
    while not _ends(text, at, mark):
        escape = _ESCAPE.match(text, at) if mark[0] == '"' else None
        if escape is None:
            yield text[at], at
            at += 1
            continue
        if "\n" not in escape[0]:  # a line break after a backslash is no letter
            yield escape[0], at
        at = escape.end()
    yield "", at


def _ends(text: str, at: int, mark: str) -> bool:
    """Does the string end here? Before three closing marks, one or two more belong to the string."""
    return text.startswith(mark, at) and (len(mark) == 1 or not text.startswith(mark[0], at + 3))
