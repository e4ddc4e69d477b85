"""The sentences of a text that a rule is about, with its words marked."""

from collections.abc import Sequence

from dazor.digest import clean
from dazor.digest.content import Line, Run
from dazor.text import sentences

Span = tuple[int, int]
AT_MOST = 3
LONGEST = 420  # characters of a sentence
BEFORE = 160  # characters before the first mark where a sentence is cut


def excerpts(text: str, spans: Sequence[Span], skip: int = 0) -> tuple[tuple[Line, ...], int]:
    """
    Three sentences with marks at most, and how many more there are.

    A text without marks (a rule about its title or source) gives its first
    sentence. The first `skip` sentences stand elsewhere already.
    """
    found = sentences.split(text)
    marked = [(span, inside) for span in found[skip:] if (inside := _inside(spans, span))]
    if not marked and not skip:
        marked = [(span, []) for span in found[:1]]
    lines = tuple(_sentence(text, span, inside) for span, inside in marked[:AT_MOST])
    return lines, len(marked[AT_MOST:])


def chosen(text: str, places: Sequence[Span], spans: Sequence[Span]) -> tuple[tuple[Line, ...], int]:
    """Three of these sentences with their marks, and how many more there are."""
    lines = tuple(_sentence(text, place, _inside(spans, place)) for place in places[:AT_MOST])
    return lines, len(places[AT_MOST:])


def heading(title: str, spans: Sequence[Span]) -> Line:
    """A title with its marks."""
    return _sentence(title, (0, len(title)), _inside(spans, (0, len(title))))


def opening(text: str, spans: Sequence[Span]) -> Line:
    """The first sentence, for a text without a title."""
    first = next(iter(sentences.split(text)), (0, 0))
    return _sentence(text, first, _inside(spans, first))


def whole(text: str, place: Span, spans: Sequence[Span]) -> Line:
    """A part of a text with its marks, however long it is."""
    return tuple(_runs(text, *place, _inside(spans, place)))


def _inside(spans: Sequence[Span], place: Span) -> list[Span]:
    """The parts of the spans that lie in a place."""
    start, end = place
    return [(max(start, left), min(end, right)) for left, right in spans if left < end and right > start]


def _sentence(text: str, place: Span, marks: list[Span]) -> Line:
    start, end = place
    if end - start > LONGEST:
        start, end = _cut(text, place, marks)
        marks = _inside(marks, (start, end))
    runs = _runs(text, start, end, marks)
    return (
        *([Run("… ")] if start > place[0] else []),
        *runs,
        *([Run(" …")] if end < place[1] else []),
    )


def _cut(text: str, place: Span, marks: list[Span]) -> Span:
    """A part of a long sentence around its first mark, from word to word where there are any."""
    start, end = place
    if marks and marks[0][0] - start > BEFORE:
        around = marks[0][0] - BEFORE
        space = text.find(" ", around, marks[0][0])
        start = space + 1 if space >= 0 else around
    if end - start > LONGEST:
        space = text.rfind(" ", start, start + LONGEST)
        end = space if space > start else start + LONGEST
    return start, end


def _runs(text: str, start: int, end: int, marks: list[Span]) -> list[Run]:
    runs = []
    for left, right in marks:
        runs += [Run(clean.line(text[start:left])), Run(clean.line(text[left:right]), is_marked=True)]
        start = right
    runs.append(Run(clean.line(text[start:end])))
    return [run for run in runs if run.text]
