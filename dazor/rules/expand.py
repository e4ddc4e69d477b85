"""Puts in what the register knows: names for each `@id`, so that both back ends understand, and surnames."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product

from dazor.rules.tree import And, Entity, Near, Node, Not, Or, Phrase, Rubric, Term, Times, Title, Word

Surnames = Callable[[str], frozenset[str]]  # the forms of a surname by its nominative as typed; mostly none
Names = tuple[tuple[Term, ...], ...]  # each a row of words side by side


def with_surnames(node: Node, surnames: Surnames) -> Node:
    """The tree with the forms of each surname beside its lemmas: dictionaries do not know them all."""
    match node:
        case Word():
            return with_surname(node, surnames)
        case Phrase(terms=terms):
            known = (
                replace(one, forms=surnames(one.typed)) if isinstance(one, Word) else one for one in terms
            )
            return replace(node, terms=tuple(known))
        case _:
            return inside(node, lambda part: with_surnames(part, surnames))


def with_surname(word: Word, surnames: Surnames) -> Word:
    return replace(word, forms=surnames(word.typed))


def expand(node: Node, names: Callable[[str], Names]) -> Node:
    """The tree without an Entity; `names` gives the names of an id."""
    match node:
        case Entity(slug=slug, at=at):
            return _either([_row(terms, at) for terms in names(slug)], at)
        case Phrase(terms=terms, at=at) if any(isinstance(term, Entity) for term in terms):
            choices = [names(term.slug) if isinstance(term, Entity) else ((term,),) for term in terms]
            return _either([_row(sum(choice, ()), at) for choice in product(*choices)], at)
        case _:
            return inside(node, lambda part: expand(part, names))


def inside(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with each of the nodes in it changed; terms and phrases have none."""
    match node:
        case And(parts=parts) | Or(parts=parts):
            return replace(node, parts=tuple(map(change, parts)))
        case Near(left=left, right=right):
            return replace(node, left=change(left), right=change(right))
        case Not(wanted=wanted, unwanted=unwanted):
            return replace(node, wanted=change(wanted), unwanted=tuple(map(change, unwanted)))
        case Title(part=part) | Rubric(part=part) | Times(part=part):
            return replace(node, part=change(part))
        case _:
            return node


def _either(nodes: list[Node], at: int) -> Node:
    return nodes[0] if len(nodes) == 1 else Or(parts=tuple(nodes), at=at)


def _row(terms: tuple[Term, ...], at: int) -> Node:
    return terms[0] if len(terms) == 1 else Phrase(terms=terms, at=at)
