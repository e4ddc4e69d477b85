"""The lemma tables of languages without an analyser; scripts/lemma_tables.py writes them."""

from pathlib import Path

from marisa_trie import BytesTrie

from dazor.text import lexicons


def load(language: str) -> BytesTrie:
    """The table of a language: to a form in small letters, each lemma as a change at its end."""
    return BytesTrie().mmap(str(Path(lexicons.__file__).parent / f"{language}.marisa"))


def change(form: str, lemma: str) -> bytes:
    """How many letters to cut from the end of the form, then what to put there."""
    kept = 0
    while kept < min(len(form), len(lemma)) and form[kept] == lemma[kept]:
        kept += 1
    return bytes([len(form) - kept]) + lemma[kept:].encode()


def lemmas(table: BytesTrie, form: str) -> frozenset[str]:
    """The lemmas of a form; empty where the table does not hold it."""
    return frozenset(form[: len(form) - rule[0]] + rule[1:].decode() for rule in table.get(form, ()))
