"""The names that `@id` stands for: what the register knows, as terms of a rule."""

import re
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from dazor import register
from dazor.register import Register, Slot
from dazor.register.load import beside
from dazor.register.names import folded
from dazor.rules.expand import Names
from dazor.rules.mistakes import Misunderstood
from dazor.rules.tree import Entity, Exact, Forms, Node, Phrase, Term, Word, walk
from store.errors import UsageError

_CAPITAL = re.compile("[Ѐ-ЯҐ]")
_ASKS = re.compile("[@Ѐ-ЯҐ]")
FILE = "entities.toml"
_MOST_IN_PHRASE = 2  # each has some ten names


def of_rules(rules_file: Path) -> register.Loaded:
    """The shipped register with what the desk wrote into the file beside its rules."""
    return beside(rules_file.with_name(FILE))


def known(rules_file: Path) -> Register:
    """The register in force; the shipped one where the desk's cannot be opened: the alert stage says so."""
    try:
        return of_rules(rules_file).register
    except UsageError:
        return register.shipped()


def check(tree: Node, known: Register) -> None:
    """Raises Misunderstood at the first `@id` that the register does not know."""
    for node, _ in walk(tree):
        if isinstance(node, Entity) and known.find(node.slug) is None:
            raise Misunderstood(
                f"there is no @{node.slug[:60]} in the register. {_nearest(node, known)}", node.at
            )
        if (
            isinstance(node, Phrase)
            and sum(isinstance(term, Entity) for term in node.terms) > _MOST_IN_PHRASE
        ):
            raise Misunderstood("a phrase has two @ at most: join the others with NEAR or AND", node.at)


def asks(node: Node) -> bool:
    """Whether the register is asked for anything in a tree: an `@id`, a Cyrillic word with a capital."""
    return any(
        isinstance(one, Entity) or (isinstance(one, Word) and bool(_CAPITAL.match(one.typed)))
        for one, _ in walk(node)
    )


def may_ask(query: str) -> bool:
    """The same of a query that is not read yet: True where it may be so."""
    return bool(_ASKS.search(query))


def surname(typed: str, known: Register) -> frozenset[str]:
    """The forms of a surname that somebody in the register has, typed in the nominative with its capital."""
    return known.surnames.get(folded(typed), frozenset()) if _CAPITAL.match(typed) else frozenset()


def entities(tree: Node, known: Register) -> list[register.Entity]:
    """The entities that a tree names, in its order."""
    named = (known.find(node.slug) for node, _ in walk(tree) if isinstance(node, Entity))
    return [entity for entity in named if entity is not None]


def sensitive(tree: Node, known: Register) -> list[Entity]:
    """The people of a tree for whom the desk wants no alert by itself: they are prosecuted or private."""
    named = [node for node, _ in walk(tree) if isinstance(node, Entity)]
    return [node for node in named if (found := known.find(node.slug)) is not None and found.sensitive]


@cache
def terms(entity: register.Entity) -> Names:
    """Every name of an entity, each a row of terms."""
    return tuple(tuple(map(_term, pattern)) for pattern in register.patterns(entity))


def _term(slot: Slot) -> Term:
    if slot.word is not None:
        return Word(typed=slot.word, in_phrase=True)
    if slot.exact is not None:
        return Exact(typed=slot.exact)
    return Forms(forms=slot.forms, is_capital=slot.is_capital)


def _nearest(node: Entity, known: Register) -> str:
    near = get_close_matches(node.slug, [entity.id for entity in known], n=1)
    return f"Did you mean @{near[0]}?" if near else f"Add it to {FILE}."
