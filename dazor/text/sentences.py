"""The sentences of a text in Russian, Belarusian or English, for excerpts."""

import re
from itertools import pairwise

# After these a point does not end a sentence.
_ABBREVIATIONS = frozenset(
    "т тт с стр рис табл см ср напр т.е т.к т.д т.п т.н гл р н.э я каб гл.ч в.ч"
    " г гг им імя ул вул пр просп пл пер наб д к корп кв обл вобл р-н п пос с в д дер воен ген ген.-м полк"
    " подполк кап лейт ст мл акад праф проф доц канд д-р св гр грам руб коп тыс млн млрд экз чел тел"
    " mr mrs ms dr prof gen col lt sgt st no vs e.g i.e jan feb mar apr aug sept oct nov dec u.s u.k".split()
)
# A run of marks is tried from its start only: a row of a hundred thousand points is read once.
_ENDS = re.compile(r"""(?<![.!?…])[.!?…]++[»”"’')\]]*+(?=\s)""")
_LAST_WORD = re.compile(r"(?:[^\W_]|[.'’-])+\Z")
_INITIAL = re.compile(r"[A-ZА-ЯЁІЎ]")
_OFTEN_LAST = frozenset("г гг т.д т.п др руб коп тыс млн млрд чел н.э".split())  # also ends a sentence
_YEAR = re.compile(r"\d\s*\w+\Z")  # «5 мая 2024 г. Суд …» ends, «в г. Минске» goes on
_NEXT = re.compile(r"\s+(?:[—–-]\s*)?[«“„\"'(\[]*(\S)")


def split(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences in order, without white space around; a line break ends a sentence."""
    spans = []
    start = 0
    for line in text.splitlines(keepends=True):
        spans.extend(_split_line(line, start))
        start += len(line)
    return spans


def _split_line(line: str, offset: int) -> list[tuple[int, int]]:
    cuts = [found.end() for found in _ENDS.finditer(line) if _is_end(line, found)]
    edges = [0, *cuts, len(line)]
    spans = (_trimmed(line, start, end) for start, end in pairwise(edges))
    return [(offset + start, offset + end) for start, end in spans if start < end]


def _is_end(line: str, found: re.Match[str]) -> bool:
    following = _NEXT.match(line, found.end())
    if following is None:
        return True
    letter = following[1]
    if letter.islower():
        return False
    return found[0] != "." or not _is_abbreviated(line[max(found.start() - 30, 0) : found.start()], letter)


def _is_abbreviated(before: str, letter: str) -> bool:
    """Is the point after `before` one of an abbreviation or an initial? `letter` begins what follows."""
    last = _LAST_WORD.search(before)
    if last is None:
        return False
    word = last[0].strip("'’.-")
    if len(word) == 1 and _INITIAL.match(word):
        return letter.isalpha()
    word = word.lower()
    if word in _OFTEN_LAST and letter.isupper():
        return word == "г" and not _YEAR.search(before)
    return word in _ABBREVIATIONS


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    part = line[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())
