"""Which terms of all rules occur where in a text: one look-up a word."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from dazor.rules import keys
from dazor.rules.tree import Term
from dazor.text import fold, tokens
from dazor.text.tokens import Piece, Word

Span = tuple[int, int]
Marks = tuple[Span, ...]
Index = dict[int, dict[int, Marks]]  # number of a term → position of a word → what to mark there

_MOST_KEPT = 200_000  # word forms that are remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The distinct terms of all rules, numbered."""

    numbers: dict[frozenset[str], int]  # by the keys that are typed
    by_key: dict[str, tuple[int, ...]]
    prefix_lengths: frozenset[int]
    seen: dict[Word, tuple[tuple[int, Marks], ...]] = field(default_factory=dict)  # what `_terms` said before


def build(terms: Iterable[Term]) -> Vocabulary:
    """The vocabulary of the terms of all rules."""
    numbers: dict[frozenset[str], int] = {}
    for term in terms:
        numbers.setdefault(keys.typed(term), len(numbers))
    by_key: dict[str, tuple[int, ...]] = {}
    for typed, number in numbers.items():
        for key in typed:
            by_key[key] = (*by_key.get(key, ()), number)
    return Vocabulary(numbers=numbers, by_key=by_key, prefix_lengths=keys.prefix_lengths(by_key))


def number(vocabulary: Vocabulary, term: Term) -> int:
    return vocabulary.numbers[keys.typed(term)]


def find(vocabulary: Vocabulary, text: str) -> Index:
    """The places of all terms in a text; positions ascend, marks are spans of the original."""
    composed = fold.compose(text)
    words = tokens.words(composed.text)
    _remember(vocabulary, words)
    found = [(at, terms) for at, terms in enumerate(map(vocabulary.seen.__getitem__, words)) if terms]
    if not found:
        return {}
    index: Index = {}
    starts = tokens.starts(composed.text)
    for position, terms in found:
        for term, spans in terms:
            marks = tuple(_original(composed, starts[position], span) for span in spans)
            index.setdefault(term, {})[position] = marks
    return index


def _original(composed: fold.Composed, start: int, span: Span) -> Span:
    return composed.starts[start + span[0]], composed.ends[start + span[1] - 1]


def _remember(vocabulary: Vocabulary, words: list[Word]) -> None:
    """Look up the words that were not seen before; few are new."""
    seen = vocabulary.seen
    if len(seen) > _MOST_KEPT:
        seen.clear()
    for word in set(words).difference(seen):
        seen[word] = tuple(_terms(vocabulary, word).items())


def _terms(vocabulary: Vocabulary, word: Word) -> dict[int, Marks]:
    """The terms that a word satisfies, with what to mark: its parts that do, else the whole word."""
    found: dict[int, list[Piece]] = {}
    for piece in word.pieces:
        for key in keys.written(piece, vocabulary.prefix_lengths):
            for term in vocabulary.by_key.get(key, ()):
                found.setdefault(term, []).append(piece)
    return {term: _smallest(pieces, len(word.form)) for term, pieces in found.items()}


def _smallest(pieces: list[Piece], length: int) -> Marks:
    spans = {(piece.start, piece.end) for piece in pieces}
    return tuple(sorted(span for span in spans if len(spans) == 1 or span != (0, length)))
