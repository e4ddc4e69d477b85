"""Does one part of a rule follow from another? Finds rules that can never match."""

from dazor.rules import keys
from dazor.rules.tree import And, Entity, Exact, Near, Node, Not, Only, Or, Phrase, Prefix, Term, Title, Word


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
        case Title(part=part), Title(part=other_part):
            return implies(part, other_part)
        case Title(part=part), _:
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
        case Word() | Exact() | Prefix() | Entity():
            return (node,)
        case _:
            return ()


def _holds_phrase(terms: tuple[Term, ...], other: tuple[Term, ...]) -> bool:
    """Does the one row of words hold the other?"""
    if not terms or not other:
        return False
    starts = range(len(terms) - len(other) + 1)
    return any(all(map(keys.covers, terms[start:], other)) for start in starts)
