"""One person, body, place, outlet, programme or weapon, as an entry of entities.toml says it."""

from dataclasses import dataclass

KINDS = ("person", "org", "place", "media", "programme", "weapon")
GENDERS = ("m", "f", "n", "pl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """What is written is None or empty where the entry does not say it."""

    id: str
    kind: str
    en: str  # as the review spells it
    be: str | None = None  # nominative
    ru: str | None = None
    gender: str | None = None  # m, f, n, pl
    aliases: tuple[str, ...] = ()  # nominatives in any language
    decl_be: str | None = None  # declension class of the last word; None: by its ending
    decl_ru: str | None = None
    titles: tuple[str, ...] = ()  # beside one of these the last word alone is meant
    adjectives: tuple[str, ...] = ()  # derived words that count, by lemma
    head: bool = False  # each word of a longer name by lemma; else the last one alone is declined
    bare: bool = False  # the surname, or the name of a thing, counts alone
    any_case: bool = False  # alone it counts in small letters too
    foremost: bool = False  # alone it means this one, even if others share the form
    sensitive: bool = False  # prosecuted or private: in no shipped rule
    note: str | None = None
    contested: frozenset[str] = frozenset()  # folded forms of the surname that another entry has too

    @property
    def is_person(self) -> bool:
        return self.kind == "person"
