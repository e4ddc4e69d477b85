"""The case forms of a name from its declension class, and the class that its ending lets one expect."""

from itertools import product

from dazor.register import belarusian, russian
from dazor.register.cases import CASES, Cases, unchanged

_DECLENSIONS = {"be": belarusian.DECLENSIONS, "ru": russian.DECLENSIONS}
CLASSES = ("indecl", *russian.DECLENSIONS)
_WOMEN_POSSESSIVE = {
    "be": ("ова", "ёва", "ева", "ава", "эва", "іна", "ына"),
    "ru": ("ова", "ёва", "ева", "ина", "ына"),
}
_MEN_POSSESSIVE = {
    "be": ("оў", "ёў", "еў", "аў", "эў", "ін", "ын"),
    "ru": ("ов", "ёв", "ев", "ин", "ын"),
}
_ADJECTIVE = {
    "be": ("кі", "гі", "хі", "ні", "ы", "ой"),
    "ru": ("кий", "гий", "хий", "ний", "ший", "щий", "чий", "жий", "ый"),
}


def cases(word: str, language: str, declension: str, *, is_person: bool = True) -> Cases:
    """The forms of a nominative by case. The first part of a hyphenated surname may be declined too."""
    parts = word.split("-")
    if len(parts) > 1:
        return _hyphenated(parts, language, declension, is_person=is_person)
    if declension == "indecl" or len(word) < 3:
        return unchanged(word)
    return _DECLENSIONS[language][declension](word, "" if is_person else "=")


def forms(word: str, language: str, declension: str, *, is_person: bool = True) -> frozenset[str]:
    """All forms of a nominative, as they are written."""
    made = cases(word, language, declension, is_person=is_person)
    return frozenset(form for variants in made.values() for form in variants)


def of_surname(word: str, language: str, gender: str | None) -> str:
    """
    The class of a surname by its ending.

    `gender` is m, f or None: not known, then only endings that women alone have count as a woman's.
    """
    if gender != "m" and word.endswith(("ая", "яя")):
        return "adj-f"
    if gender != "m" and word.endswith(_WOMEN_POSSESSIVE[language]):
        return "poss-f"
    if gender == "f":
        return "a" if word.endswith(("а", "я")) else "indecl"
    if len(word) > 4 and word.endswith(_MEN_POSSESSIVE[language]):
        return "poss-m"
    if len(word) > 3 and word.endswith(_ADJECTIVE[language]):
        return "adj-m"
    if language == "ru" and len(word) > 4 and word.endswith("ой"):
        return "adj-m"
    return _of_last_letter(word, "a-m")


def of_first_name(word: str, language: str, gender: str | None) -> str:
    """The class of a first name or patronymic by its ending."""
    if gender == "f":
        return "a" if word.endswith(("а", "я")) else "soft-f" if word.endswith("ь") else "indecl"
    return _of_last_letter(word, "a-m")


def of_thing(word: str, language: str, gender: str | None) -> str:
    """The class of the name of a place, a body or a weapon by its ending; gender pl: it has no singular."""
    if word[-1:].isupper():
        return "indecl"
    if gender == "pl":
        return "pl"
    if word.endswith("ае" if language == "be" else "ое"):
        return "adj-n"
    if gender == "f" and word.endswith("ь"):
        return "soft-f"
    if word.endswith("е") or (gender == "n" and word.endswith(("о", "а"))):
        return "o"
    return _of_last_letter(word, "a")


def _of_last_letter(word: str, of_a: str) -> str:
    if word.endswith(("а", "я")):
        return of_a
    return "indecl" if word[-1:] in "оеёэуюыиі" else "cons-m"


def _hyphenated(parts: list[str], language: str, declension: str, *, is_person: bool) -> Cases:
    last = cases(parts[-1], language, declension, is_person=is_person)
    gender = "f" if declension.endswith("-f") else "m"
    before = [unchanged(part) for part in parts[:-1]]
    made = {case: _joined([*(one[case] for one in before), last[case]]) for case in CASES}
    if not is_person or declension == "indecl":
        return made
    before = [cases(part, language, of_surname(part, language, gender)) for part in parts[:-1]]
    return {case: (*made[case], *_joined([*(one[case] for one in before), last[case]])) for case in CASES}


def _joined(parts: list[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys("-".join(row) for row in product(*parts)))
