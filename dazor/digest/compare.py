"""What an edit changed, in a few words before and after."""

import re
from difflib import SequenceMatcher
from itertools import pairwise

from dazor.digest import clean
from dazor.digest.content import Change, Line, Run

AT_MOST = 3  # places
AROUND = 6  # words of what stayed, on either side
LONGEST = 45  # words of one side of a place
COMPARED = 1500  # words in which places are looked for; what differs further on is one place

_WORD = re.compile(r"\S+")
Edit = tuple[int, int, int, int]  # words [a, b) became words [c, d)


def changes(before: str, after: str) -> tuple[tuple[Change, ...], int]:
    """The first three places that differ, and how many more there are. White space does not count."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    edits = _edits(old, new)
    shown = tuple(_change(old, new, edit) for edit in edits[:AT_MOST])
    return shown, len(edits[AT_MOST:])


def _edits(old: list[str], new: list[str]) -> list[Edit]:
    """Places that differ, in order; those with few words between are one."""
    same = _same_start(old, new)
    same_end = _same_start(old[same:][::-1], new[same:][::-1])
    left, right = old[same : len(old) - same_end], new[same : len(new) - same_end]
    if max(len(left), len(right)) > COMPARED:
        return [(same, same + len(left), same, same + len(right))]
    found: list[Edit] = []
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        edit = (same + a, same + b, same + c, same + d)
        if found and edit[0] - found[-1][1] <= AROUND:
            edit = (found[-1][0], edit[1], found.pop()[2], edit[3])
        found.append(edit)
    return found


def _same_start(old: list[str], new: list[str]) -> int:
    pairs = zip(old, new, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new)))


def _change(old: list[str], new: list[str], edit: Edit) -> Change:
    a, b, c, d = edit
    return Change(before=_side(old, a, b), after=_side(new, c, d))


def _side(words: list[str], start: int, end: int) -> Line:
    cut = min(end, start + LONGEST)
    first, last = max(0, start - AROUND), min(len(words), end + AROUND) if cut == end else cut
    parts = [
        Run(_joined(words[first:start])),
        Run(_joined(words[start:cut]), is_marked=True),
        Run(_joined(words[cut:last])),
    ]
    runs = _spaced([run for run in parts if run.text])
    return (*([Run("… ")] if first > 0 else []), *runs, *([Run(" …")] if last < len(words) else []))


def _joined(words: list[str]) -> str:
    return clean.line(" ".join(words))


def _spaced(runs: list[Run]) -> list[Run]:
    """The runs with a space between any two, in the plain one of them."""
    for at, (left, right) in enumerate(pairwise(runs)):
        if left.is_marked:
            runs[at + 1] = right._replace(text=f" {right.text}")
        else:
            runs[at] = left._replace(text=f"{left.text} ")
    return runs
