"""
The words of a text, with their places in the original.

The position of a word is its index in the list. A hyphenated word has one position
and several pieces: the whole, then its parts, so that «министр обороны» stands in
«премьер-министр обороны» and an index needs one entry a word.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from dazor.text import fold, lookalikes

# Letters and digits; the modifier letters (ʼ and its like) join words and are no letters of their own.
_RUN = "[^\\W_\u02b0-\u02ff]+(?:[\u0300-\u036f]+[^\\W_\u02b0-\u02ff]*)*"
_WORD = re.compile(f"{_RUN}(?:[{fold.APOSTROPHES}\u2010\u2011-]{_RUN})*")
_INITIAL = re.compile(r"(?<![^\W_])[A-ZЀ-ЯҐ]\.")  # the letter of a first name or a patronymic
_PART = re.compile(f"[^{fold.HYPHENS[1:]}-]+")
_LONGEST_KEPT = 100  # letters; longer ones are no words and are not worth remembering


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One way to read a word or a part of it; the span counts from the start of the composed word."""

    start: int
    end: int
    exact: str  # folded, case kept
    folded: str


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """
    A word form and its readings, made once for each form.

    The first piece is the whole word; the parts of a hyphenated word follow, the Cyrillic
    readings of a word in Latin look-alikes that stands among Cyrillic words, and an
    initial with its full stop: «В.» in «В. Хренин» is more than the word «в», and
    the second one of «В. Г. Хренин» is read as «Г..».
    """

    form: str
    pieces: tuple[Piece, ...]
    has_twin: bool = False  # Latin letters only, all with a Cyrillic look-alike


class Token(NamedTuple):
    """A word at its place. A tuple, since every text makes hundreds."""

    word: Word
    start: int  # span in the original text
    end: int
    composed_start: int  # where the word starts in the composed text; its pieces count from here

    @property
    def folded(self) -> str:
        return self.word.pieces[0].folded

    @property
    def exact(self) -> str:
        return self.word.pieces[0].exact


def split(text: str) -> list[Token]:
    """The words of a text in order."""
    return split_composed(fold.compose(text))


def split_composed(composed: fold.Composed) -> list[Token]:
    """The words of a composed text in order; spans are those of the original."""
    firsts, lasts = composed.starts, composed.ends
    found = zip(words(composed.text), starts(composed.text), strict=True)
    return [Token(word, firsts[start], lasts[start + len(word.form) - 1], start) for word, start in found]


def words(composed: str) -> list[Word]:
    """The words of a composed text in order, without their places: the matcher asks for few of these."""
    forms = _WORD.findall(composed)
    found = list(map(_read if max(map(len, forms), default=0) <= _LONGEST_KEPT else read, forms))
    twins = [at for at, word in enumerate(found) if word.has_twin]
    for at in twins:
        if _is_among_cyrillic(found, at):
            found[at] = _read_both(found[at].form)
    if _INITIAL.search(composed):
        before = -2  # position of the last initial
        for at, start in enumerate(starts(composed)):
            if len(found[at].form) == 1 and _INITIAL.match(composed, start):
                found[at] = _with_full_stop(found[at], "." if before < at - 1 else "..")
                before = at
    return found


def starts(composed: str) -> list[int]:
    """Where each of `words` starts in the composed text."""
    return [found.start() for found in _WORD.finditer(composed)]


def read(form: str) -> Word:
    """A composed word form with its pieces."""
    return _read(form) if len(form) <= _LONGEST_KEPT else _read.__wrapped__(form)


@lru_cache(maxsize=100_000)
def _read(form: str) -> Word:
    return Word(form, _pieces(form), lookalikes.cyrillic_twin(form) is not None)


@lru_cache(maxsize=1_000)
def _read_both(form: str) -> Word:
    return Word(form, _pieces(form) + _pieces(lookalikes.cyrillic_twin(form) or form))


@lru_cache(maxsize=1_000)
def _with_full_stop(word: Word, stop: str) -> Word:
    dotted = (_piece(piece.exact + stop, piece.start, piece.end) for piece in word.pieces)
    return Word(word.form, (*word.pieces, *dotted))


def _pieces(form: str) -> tuple[Piece, ...]:
    parts = [found.span() for found in _PART.finditer(form)]
    spans = [(0, len(form)), *parts] if len(parts) > 1 else [(0, len(form))]
    return tuple(_piece(form[start:end], start, end) for start, end in spans)


def _piece(form: str, start: int, end: int) -> Piece:
    exact = fold.form(form)
    return Piece(start=start, end=end, exact=exact, folded=fold.lower(exact))


def _is_among_cyrillic(found: list[Word], at: int) -> bool:
    neighbours = [*found[max(at - 1, 0) : at], *found[at + 1 : at + 2]]
    return any(lookalikes.is_cyrillic(word.form) for word in neighbours)
