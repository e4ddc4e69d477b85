"""
Writes the lemma tables of English and Polish from simplemma's data.

    python -m scripts.lemma_tables [en pl]

Needs simplemma (group `lexicons` of pyproject.toml); Dazor itself reads the tables only.
All is in small letters, as texts are compared; a form that is its own only lemma is left out.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from marisa_trie import BytesTrie
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from dazor.text import fold, lexicons, tables

_FOLDER = Path(lexicons.__file__).parent


def main() -> None:
    """One file for each language asked for."""
    for language in sys.argv[1:] or ("en", "pl"):
        BytesTrie(rows(language)).save(str(_FOLDER / f"{language}.marisa"))


def rows(language: str) -> Iterator[tuple[str, bytes]]:
    """Each form with one of its lemmas, as the table keeps it."""
    lemmas: dict[str, set[str]] = defaultdict(set)
    for form, lemma in DefaultDictionaryFactory().get_dictionary(language).items():
        lemmas[_folded(form)].add(_folded(lemma))
    for form, found in lemmas.items():
        if found != {form}:
            yield from ((form, tables.change(form, lemma)) for lemma in sorted(found))


def _folded(word: str) -> str:
    return fold.lower(fold.form(word))


if __name__ == "__main__":
    main()
