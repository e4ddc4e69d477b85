"""Puts in the place of each `@id` the names that the register knows: what both back ends understand."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product

from dazor.rules.tree import And, Entity, Near, Node, Not, Or, Phrase, Rubric, Term, Times, Title

Names = tuple[tuple[Term, ...], ...]  # each a row of words side by side


def expand(node: Node, names: Callable[[str], Names]) -> Node:
    """The tree without an Entity; `names` gives the names of an id."""
    match node:
        case Entity(slug=slug, at=at):
            return _either([_row(terms, at) for terms in names(slug)], at)
        case Phrase(terms=terms, at=at) if any(isinstance(term, Entity) for term in terms):
            choices = [names(term.slug) if isinstance(term, Entity) else ((term,),) for term in terms]
            return _either([_row(sum(choice, ()), at) for choice in product(*choices)], at)
        case And(parts=parts) | Or(parts=parts):
            return replace(node, parts=tuple(expand(part, names) for part in parts))
        case Near(left=left, right=right):
            return replace(node, left=expand(left, names), right=expand(right, names))
        case Not(wanted=wanted, unwanted=unwanted):
            without = tuple(expand(part, names) for part in unwanted)
            return replace(node, wanted=expand(wanted, names), unwanted=without)
        case Title(part=part) | Rubric(part=part) | Times(part=part):
            return replace(node, part=expand(part, names))
        case _:
            return node


def _either(nodes: list[Node], at: int) -> Node:
    return nodes[0] if len(nodes) == 1 else Or(parts=tuple(nodes), at=at)


def _row(terms: tuple[Term, ...], at: int) -> Node:
    return terms[0] if len(terms) == 1 else Phrase(terms=terms, at=at)
