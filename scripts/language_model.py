"""
Writes what the detector knows of languages from the model of py3langid.

    python -m scripts.language_model

Needs py3langid (group `lexicons` of pyproject.toml); Dazor itself reads the table only. That
model knows 142 languages, counts pieces of bytes and needs numpy, which costs many
starts of the interpreter. Kept here: its pieces of letters, for the languages the detector tells apart.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from marisa_trie import BytesTrie
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from dazor.text import detector, lexicons

_FILE = Path(lexicons.__file__).parent / detector.FILE
_LETTERS = {"cyrillic": re.compile("[а-яёіўїєґ]"), "latin": re.compile("[a-z\u00df-\u017f]")}
_STRAY = re.compile("[^ '\u0430-\u045f\u0490\u0491a-z\u00df-\u017f-]")


def main() -> None:
    """Write the table where the package keeps it."""
    BytesTrie(sorted(rows().items())).save(str(_FILE))


def rows() -> dict[str, bytes]:
    """Each piece, read backwards, with its weights for the languages of its alphabet."""
    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    found: dict[str, bytes] = {}
    for piece, feature in sorted(_pieces(model)):
        for alphabet, letters in _LETTERS.items():
            if letters.search(piece) and not _STRAY.search(piece):
                columns = [model.nb_classes.index(one) for one in detector.ALPHABETS[alphabet]]
                weights = [float(model.nb_ptc[feature, column]) for column in columns]
                found.setdefault(piece[::-1], detector.packed(weights))
    return found


def _pieces(model: LanguageIdentifier) -> Iterator[tuple[str, int]]:
    """The pieces of small letters that the automaton of the model ends in, with their numbers."""
    reached = {0: b""}
    states = [0]
    for state in states:
        for byte in range(256):
            following = int(model.tk_nextmove[(model.tk_row[state] << 8) + byte])
            if following not in reached:
                reached[following] = reached[state] + bytes([byte])
                states.append(following)
    for state, piece in reached.items():
        text = piece.decode(errors="replace")
        if model.tk_output[state] >= 0 and text == text.lower() and "\ufffd" not in text:
            yield text, int(model.tk_output[state])


if __name__ == "__main__":
    main()
