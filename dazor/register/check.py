"""What is wrong with the values of an entry of a register."""

from collections.abc import Iterator
from typing import Any

from dazor.register import declension, names
from dazor.register.entity import GENDERS, KINDS
from dazor.toml.entries import Entry, nearest, wrong_id
from dazor.toml.problems import Problem

FOR_PEOPLE = ("basis", "checked")  # where a spelling is from; nothing is decided by it
_TEXTS = ("en", "be", "ru", "note", *FOR_PEOPLE)
_LISTS = ("aliases", "titles", "adjectives")
_SWITCHES = ("head", "bare", "any_case", "foremost", "sensitive")
_CHOICES = {
    "kind": KINDS,
    "gender": GENDERS,
    "decl_be": declension.CLASSES,
    "decl_ru": declension.CLASSES,
}
_NEEDED = ("id", "kind", "en")
KEYS = ("id", *_CHOICES, *_TEXTS, *_LISTS, *_SWITCHES)


def wrong_values(entry: Entry) -> Iterator[Problem]:
    """Everything that is wrong with an entry but an id that is taken."""
    for key in _NEEDED:
        if key not in entry.values:
            yield entry.problem(f"this entity has no {key}", entry.place.at)
    found = False
    for key, value in entry.values.items():
        place = entry.at(key)
        if key not in KEYS:
            yield entry.problem(f'unknown key "{key[:40]}". {nearest(key, KEYS)}', place.key_at)
            found = True
        elif what := _wrong(key, value):
            yield entry.problem(what, place.at)
            found = True
    if not found and (what := _never_found(entry.values)):
        yield entry.problem(what, entry.at("bare").at)


def _wrong(key: str, value: Any) -> str | None:
    if key == "id":
        return wrong_id(value)
    if key in _SWITCHES:
        return None if isinstance(value, bool) else f"{key} is true or false, without quotation marks"
    if key in _LISTS:
        is_list = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return _wordless(key, value) if is_list else f'{key} is a list of texts, as in {key} = ["…"]'
    if not isinstance(value, str):
        return f'{key} is a text: write it as {key} = "…"'
    if key in _CHOICES:
        return (
            None
            if value in _CHOICES[key]
            else f'unknown {key} "{value[:40]}". {nearest(value, _CHOICES[key])}'
        )
    if key == "en" and names.is_cyrillic(value):
        return "en is the spelling in Latin letters"
    return _wordless(key, [value]) if key in ("en", "be", "ru") else None


def _wordless(key: str, values: list[str]) -> str | None:
    empty = [value for value in values if not names.words(value)]
    return f'there is no letter and no digit in {key} "{empty[0][:40]}"' if empty else None


def _never_found(values: dict[str, Any]) -> str | None:
    """A person of one word only, whose one word does not count."""
    if values.get("kind") != "person" or values.get("bare") or values.get("titles"):
        return None
    written = [values.get(key) for key in ("en", "be", "ru")] + list(values.get("aliases", ()))
    if any(len(names.words(one)) > 1 for one in written if one):
        return None
    return "the surname is all that is known, and it does not count alone: write bare = true, or a first name"
