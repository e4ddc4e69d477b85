"""The entities by id, and which forms of a surname more than one person has."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from dazor.register import names
from dazor.register.entity import Entity
from dazor.toml.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The entities that rules may name."""

    by_id: Mapping[str, Entity] = field(default_factory=dict)
    surnames: Mapping[str, frozenset[str]] = field(default_factory=dict)  # folded forms by nominative

    def find(self, slug: str) -> Entity | None:
        return self.by_id.get(slug)

    def __iter__(self) -> Iterator[Entity]:
        return iter(self.by_id.values())

    def replaced(self, other: "Register") -> "Register":
        """With the entities of another register, which replace those of the same id."""
        return register_of((dict(self.by_id) | dict(other.by_id)).values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The good part of a file, and the mistakes in its order."""

    register: Register
    problems: tuple[Problem, ...] = ()


def register_of(entities: Iterable[Entity]) -> Register:
    """A register of these; each person learns which forms of the surname others have too."""
    given = list(entities)
    paradigms = {entity.id: names.paradigms(entity) for entity in given if entity.is_person}
    lasts = {slug: frozenset().union(*found.values()) for slug, found in paradigms.items()}
    bearers = Counter(form for forms in lasts.values() for form in forms)
    surnames: dict[str, frozenset[str]] = {}
    for nominative, forms in (row for found in paradigms.values() for row in found.items()):
        surnames[nominative] = surnames.get(nominative, frozenset()) | forms
    return Register(
        by_id={one.id: replace(one, contested=_shared(lasts, one, bearers)) for one in given},
        surnames=surnames,
    )


def _shared(lasts: dict[str, frozenset[str]], entity: Entity, bearers: Counter[str]) -> frozenset[str]:
    return frozenset(form for form in lasts.get(entity.id, ()) if bearers[form] > 1)
