"""What `dazor register` prints."""

from collections.abc import Callable, Iterator
from pathlib import Path

from dazor.config.words import toml
from dazor.register import declension, load, names, romanise
from dazor.register.entity import Entity
from store.errors import DazorError, UsageError

_MEN_IN_A = frozenset(
    {"ілля", "мікіта", "фама", "лука", "кузьма", "илья", "никита", "фома", "данила", "савва"}
)


def problems(file: Path) -> list[str]:
    """Every mistake of the desk's entities, with its place and a caret; none where there is no file."""
    return [str(problem) for problem in load.beside(file).problems]


def listed(file: Path, *, warn: Callable[[str], None]) -> Iterator[str]:
    """A line for each entity, shipped or the desk's; raises DazorError at the end if one was refused."""
    loaded = load.beside(file)
    for problem in loaded.problems:
        warn(str(problem))
    for entity in sorted(loaded.register, key=lambda one: (one.kind, one.id)):
        yield f"{entity.kind} @{entity.id}: {', '.join(_spellings(entity))}{_facts(entity)}"
    if loaded.problems:
        raise DazorError(f"{file.name}: mistakes: {len(loaded.problems)}. The other entries are good.")


def proposed(name: str, gender: str | None) -> str:
    """An entry for a person as TOML, to be looked over, with the forms of the surname."""
    words = names.words(name)
    if not words or not all(map(names.is_cyrillic, words)):
        raise UsageError(f'"{name[:60]}": not a Belarusian or Russian name. Write it in Cyrillic letters.')
    spelling = romanise.suggest(name)
    language = "ru" if spelling is None else "be"
    gender = gender or _gender(words, language)
    declined = declension.of_surname(words[-1], language, gender)
    forms = declension.cases(words[-1], language, declined)
    lines = [
        "[[entity]]",
        f"id = {toml(_slug(spelling or 'write-one'))}",
        'kind = "person"',
        f"gender = {toml(gender)}",
        f"en = {toml(spelling or '')}  # {_ABOUT[spelling is not None]}",
        f"{language} = {toml(' '.join(words))}",
        f"decl_{language} = {toml(declined)}",
        f"bare = {toml(len(words) == 1)}  # true: the surname counts alone",
        *(f"# {case}: {', '.join(variants)}" for case, variants in forms.items()),
    ]
    return "\n".join(lines)


_ABOUT = {
    True: "by the official scheme: compare it with the review",
    False: "as the review prints it: a Russian form does not tell the Belarusian one",
}


def _gender(words: list[str], language: str) -> str:
    first = words[0].lower()
    if len(words) == 1:
        return "f" if declension.of_surname(words[0], language, None).endswith("-f") else "m"
    return "f" if first.endswith(("а", "я")) and first not in _MEN_IN_A else "m"


def _slug(spelling: str) -> str:
    *before, last = spelling.lower().split()
    return "-".join((last, *before))


def _spellings(entity: Entity) -> list[str]:
    return list(dict.fromkeys(one for one in (entity.en, entity.be, entity.ru) if one))


def _facts(entity: Entity) -> str:
    facts = ["alone too"] * entity.bare + ["sensitive"] * entity.sensitive
    return f" ({', '.join(facts)})" if facts else ""
