"""The tree of a rule. `at` is a place in the query, in code points; trees are compared without it."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word(Placed):
    """`санкции`: any form of the word. In a phrase every word counts whose form this may be."""

    typed: str
    in_phrase: bool = False
    forms: frozenset[str] = frozenset()  # folded; those that the register knows of a surname typed so


@dataclass(frozen=True, slots=True, kw_only=True)
class Exact(Placed):
    """`=Рада`: this form, this case of letters."""

    typed: str  # without the sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefix(Placed):
    """`мигрант*`: every word that begins so."""

    typed: str  # without the star


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Placed):
    """`@lukashenka-aliaksandr`: a person or body of the register."""

    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms(Placed):
    """Any of some folded forms, as the register knows them of a name. Not written by the desk."""

    forms: frozenset[str]
    is_capital: bool = False  # the word begins with a capital letter


Term = Word | Exact | Prefix | Forms | Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase(Placed):
    """`"ядерное оружие"`: these words side by side, in this order."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Near(Placed):
    """`a NEAR/5 b`, `a -> b /3`: both, with at most so many words between."""

    left: "Node"
    right: "Node"
    words_between: int
    is_ordered: bool  # the right side comes after the left one


@dataclass(frozen=True, slots=True, kw_only=True)
class And(Placed):
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Or(Placed):
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Placed):
    """`a NOT b NOT c`: what is wanted, without a text that has any of the others."""

    wanted: "Node"
    unwanted: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Title(Placed):
    """`title:погода`: in the title alone."""

    part: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric(Placed):
    """`rubric:общество`: in the source's own name for its section."""

    part: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Only(Placed):
    """`source:belta`, `change:edited|deleted`: a fact about the document has one of the values."""

    fact: str  # source, kind, lang, change
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Times(Placed):
    """`3x санкции`: at least so often."""

    count: int
    part: "Node"


Node = Term | Phrase | Near | And | Or | Not | Title | Rubric | Only | Times


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right below, in the order they are written."""
    match node:
        case Phrase(terms=terms):
            return terms
        case And(parts=parts) | Or(parts=parts):
            return parts
        case Near(left=left, right=right):
            return left, right
        case Not(wanted=wanted, unwanted=unwanted):
            return wanted, *unwanted
        case Title(part=part) | Rubric(part=part) | Times(part=part):
            return (part,)
        case _:
            return ()


def walk(node: Node) -> Iterator[tuple[Node, int]]:
    """Every node with its depth (the root is 1), parents first. Does not recurse: a tree may be deep."""
    waiting = [(node, 1)]
    while waiting:
        current, depth = waiting.pop()
        yield current, depth
        waiting.extend((child, depth + 1) for child in reversed(children(current)))
