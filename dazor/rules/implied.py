"""Does one part of a rule follow from another? Finds rules that can never match."""

from dazor.rules import keys
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
    Term,
    Times,
    Title,
    Word,
)
from dazor.text import languages


def implies(node: Node, other: Node) -> bool:
    """
    Does every text that matches `node` match `other` too?

    Yes is certain. No may be wrong where it takes more than looking at the parts one by one.
    """
    match node, other:
        case Or(parts=parts), _:
            return all(implies(part, other) for part in parts)
        case _, And(parts=parts):
            return all(implies(node, part) for part in parts)
        case _, Or(parts=parts):
            return any(implies(node, part) for part in parts)
        case And(parts=parts), _:
            return any(implies(part, other) for part in parts)
        case Not(wanted=wanted), _:
            return node == other or implies(wanted, other)
        case (Title(part=part), Title(part=other_part)) | (Rubric(part=part), Rubric(part=other_part)):
            return implies(part, other_part)
        case Times(count=count, part=part), Times(count=other_count, part=other_part) if part == other_part:
            return count >= other_count
        case _, Times(count=1, part=other_part):
            return implies(node, other_part)
        case Title(part=part) | Times(part=part), _:
            return implies(part, other)
        case Near(left=left, right=right), _:
            return node == other or implies(left, other) or implies(right, other)
        case Only(fact=fact, values=values), Only(fact=other_fact, values=other_values):
            return fact == other_fact and set(values) <= set(other_values)
        case _:
            return _holds_phrase(_terms(node), _terms(other))


def _terms(node: Node) -> tuple[Term, ...]:
    match node:
        case Phrase(terms=terms):
            return terms
        case Word() | Exact() | Prefix() | Forms() | Entity():
            return (node,)
        case _:
            return ()


def _holds_phrase(terms: tuple[Term, ...], other: tuple[Term, ...]) -> bool:
    """Does the one row of words hold the other?"""
    if not terms or not other:
        return False
    starts = range(len(terms) - len(other) + 1)
    return any(all(map(covers, terms[start:], other)) for start in starts)


def covers(narrow: Term, wide: Term) -> bool:
    """
    Does every word that satisfies `narrow` satisfy `wide` too?

    Asks language by language and stops at the first no: most questions load one dictionary.
    """
    match narrow, wide:
        case (Entity(), _) | (_, Entity()):
            return narrow == wide
        case ((Exact() | Prefix()), Prefix()):
            return keys.folded(narrow).folded.startswith(keys.folded(wide).folded)
        case Exact(), Word():
            exact = keys.folded(narrow).exact
            read_in = languages.of_typed(exact)
            return all(keys.typed_in(wide, one) & keys.written_in(exact, one) for one in read_in)
        case _:
            read_in = keys.typed_languages(narrow)
            return keys.plain(narrow) <= keys.plain(wide) and all(
                keys.typed_in(narrow, one) <= keys.typed_in(wide, one) for one in read_in
            )
