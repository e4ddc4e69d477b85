"""
The dictionary forms of a word: the one door to all analysers.

Each language has a module with `lemmas(exact)` and `typed(exact, in_phrase=…)`; it is imported
when a word of the language is first met, since the dictionaries cost memory and start. That is why
the modules stand here as text, as the stages do in `scheduler.JOBS`.
"""

import hashlib
import importlib
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from dazor.text import abbreviations, lexicons

_MODULES = {
    "be": "dazor.text.belarusian",
    "ru": "dazor.text.russian",
    "uk": "dazor.text.ukrainian",
    "en": "dazor.text.english",
    "pl": "dazor.text.polish",
}
_LIBRARIES = ("pymorphy3", "pymorphy3-dicts-ru", "pymorphy3-dicts-uk")
HOLD_ALL_WORDS = ("be", "ru", "uk")  # the tables of the others leave out what is its own lemma

VERSION: str  # another one whenever an answer may be another one; worked out when first asked for


class Analyser(Protocol):
    """What the module of a language offers."""

    def lemmas(self, exact: str) -> frozenset[str]:
        """The possible lemmas of a word of a text, in small letters; never empty."""

    def typed(self, exact: str, *, in_phrase: bool) -> frozenset[str]:
        """The lemmas meant by a word of a rule; one of `lemmas(exact)` at least."""


def written(exact: str, language: str) -> frozenset[str]:
    """The possible lemmas of a word of a text. `exact` is its `fold.form`: the case is kept and may count."""
    return _analyser(language).lemmas(exact) | abbreviations.lemmas(exact, language)


def typed(exact: str, language: str, *, in_phrase: bool) -> frozenset[str]:
    """
    The lemmas a word of a rule asks for.

    A word that is one of its own lemmas asks for that one alone (рада, not рад); in a
    phrase, and where it is no lemma, it asks for all. Never without one of `written(exact, language)`.
    """
    found = _analyser(language).typed(exact, in_phrase=in_phrase)
    return found | abbreviations.lemmas(exact, language)


def is_known(exact: str, language: str) -> bool:
    """Does the dictionary hold the word? `language` is one of HOLD_ALL_WORDS."""
    return bool(importlib.import_module(_MODULES[language]).is_known(exact))


@cache
def _analyser(language: str) -> Analyser:
    return cast(Analyser, importlib.import_module(_MODULES[language]))


def __getattr__(name: str) -> str:
    if name != "VERSION":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _version()


@cache
def _version() -> str:
    """
    The versions of the libraries, and a digest of this room: its code and its lexicons.

    A comment that is changed gives another version too. Indexing once too often costs
    minutes, once too seldom it costs hits that nobody knows of.
    """
    metadata = importlib.import_module("importlib.metadata")  # costs a start of the interpreter
    room = Path(lexicons.__file__).parent
    digest = hashlib.sha256()
    for file in (*sorted(room.parent.glob("*.py")), *sorted(room.glob("*.marisa"))):
        digest.update(file.read_bytes())
    versions = "-".join(metadata.version(library) for library in _LIBRARIES)
    return f"{versions}-{digest.hexdigest()[:16]}"
