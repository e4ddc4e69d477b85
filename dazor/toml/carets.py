"""How a mistake in something typed is shown: the line, the column and a caret under the place."""

import re

_SHOWN = 100  # characters of a long line that are shown around the place
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def place(text: str, at: int) -> tuple[int, int]:
    """Line and column of an offset, both counted from 1."""
    before = text[:at]
    return before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1


def picture(text: str, at: int) -> str:
    """Two lines: the line of the place, cut if it is long, and a caret below it."""
    line_start = text.rfind("\n", 0, at) + 1
    line_end = text.find("\n", at)
    line = text[line_start : line_end if line_end >= 0 else len(text)].rstrip("\r")
    first = max(0, at - line_start - _SHOWN // 2)
    shown = _UNPRINTABLE.sub(" ", line[first : first + _SHOWN])
    before, after = "… " * (first > 0), " …" * (first + _SHOWN < len(line))
    return f"    {before}{shown}{after}\n    {' ' * (len(before) + at - line_start - first)}^"
