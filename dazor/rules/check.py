"""Refuses a rule that can be read but not used: it never matches, or matches nearly everything."""

import re
from itertools import combinations

from dazor.rules.implied import implies
from dazor.rules.mistakes import Misunderstood
from dazor.rules.tree import (
    And,
    Entity,
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
    walk,
)

_KINDS = ("article", "post")
_LATER = ("added", "deleted")
_LANGUAGE = re.compile(r"[a-z]{2,3}\Z")
_SOURCE = re.compile(r"[\w.-]+\Z")


def check(tree: Node) -> None:
    """Raises Misunderstood at the first part that makes no sense."""
    for node, _ in walk(tree):
        _check_node(node)
    _check_needs_a_word(tree)


def _check_node(node: Node) -> None:
    match node:
        case Only():
            _check_values(node)
        case Near(left=left, right=right):
            _check_has_places(left)
            _check_has_places(right)
        case Times(part=part):
            _check_has_places(part)
        case Title() | Rubric():
            _check_field(node)
        case And(parts=parts):
            _check_can_agree(parts)
            _check_can_match(node, *(part for part in parts if isinstance(part, Not)))
        case Not(wanted=wanted):
            _check_can_match(wanted, node)
        case _:
            pass


def _check_values(node: Only) -> None:
    for value in node.values:
        if node.fact == "kind" and value not in _KINDS:
            raise Misunderstood("kind: is article or post, as in kind:post", node.at)
        if node.fact == "lang" and not _LANGUAGE.match(value):
            raise Misunderstood("lang: needs the code of a language, as in lang:be", node.at)
        if node.fact == "change" and value in _LATER:
            raise Misunderstood(f"change:{value} is not understood yet: there is change:edited", node.at)
        if node.fact == "change" and value != "edited":
            raise Misunderstood("change: is edited, as in change:edited", node.at)
        if node.fact == "source" and not _SOURCE.match(value):
            raise Misunderstood("source: needs the id of a source, as in source:belta", node.at)


def _check_has_places(node: Node) -> None:
    match node:
        case Word() | Exact() | Prefix() | Forms() | Entity() | Phrase():
            return
        case Or(parts=parts):
            for part in parts:
                _check_has_places(part)
        case Near():
            raise Misunderstood("NEAR and -> join two, and are not counted: add the third with AND", node.at)
        case _:
            raise Misunderstood("beside NEAR, -> and 3x stand words, phrases and (a OR b) only", node.at)


def _check_field(field: Title | Rubric) -> None:
    name = "title:" if isinstance(field, Title) else "rubric:"
    for node, _ in walk(field.part):
        if isinstance(node, Title | Only | Rubric):
            raise Misunderstood(f"after {name} stand words and phrases only", node.at)


def _check_can_agree(parts: tuple[Node, ...]) -> None:
    for first, second in combinations([part for part in parts if isinstance(part, Only)], 2):
        if first.fact == second.fact and not set(first.values) & set(second.values):
            raise Misunderstood(f"this can never match: two different {first.fact}: at once", second.at)


def _check_can_match(wanted: Node, *nots: Not) -> None:
    for node in (unwanted for one in nots for unwanted in one.unwanted):
        if implies(wanted, node):
            raise Misunderstood("this can never match: NOT takes away all that stands before it", node.at)


def _check_needs_a_word(tree: Node) -> None:
    loose = _without_word(tree)
    if loose is not None:
        raise Misunderstood("this matches nearly every text: add AND and a word to look for", loose.at)


def _without_word(node: Node) -> Node | None:
    """The part that texts of any content satisfy; None: whatever matches holds a word or has a source."""
    match node:
        case Only(fact=fact):
            return node if fact != "source" else None
        case And(parts=parts):
            loose = [_without_word(part) for part in parts]
            return None if None in loose else node
        case Or(parts=parts):
            return next((found for part in parts if (found := _without_word(part)) is not None), None)
        case Not(wanted=wanted):
            return _without_word(wanted)
        case _:
            return None
