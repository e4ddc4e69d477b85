"""Where words, phrases and neighbours stand in one field of a text."""

from bisect import bisect_left
from collections.abc import Callable
from itertools import chain

from dazor.rules import vocabulary
from dazor.rules.tree import Entity, Exact, Near, Node, Or, Phrase, Prefix, Word
from dazor.rules.vocabulary import Index, Marks, Vocabulary

Places = dict[tuple[int, int], Marks]  # first and last position → what to mark
FindPlaces = Callable[[Index], Places]


def compile_places(node: Node, words: Vocabulary) -> FindPlaces:
    """Finds all places of a node in the index of a field. The node is one that check.py lets pass."""
    match node:
        case Word() | Exact() | Prefix() | Entity():
            return _word(vocabulary.number(words, node))
        case Phrase(terms=terms):
            return _phrase([vocabulary.number(words, term) for term in terms])
        case Or(parts=parts):
            return _any([compile_places(part, words) for part in parts])
        case Near(left=left, right=right, words_between=between, is_ordered=is_ordered):
            return _near(compile_places(left, words), compile_places(right, words), between, is_ordered)
        case _:
            raise AssertionError(f"{node} has no places")


def _word(number: int) -> FindPlaces:
    def find(index: Index) -> Places:
        return {(at, at): marks for at, marks in index.get(number, {}).items()}

    return find


def _phrase(numbers: list[int]) -> FindPlaces:
    def find(index: Index) -> Places:
        found = [row for number in numbers if (row := index.get(number)) is not None]
        if len(found) < len(numbers):
            return {}
        offset, rarest = min(enumerate(found), key=lambda row: len(row[1]))
        starts = (at - offset for at in rarest)
        return {
            (start, start + len(found) - 1): (
                (found[0][start][0][0], found[-1][start + len(found) - 1][-1][1]),
            )
            for start in starts
            if all(start + step in row for step, row in enumerate(found))
        }

    return find


def _any(parts: list[FindPlaces]) -> FindPlaces:
    def find(index: Index) -> Places:
        places: Places = {}
        for part in parts:
            for at, marks in part(index).items():
                _add(places, at, marks)
        return places

    return find


def _near(left: FindPlaces, right: FindPlaces, between: int, is_ordered: bool) -> FindPlaces:
    def find(index: Index) -> Places:
        first, second = left(index), right(index)
        places: Places = {}
        _add_pairs(places, first, second, between)
        if not is_ordered:
            _add_pairs(places, second, first, between)
        return places

    return find


def _add_pairs(places: Places, before: Places, after: Places, between: int) -> None:
    """Each pair with the second after the first and at most so many words between them."""
    ordered = sorted(after)
    for at, marks in before.items():
        low = bisect_left(ordered, (at[1] + 1, 0))
        high = bisect_left(ordered, (at[1] + 2 + between, 0), low)
        for next_at in ordered[low:high]:
            _add(places, (at[0], next_at[1]), (*marks, *after[next_at]))


def _add(places: Places, at: tuple[int, int], marks: Marks) -> None:
    places[at] = tuple(dict.fromkeys(chain(places.get(at, ()), marks)))
