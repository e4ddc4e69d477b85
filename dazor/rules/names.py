"""The names that `@id` stands for: what the register knows, as terms of a rule."""

from difflib import get_close_matches
from functools import cache
from pathlib import Path

from dazor import register
from dazor.register import Register, Slot
from dazor.register.load import beside
from dazor.rules.expand import Names
from dazor.rules.mistakes import Misunderstood
from dazor.rules.tree import Entity, Exact, Forms, Node, Phrase, Term, Word, walk
from store.errors import UsageError

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
