"""Reads a register. An entry with a mistake is refused, with the place; the others go on."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from dazor.register import check
from dazor.register.entity import Entity
from dazor.register.register import Loaded, Register, register_of
from dazor.toml import entries
from dazor.toml.entries import Entry
from dazor.toml.problems import Problem

KINDS = ("entity",)
SHIPPED = Path(__file__).parent / "entities.toml"
_LISTS = ("aliases", "titles", "adjectives")


def from_file(path: Path) -> Loaded:
    """The register of a file alone; UsageError where it cannot be opened."""
    return _loaded(*entries.from_file(path, KINDS, "a register of entities"))


def from_text(text: str, *, file: str) -> Loaded:
    """The register of a text. `file` is the name shown in messages."""
    return _loaded(*entries.read(text, file, KINDS))


@cache
def shipped() -> Register:
    """The starter register of the wheel, which has no mistakes whose places would be needed."""
    return register_of(map(_entity, tomllib.loads(SHIPPED.read_text("utf-8"))["entity"]))


def beside(path: Path) -> Loaded:
    """The shipped register and the desk's own, whose entries replace those of the same id."""
    if not path.exists():
        return Loaded(register=shipped())
    own = from_file(path)
    return Loaded(register=shipped().replaced(own.register), problems=own.problems)


def _loaded(tables: list[Entry], problems: list[Problem]) -> Loaded:
    entities: list[Entity] = []
    seen: dict[str, Entry] = {}
    for entry in tables:
        found = [*check.wrong_values(entry), *entries.doubled(entry, seen)]
        if not found:
            entities.append(_entity(entry.values))
        problems.extend(found)
    problems.sort(key=lambda found: (found.line, found.column))
    return Loaded(register=register_of(entities), problems=tuple(problems))


def _entity(values: dict[str, Any]) -> Entity:
    return Entity(**dict(_kept(values)))


def _kept(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if key in _LISTS:
            yield key, tuple(value)
        elif key not in check.FOR_PEOPLE:
            yield key, value
