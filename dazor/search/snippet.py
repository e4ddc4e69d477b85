"""The part of a text that shows why it was found, cut from the original."""

from collections.abc import Sequence

Span = tuple[int, int]
LONGEST = 240  # characters
BEFORE = 80  # characters before the first mark


def cut(text: str, spans: Sequence[Span]) -> Span:
    """A part around the first mark, from word to word if there are any; the beginning without a mark."""
    start = _start(text, spans[0][0]) if spans else 0
    end = min(len(text), start + LONGEST)
    if end < len(text):
        last = max(text.rfind(sign, start, end) for sign in " \n")
        end = last if last > (spans[0][1] if spans else start) else end
    return start + len(text[start:end]) - len(text[start:end].lstrip()), start + len(text[start:end].rstrip())


def snippet(text: str, spans: Sequence[Span], marks: tuple[str, str] = ("", "")) -> str:
    """The part around the first mark on one line, with `marks` around what was found and … at cuts."""
    start, end = cut(text, spans)
    shown = marked(text, spans, (start, end), marks)
    return f"{'… ' * (start > 0)}{shown}{' …' * (end < len(text.rstrip()))}"


def marked(text: str, spans: Sequence[Span], part: Span, marks: tuple[str, str]) -> str:
    """A part of a text on one line, with marks around what was found in it."""
    at, end = part
    pieces: list[str] = []
    for left, right in spans:
        first, last = max(left, at), min(right, end)
        if first < last:
            pieces += [text[at:first], marks[0], text[first:last], marks[1]]
            at = last
    return " ".join("".join([*pieces, text[at:end]]).split())


def _start(text: str, mark: int) -> int:
    around = max(0, mark - BEFORE)
    if around == 0:
        return 0
    found = [at for sign in " \n" if (at := text.find(sign, around, mark)) >= 0]
    return min(found) + 1 if found else around
