"""One function for each rule that says whether it matches and what is to be marked."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from dazor.rules import vocabulary
from dazor.rules.places import compile_near, compile_places
from dazor.rules.tree import And, Entity, Exact, Near, Node, Not, Only, Or, Phrase, Prefix, Title, Word
from dazor.rules.vocabulary import Index, Marks, Vocabulary


@dataclass(frozen=True, slots=True)
class Found:
    """The terms of all rules in a text, and the facts about it: source, kind, lang."""

    title: Index
    text: Index
    facts: Mapping[str, str | None]


# Marks as they lie, made into spans for the few rules that match. True: those of the title.
Matches = list[tuple[bool, Iterable[Marks]]]
_NOWHERE: dict[int, Marks] = {}
Find = Callable[[Found], Matches | None]  # None: does not match


def compile_finder(node: Node, words: Vocabulary) -> Find:
    """The finder of a tree that check.py lets pass."""
    match node:
        case Word() | Exact() | Prefix() | Entity():
            return _word(vocabulary.number(words, node))
        case Phrase():
            return _phrase(node, words)
        case Near():
            return _in_both(compile_near(node, words))
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
        case Only(fact=fact, values=values):
            return _only(fact, frozenset(values))
        case _:
            raise AssertionError(f"check.py lets no {type(node).__name__} pass")


def _word(number: int) -> Find:
    return _in_both(lambda index: index.get(number, _NOWHERE).values())


def _phrase(node: Phrase, words: Vocabulary) -> Find:
    places = compile_places(node, words)
    return _in_both(lambda index: places(index).values())


def _in_both(marks: Callable[[Index], Collection[Marks]]) -> Find:
    def find(found: Found) -> Matches | None:
        title, text = marks(found.title), marks(found.text)
        matches: Matches = []
        if title:
            matches.append((True, title))
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
        return part(Found(found.title, {}, found.facts))

    return find


def _only(fact: str, values: frozenset[str]) -> Find:
    def find(found: Found) -> Matches | None:
        return [] if found.facts[fact] in values else None

    return find
