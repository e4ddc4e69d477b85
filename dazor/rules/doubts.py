"""What deserves a second look in a rule that is accepted; `dazor rules check` says it."""

from collections.abc import Iterator

from dazor.register import Register
from dazor.rules import names
from dazor.rules.mistakes import Misunderstood
from dazor.rules.tree import Node, Prefix, Word, walk
from dazor.text import spelling


def find(tree: Node, register: Register) -> Iterator[Misunderstood]:
    """The doubts about a tree as it is written, each at its place."""
    for node, _ in walk(tree):
        match node:
            case Prefix(typed=typed):
                what = f'"{typed}*" finds whatever begins so: `dazor rules try` shows what it met'
                yield Misunderstood(what, node.at)
            case Word(typed=typed) if typed.islower() and (near := spelling.nearest(typed)) is not None:
                yield Misunderstood(f'no dictionary knows "{typed}": did you mean "{near}"?', node.at)
            case _:
                pass
    for entity in names.sensitive(tree, register):
        what = f"@{entity.slug} is marked sensitive in the register: think of who gets these hits"
        yield Misunderstood(what, entity.at)
