"""
When does a word of a text satisfy a word of a rule?

Both sides are turned into keys; they meet where they share one. This is the only
place that knows how: here, literally, on folded forms.
"""

from collections.abc import Collection

from dazor.rules.tree import Entity, Exact, Prefix, Term, Word
from dazor.text import tokens
from dazor.text.tokens import Piece


def typed(term: Term) -> frozenset[str]:
    """The keys of a term of a rule; a text word with any of them satisfies it."""
    match term:
        case Exact():
            return frozenset({f"={_piece(term).exact}"})
        case Prefix():
            return frozenset({f"{_piece(term).folded}*"})
        case Word():
            return frozenset({_piece(term).folded})
        case _:
            return frozenset()  # the register comes later; check.py refuses such a rule until then


def written(piece: Piece, prefix_lengths: Collection[int]) -> set[str]:
    """All keys of a word of a text, or of a part of it, with its beginnings of the given lengths."""
    keys = {piece.folded, f"={piece.exact}"}
    keys.update(f"{piece.folded[:length]}*" for length in prefix_lengths if length <= len(piece.folded))
    if piece.folded.endswith("'s"):  # Lukashenka's
        keys.update((piece.folded[:-2], f"={piece.exact[:-2]}"))
    return keys


def prefix_lengths(keys: Collection[str]) -> frozenset[int]:
    """How long the beginnings among these keys are, in letters."""
    return frozenset(len(key) - 1 for key in keys if key.endswith("*"))


def covers(narrow: Term, wide: Term) -> bool:
    """Does every word that satisfies `narrow` satisfy `wide` too?"""
    if isinstance(narrow, Entity) or isinstance(wide, Entity):
        return narrow == wide
    narrow_form, wide_form = _piece(narrow), _piece(wide)
    match wide:
        case Prefix():
            return narrow_form.folded.startswith(wide_form.folded)
        case Word():
            return not isinstance(narrow, Prefix) and narrow_form.folded == wide_form.folded
        case _:
            return isinstance(narrow, Exact) and narrow_form.exact == wide_form.exact


def _piece(term: Word | Exact | Prefix) -> Piece:
    return tokens.read(term.typed).pieces[0]
