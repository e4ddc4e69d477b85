"""
The patterns by which a text mentions an entity: each a row of words side by side.

What is written here decides for alerts, search and mentions alike. A surname counts alone
where its entry says so, else beside a first name, an initial or a title. A form that two
people share counts for neither without one of these: unsure is said, never guessed.
"""

import hashlib
import json
import re
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from dazor.register import declension, names, titles
from dazor.register.cases import VOWELS, syllables
from dazor.register.entity import Entity
from dazor.register.names import Parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One word of a pattern. Exactly one of `forms`, `exact` and `word` is set."""

    forms: frozenset[str] = frozenset()  # folded; any of them
    is_capital: bool = False  # … and its first letter is a capital
    exact: str | None = None  # as `=form` compares it: with these capitals
    word: str | None = None  # as typed in a phrase: any form of the lemma


Pattern = tuple[Slot, ...]
_NUMERAL_ENDING = re.compile(r"(?<=\d)-[а-яіў]{1,3}\Z")
_LETTERS = "абвгдежзіийклмнопрстуўфхцчшщэюя" + string.ascii_lowercase


@cache
def patterns(entity: Entity) -> tuple[Pattern, ...]:
    """All patterns of an entity, each once."""
    found = _of_person(entity) if entity.is_person else _of_thing(entity)
    return tuple(dict.fromkeys((*found, *((Slot(word=word),) for word in entity.adjectives))))


def fingerprint(entities: Iterable[Entity]) -> str:
    """Differs when anything differs that these are found by."""
    rows = [
        [[sorted(slot.forms), slot.is_capital, slot.exact, slot.word] for slot in pattern]
        for entity in entities
        for pattern in patterns(entity)
    ]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


def _of_person(entity: Entity) -> Iterator[Pattern]:
    parts = names.parts(entity)
    sure = parts.lasts if entity.foremost else parts.lasts - entity.contested
    yield from _full(parts, Slot(forms=parts.lasts), Slot(forms=sure))
    yield from _initialled(parts, Slot(forms=parts.lasts, is_capital=True), Slot(forms=sure, is_capital=True))
    alone = Slot(forms=sure, is_capital=not entity.any_case)
    if entity.bare and sure:
        yield (alone,)
    elif sure:
        yield Slot(forms=titles.common()), alone
    yield from _titled(entity, Slot(forms=parts.lasts, is_capital=not entity.any_case))


def _full(parts: Parts, last: Slot, sure: Slot) -> Iterator[Pattern]:
    """With the first name. Behind a form that others have it may begin the next name of a list."""
    if not parts.firsts:
        return
    first, middle = Slot(forms=parts.firsts), Slot(forms=parts.middles)
    yield first, last
    if sure.forms:
        yield sure, first
    if parts.middles:
        yield first, middle, last
        yield last, first, middle


def _initialled(parts: Parts, last: Slot, sure: Slot) -> Iterator[Pattern]:
    if not parts.initials:
        return
    first = _initial(parts.initials, ".")
    yield first, last
    yield first, _initial(parts.middle_initials or _LETTERS, ".."), last
    if sure.forms:
        yield sure, first


def _initial(letters: Iterable[str], stop: str) -> Slot:
    """As `dazor.text.tokens` reads the first of several initials, or the second."""
    return Slot(forms=frozenset(letter + stop for letter in letters), is_capital=True)


def _titled(entity: Entity, *row: Slot) -> Iterator[Pattern]:
    """A row behind a title of the entry; the first word of a title in all its forms."""
    for title in entity.titles:
        head, *rest = names.words(title)
        made = names.latin(head)
        if names.is_cyrillic(head):
            made = titles.forms(head, "be") | titles.forms(head, "ru")
        yield Slot(forms=made), *(Slot(forms=frozenset({names.folded(word)})) for word in rest), *row


def _of_thing(entity: Entity) -> Iterator[Pattern]:
    for written, languages in names.spellings(entity):
        *before, last = names.words(written)
        if before and entity.head:
            yield tuple(_word_of_body(word) for word in (*before, last))
            continue
        for slot in _single(last, languages, entity):
            row = (*(_fixed(word, entity) for word in before), slot)
            yield from _titled(entity, *row) if entity.titles else [row]


def _word_of_body(word: str) -> Slot:
    if _is_acronym(word):
        return Slot(exact=word)
    if any(map(str.isdigit, word)):  # of 1371-я the number: its ending changes
        return Slot(forms=frozenset({_NUMERAL_ENDING.sub("", names.folded(word))}))
    return Slot(word=word)


def _fixed(word: str, entity: Entity) -> Slot:
    """A word of a name that is not declined, as in Human Rights Watch."""
    if _is_acronym(word):
        return Slot(exact=word)
    return Slot(forms=frozenset({names.folded(word)}), is_capital=word[0].isupper() and not entity.any_case)


def _single(word: str, languages: tuple[str, ...], entity: Entity) -> Iterator[Slot]:
    """A place, an outlet, a weapon: its forms with a capital; an acronym with its own."""
    if _is_acronym(word):
        yield from (Slot(exact=form) for form in _acronym(word))
        return
    made = names.latin(word)
    if names.is_cyrillic(word):
        made = frozenset().union(*(_thing(word, language, entity) for language in languages))
    yield Slot(forms=made, is_capital=word[0].isupper() and not entity.any_case)


def _thing(word: str, language: str, entity: Entity) -> frozenset[str]:
    main, given = (entity.be, entity.decl_be) if language == "be" else (entity.ru, entity.decl_ru)
    stem, hyphen, mark = word.partition("-")
    if hyphen and (len(mark) < 2 or any(map(str.isdigit, mark))):  # Гроза-С, Ми-8: the mark is not declined
        name = declension.of_thing(stem, language, None) if len(stem) > 3 else "indecl"
        made = declension.forms(stem, language, name, is_person=False)
        return names.folded_forms(frozenset(f"{form}-{mark}" for form in made), language)
    name = given if given and main == word else declension.of_thing(word, language, entity.gender)
    return names.folded_forms(declension.forms(word, language, name, is_person=False), language)


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper() and word.isalpha()


def _acronym(word: str) -> tuple[str, ...]:
    """An acronym, and with endings in small letters where it is read as a word: МИДа, ТАССом."""
    if not names.is_cyrillic(word) or word[-1] in VOWELS or not syllables(word):
        return (word,)
    return (word, *(word + ending for ending in ("а", "у", "ом", "ам", "е")))
