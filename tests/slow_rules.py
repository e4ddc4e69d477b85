"""
The rules once more, slow and obvious: what the matcher and search are measured by.

No index, no triggers, no order of evaluation: each part of a rule is asked of each
word. Shares with the matcher only how a text becomes words and a word becomes keys.
"""

from dataclasses import replace
from functools import cache, lru_cache
from itertools import product

from dazor.rules import keys
from dazor.rules.matcher import Text
from dazor.rules.tree import And, Near, Node, Not, Only, Or, Phrase, Rubric, Term, Times, Title
from dazor.text import reading, tokens
from dazor.text.fold import Composed

LONGEST_BEGINNING = 20  # letters of a prefix
Mark = tuple[bool, int, int]  # is it the title, start, end
Place = tuple[int, int, list[tuple[int, int]]]  # first and last position, marks


def spans(node: Node, text: Text):
    """Title spans and spans, as a hit has them; None where the rule does not match."""
    found = marks(node, text)
    if found is None:
        return None
    return tuple(
        _merged([mark[1:] for mark in sorted(found) if mark[0] is is_title]) for is_title in (True, False)
    )


def marks(node: Node, text: Text) -> set[Mark] | None:
    """The marks in a text that matches; None where it does not."""
    match node:
        case And(parts=parts):
            found = [marks(part, text) for part in parts]
            return None if None in found else set().union(*found)
        case Or(parts=parts):
            found = [one for part in parts if (one := marks(part, text)) is not None]
            return set().union(*found) if found else None
        case Not(wanted=wanted, unwanted=unwanted):
            is_out = any(marks(part, text) is not None for part in unwanted)
            return None if is_out else marks(wanted, text)
        case Title(part=part):
            return marks(part, replace(text, text="", rubric=None))
        case Rubric(part=part):
            return None if marks(part, Text(text=text.rubric or "")) is None else set()
        case Only(fact=fact, values=values):
            return set() if _fact(fact, text) in values else None
        case Times(count=count, part=part):
            is_enough = sum(_most_apart(_places(part, field)) for field in _fields(text)) >= count
            return marks(part, text) if is_enough else None
        case _:
            return {
                (is_title, *mark)
                for is_title, field in zip((True, False), _fields(text), strict=True)
                for *_, found in _places(node, field)
                for mark in found
            } or None


def _fields(text: Text) -> tuple[str, str]:
    return text.title or "", text.text


def _fact(fact: str, text: Text) -> str | None:
    language = text.language or reading.read(text.text).language
    change = "edited" if text.is_edited else None
    return {"source": text.source, "kind": text.kind, "lang": language, "change": change}[fact]


def _places(node: Node, field: str) -> list[Place]:
    """All places of words, phrases and neighbours in a title or a text."""
    match node:
        case Phrase(terms=terms):
            found = [_satisfied(term, field) for term in terms]
            rows = range(len(found[0]) - len(terms) + 1)
            lined_up = [(row, [found[step][row + step] for step in range(len(terms))]) for row in rows]
            return [
                (row, row + len(terms) - 1, [(row_marks[0][0][0], row_marks[-1][-1][1])])
                for row, row_marks in lined_up
                if all(row_marks)
            ]
        case Or(parts=parts):
            return [place for part in parts for place in _places(part, field)]
        case Near(left=left, right=right, words_between=between, is_ordered=is_ordered):
            pairs = list(product(_places(left, field), _places(right, field)))
            pairs += [] if is_ordered else [(second, first) for first, second in pairs]
            close = [(a, b) for a, b in pairs if 0 <= b[0] - a[1] - 1 <= between]
            return [place for pair in close for place in pair]
        case _:
            return [(at, at, found) for at, found in enumerate(_satisfied(node, field)) if found]


def _most_apart(places: list[Place]) -> int:
    """The most places of which no two overlap."""
    most: dict[tuple[int, int], int] = {}
    for first, last, _ in sorted(places, key=lambda place: place[:2]):
        before = [count for (_, end), count in most.items() if end < first]
        most[first, last] = 1 + max(before, default=0)
    return max(most.values(), default=0)


def _satisfied(term: Term, field: str) -> list[list[tuple[int, int]]]:
    """For each word what to mark of it: its parts that satisfy the term, else the whole, or nothing."""
    typed = _typed(term)
    return [_marked(typed, word) for word in _words(field)]


@lru_cache(maxsize=100)
def _words(field: str) -> list[list[tuple[bool, tuple[int, int], set[str]]]]:
    """For each word its pieces: is it the whole, the span in the original, the keys."""
    found = reading.read(field)
    languages = [run.language for run in found.runs for _ in range(run.first, run.end)]
    rows = zip(tokens.split_composed(found.composed), found.words, languages, strict=True)
    return [
        [
            (
                piece.end - piece.start == len(word.form),
                _original(found.composed, token.composed_start, (piece.start, piece.end)),
                keys.written(piece, language, range(1, LONGEST_BEGINNING)),
            )
            for piece in word.pieces
        ]
        for token, word, language in rows
    ]


def _marked(
    typed: frozenset[str], pieces: list[tuple[bool, tuple[int, int], set[str]]]
) -> list[tuple[int, int]]:
    satisfying = [(is_whole, span) for is_whole, span, written in pieces if written & typed]
    parts = {span for is_whole, span in satisfying if not is_whole}
    return sorted(parts or {span for _, span in satisfying})


@cache
def _typed(term: Term) -> frozenset[str]:
    return keys.typed(term)


def _original(composed: Composed, start: int, mark: tuple[int, int]) -> tuple[int, int]:
    return composed.starts[start + mark[0]], composed.ends[start + mark[1] - 1]


def _merged(found: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Those that overlap made one."""
    out: list[tuple[int, int]] = []
    for start, end in found:
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)
