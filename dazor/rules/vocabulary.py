"""Which terms of all rules occur where in a text: one look-up a word."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from dazor.rules import keys
from dazor.rules.tree import Term
from dazor.text.reading import Reading, Run
from dazor.text.tokens import Piece, Word

Span = tuple[int, int]
Marks = tuple[Span, ...]  # from a letter of a place's first word up to one of its last word
Index = dict[int, dict[int, Marks]]  # number of a term → position of a word → what to mark there
Seen = dict[Word, tuple[tuple[int, Marks], ...]]
Numbers = dict[str, tuple[int, ...]]  # terms by key

_MOST_KEPT = 200_000  # word forms that are remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The distinct terms of all rules, numbered. What they mean in a language is found out when it is met."""

    terms: dict[Term, int]
    plain: Numbers  # by keys of no language
    prefix_lengths: frozenset[int]
    by_language: dict[str, Numbers] = field(default_factory=dict)
    seen: dict[str | None, Seen] = field(default_factory=dict)  # by language of the run


def build(terms: Iterable[Term]) -> Vocabulary:
    """The vocabulary of the terms of all rules."""
    numbers: dict[Term, int] = {}
    for term in terms:
        numbers.setdefault(term, len(numbers))
    plain = _by_key((number, keys.plain(term)) for term, number in numbers.items())
    return Vocabulary(terms=numbers, plain=plain, prefix_lengths=keys.prefix_lengths(plain))


def number(vocabulary: Vocabulary, term: Term) -> int:
    return vocabulary.terms[term]


def find(vocabulary: Vocabulary, reading: Reading) -> Index:
    """The places of all terms in a text; positions ascend."""
    index: Index = {}
    if not vocabulary.terms:  # rules that ask for a source alone
        return index
    for run in reading.runs:
        words = reading.words if len(reading.runs) == 1 else reading.words[run.first : run.end]
        seen = _remember(vocabulary, words, run)
        for position, terms in enumerate(map(seen.__getitem__, words), run.first):
            for term, marks in terms:
                if term in index:
                    index[term][position] = marks
                else:
                    index[term] = {position: marks}
    return index


def _remember(vocabulary: Vocabulary, words: list[Word], run: Run) -> Seen:
    """What is known of the words of a run; looks up those that were not seen before, few are new."""
    if sum(map(len, vocabulary.seen.values())) > _MOST_KEPT:
        vocabulary.seen.clear()
    seen = vocabulary.seen.setdefault(run.language, {})
    for word in set(words).difference(seen):
        seen[word] = _terms(vocabulary, word, run.language)
    return seen


def _terms(vocabulary: Vocabulary, word: Word, language: str | None) -> tuple[tuple[int, Marks], ...]:
    """The terms that a word satisfies, with what to mark: its parts that do, else the whole word."""
    found: dict[int, list[Piece]] = {}
    for piece in word.pieces:
        for key in keys.written(piece, language, vocabulary.prefix_lengths):
            for term in _numbers(vocabulary, key):
                found.setdefault(term, []).append(piece)
    return tuple((term, _smallest(pieces, len(word.form))) for term, pieces in found.items())


def _numbers(vocabulary: Vocabulary, key: str) -> tuple[int, ...]:
    language, is_lemma, _ = key.partition(":")
    if not is_lemma:
        return vocabulary.plain.get(key, ())
    if language not in vocabulary.by_language:
        vocabulary.by_language[language] = _by_key(
            (number, keys.typed_in(term, language))
            for term, number in vocabulary.terms.items()
            if language in keys.typed_languages(term)
        )
    return vocabulary.by_language[language].get(key, ())


def _by_key(typed: Iterable[tuple[int, frozenset[str]]]) -> Numbers:
    found: dict[str, list[int]] = {}
    for number, term_keys in typed:
        for key in term_keys:
            found.setdefault(key, []).append(number)
    return {key: tuple(numbers) for key, numbers in found.items()}


def _smallest(pieces: list[Piece], length: int) -> Marks:
    spans = {(piece.start, piece.end) for piece in pieces}
    return tuple(sorted(span for span in spans if len(spans) == 1 or span != (0, length)))
