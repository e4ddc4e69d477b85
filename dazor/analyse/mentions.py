"""Where a text mentions the people, bodies and places of the register."""

from collections.abc import Iterator
from dataclasses import dataclass

from dazor.register import Register
from dazor.rules import matcher, names
from dazor.rules.expand import expand
from dazor.rules.matcher import Read, Rules
from dazor.rules.tree import Entity


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Mention:
    """A span of a text in code points, and the entity that it names."""

    start: int
    end: int
    entity: str  # id


def rules(register: Register) -> Rules:
    """What finds the mentions of a register: a rule `@id` for each entity."""
    trees = ((entity.id, Entity(slug=entity.id)) for entity in register)
    return matcher.compile_rules(
        (slug, expand(tree, lambda one: names.terms(register.by_id[one]))) for slug, tree in trees
    )


def find(register: Register, compiled: Rules, text: Read) -> list[Mention]:
    """
    The mentions in the text itself, not in its title, in order.

    Where names of two people overlap the longer one is meant; where they are the same words, neither.
    """
    found = sorted(
        Mention(start=start, end=end, entity=hit.rule)
        for hit in matcher.match(compiled, text)
        for start, end in hit.spans
    )
    people = {entity.id for entity in register if entity.is_person}
    doubted = set(_doubted([mention for mention in found if mention.entity in people]))
    return [mention for mention in found if mention not in doubted]


def _doubted(found: list[Mention]) -> Iterator[Mention]:
    """What overlaps with a mention of another person that is not shorter."""
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            if other.start >= one.end:
                break
            if one.entity == other.entity:
                continue
            if one.end - one.start <= other.end - other.start:
                yield one
            if other.end - other.start <= one.end - one.start:
                yield other
