"""Where words, phrases and neighbours stand in one field of a text."""

from bisect import bisect_left
from collections.abc import Callable

from dazor.rules import vocabulary
from dazor.rules.tree import Exact, Forms, Near, Node, Or, Phrase, Prefix, Word
from dazor.rules.vocabulary import Index, Marks, Vocabulary

Places = dict[tuple[int, int], Marks]  # first and last position → what to mark
FindPlaces = Callable[[Index], Places]


def compile_places(node: Node, words: Vocabulary) -> FindPlaces:
    """Finds all places of a node in the index of a field. The node is one that check.py lets pass."""
    match node:
        case Word() | Exact() | Prefix() | Forms():
            return _word(vocabulary.number(words, node))
        case Phrase(terms=terms):
            return _phrase([vocabulary.number(words, term) for term in terms])
        case Near(left=left, right=right):
            return _near(node, compile_places(left, words), compile_places(right, words))
        case Or(parts=parts):
            return _any([compile_places(part, words) for part in parts])
        case _:
            raise AssertionError(f"{node} has no places")


def apart(places: Places) -> int:
    """How many places there are; of those that overlap, as few as possible are left out."""
    count, end = 0, -1
    for first, last in sorted(places, key=lambda place: place[1]):
        if first > end:
            count, end = count + 1, last
    return count


def _near(node: Near, left: FindPlaces, right: FindPlaces) -> FindPlaces:
    """Each place of either that has one of the other close enough."""

    def find(index: Index) -> Places:
        first, second = left(index), right(index)
        if not first or not second:
            return {}
        found = _pairs(first, second, node.words_between)
        if not node.is_ordered:
            _join(found, _pairs(second, first, node.words_between))
        return found

    return find


def _pairs(before: Places, after: Places, between: int) -> Places:
    """All that come before or after one of the others, with at most so many words between."""
    lasts = sorted(last for _, last in before)
    firsts = sorted(first for first, _ in after)
    found = {
        (first, last): marks
        for (first, last), marks in before.items()
        if _has_one(firsts, last + 1, last + 1 + between)
    }
    close = {
        (first, last): marks
        for (first, last), marks in after.items()
        if _has_one(lasts, first - 1 - between, first - 1)
    }
    _join(found, close)
    return found


def _has_one(ordered: list[int], low: int, high: int) -> bool:
    at = bisect_left(ordered, low)
    return at < len(ordered) and ordered[at] <= high


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
            _join(places, part(index))
        return places

    return find


def _join(places: Places, others: Places) -> None:
    for place, marks in others.items():
        known = places.get(place)
        places[place] = marks if known is None else tuple(dict.fromkeys((*known, *marks)))
