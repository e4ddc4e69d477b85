"""One function for each rule that says whether it matches and what is to be marked."""

from collections.abc import Callable
from dataclasses import dataclass

from dazor.rules import places
from dazor.rules.places import FindPlaces, Places
from dazor.rules.tree import (
    And,
    Exact,
    Forms,
    Near,
    Node,
    Not,
    Only,
    Or,
    Phrase,
    Prefix,
    Rubric,
    Times,
    Title,
    Word,
)
from dazor.rules.vocabulary import Index, Vocabulary


@dataclass(frozen=True, slots=True)
class Found:
    """The terms of all rules in a text, and the facts about it: source, kind, lang, change."""

    title: Index
    text: Index
    rubric: Index
    fact: Callable[[str], str | None]


# Places as they lie, made into spans for the few rules that match. True: those of the title.
Matches = list[tuple[bool, Places]]
Find = Callable[[Found], Matches | None]  # None: does not match


def compile_finder(node: Node, words: Vocabulary) -> Find:
    """The finder of a tree that check.py lets pass and expand.py left."""
    match node:
        case Word() | Exact() | Prefix() | Forms() | Phrase() | Near():
            return _times(1, places.compile_places(node, words))
        case And(parts=parts):
            return _all([compile_finder(part, words) for part in parts])
        case Or(parts=parts):
            return _any([compile_finder(part, words) for part in parts])
        case Not(wanted=wanted, unwanted=unwanted):
            return _without(
                compile_finder(wanted, words), _any([compile_finder(part, words) for part in unwanted])
            )
        case Title(part=part):
            return _in_title(compile_finder(part, words))
        case Rubric(part=part):
            return _in_rubric(compile_finder(part, words))
        case Times(count=count, part=part):
            return _times(count, places.compile_places(part, words))
        case Only(fact=fact, values=values):
            return _only(fact, frozenset(values))
        case _:
            raise AssertionError(f"expand.py leaves no {type(node).__name__}")


def _times(count: int, find_places: FindPlaces) -> Find:
    def find(found: Found) -> Matches | None:
        title = find_places(found.title) if found.title else {}
        text = find_places(found.text) if found.text else {}
        if count > 1 and places.apart(title) + places.apart(text) < count:
            return None
        matches = [(True, title)] if title else []
        if text:
            matches.append((False, text))
        return matches or None

    return find


def _all(parts: list[Find]) -> Find:
    def find(found: Found) -> Matches | None:
        gathered: Matches = []
        for part in parts:
            matches = part(found)
            if matches is None:
                return None
            gathered += matches
        return gathered

    return find


def _any(parts: list[Find]) -> Find:
    def find(found: Found) -> Matches | None:
        matching = [matches for part in parts if (matches := part(found)) is not None]
        return [mark for matches in matching for mark in matches] if matching else None

    return find


def _without(wanted: Find, unwanted: Find) -> Find:
    def find(found: Found) -> Matches | None:
        matches = wanted(found)
        return None if matches is None or unwanted(found) is not None else matches

    return find


def _in_title(part: Find) -> Find:
    def find(found: Found) -> Matches | None:
        return part(Found(found.title, {}, {}, found.fact))

    return find


def _in_rubric(part: Find) -> Find:
    """Marks nothing: the rubric is none of the fields that are shown."""

    def find(found: Found) -> Matches | None:
        return None if part(Found({}, found.rubric, {}, found.fact)) is None else []

    return find


def _only(fact: str, values: frozenset[str]) -> Find:
    def find(found: Found) -> Matches | None:
        return [] if found.fact(fact) in values else None

    return find
