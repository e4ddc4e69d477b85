"""The parts of a person's name in all their forms: first names, patronymics, surnames, initials."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from dazor.register import belarusian, declension
from dazor.register.entity import Entity
from dazor.text import fold, tokens

_BELARUSIAN = re.compile("[іўІЎ'’ʼ]")
_RUSSIAN = re.compile("[ищъИЩЪ]")
_CYRILLIC = re.compile("[Ѐ-ӿ]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Folded forms of what the spellings of one person have; a spelling of one word is a surname."""

    firsts: frozenset[str]
    middles: frozenset[str]  # patronymics, and what else stands between
    lasts: frozenset[str]
    initials: frozenset[str]
    middle_initials: frozenset[str]


def parts(entity: Entity) -> Parts:
    """The parts of a person's name, from all spellings together."""
    firsts: set[str] = set()
    middles: set[str] = set()
    for written, languages in spellings(entity):
        before = words(written)[:-1]
        for language in languages:
            firsts.update(*(_given(word, language, entity.gender) for word in before[:1]))
            middles.update(*(_given(word, language, entity.gender) for word in before[1:]))
    return Parts(
        firsts=frozenset(firsts),
        middles=frozenset(middles),
        lasts=frozenset().union(*paradigms(entity).values()),
        initials=frozenset(form[0] for form in firsts),
        middle_initials=frozenset(form[0] for form in middles),
    )


def paradigms(entity: Entity) -> dict[str, frozenset[str]]:
    """The folded forms of a person's surname by its nominative in each spelling, folded too."""
    found: dict[str, frozenset[str]] = {}
    for written, languages in spellings(entity):
        last = words(written)[-1]
        made = frozenset().union(*(_surname(last, language, entity) for language in languages))
        found[folded(last)] = found.get(folded(last), frozenset()) | made
    return found


def spellings(entity: Entity) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each spelling with the languages it may be in."""
    yield entity.en, ("en",)
    if entity.be:
        yield entity.be, ("be",)
    if entity.ru:
        yield entity.ru, ("ru",)
    for alias in entity.aliases:
        yield alias, _languages(alias, entity)


def words(written: str) -> list[str]:
    """The words of a name as they are written."""
    return [token.word.form for token in tokens.split(written)]


def folded(word: str) -> str:
    return fold.lower(fold.form(word))


def folded_forms(made: frozenset[str], language: str) -> frozenset[str]:
    """The forms as texts are compared, Belarusian ones in both orthographies."""
    also = map(belarusian.classical, made) if language == "be" else ()
    return frozenset(map(folded, (*made, *also)))


def latin(word: str) -> frozenset[str]:
    """A word in Latin letters with its genitive, also without accents."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter)
    )
    return frozenset(folded(form + end) for form in (word, plain) for end in ("", "'s"))


def is_cyrillic(word: str) -> bool:
    return bool(_CYRILLIC.search(word))


def _surname(word: str, language: str, entity: Entity) -> frozenset[str]:
    if not is_cyrillic(word):
        return latin(word)
    return folded_forms(declension.forms(word, language, _class_of_surname(word, language, entity)), language)


def _class_of_surname(word: str, language: str, entity: Entity) -> str:
    main, given = (entity.be, entity.decl_be) if language == "be" else (entity.ru, entity.decl_ru)
    if given and main and words(main)[-1] == word:
        return given
    return declension.of_surname(word, language, entity.gender)


def _given(word: str, language: str, gender: str | None) -> frozenset[str]:
    """The folded forms of a first name or a patronymic."""
    if not is_cyrillic(word):
        return latin(word)
    name = declension.of_first_name(word, language, gender)
    made = declension.forms(word, language, name)
    if name == "a-m":  # Мікіта, Ілля: men's first names are declined both ways
        made |= declension.forms(word, language, "a")
    return folded_forms(made, language)


def _languages(alias: str, entity: Entity) -> tuple[str, ...]:
    """By the letters; else by a surname that is known; else both."""
    if not is_cyrillic(alias):
        return ("en",)
    if _BELARUSIAN.search(alias):
        return ("be",)
    if _RUSSIAN.search(alias):
        return ("ru",)
    last = words(alias)[-1]
    known = [
        language
        for language, main in (("be", entity.be), ("ru", entity.ru))
        if main and words(main)[-1] == last
    ]
    return tuple(known) or ("be", "ru")
