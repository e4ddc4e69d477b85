"""Texts from outside in a spreadsheet: what begins like a formula is not one."""

import csv
import io
from collections.abc import Iterable, Iterator

# OWASP, "CSV Injection": these begin a formula in one program or another; the wide ones are folded to them.
_BEGINS = frozenset("=+-@\t\r\n|%＝＋－＠﹦﹢﹣﹫")
_UNSEEN = " \u00a0\u200b\u200e\u200f\ufeff"  # some programs cut them off first


def cell(value: object) -> str:
    """A value as text; an apostrophe stands before what a spreadsheet would run. None is empty."""
    text = "" if value is None else str(value).replace("\0", "")
    first = text.lstrip(_UNSEEN)[:1]
    return f"'{text}" if first in _BEGINS and first else text


def lines(header: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """CSV (RFC 4180), a row at a time, without the line end; every cell in quotation marks."""
    yield _line(header)
    for row in rows:
        yield _line(row)


def _line(row: Iterable[object]) -> str:
    place = io.StringIO()
    csv.writer(place, quoting=csv.QUOTE_ALL, lineterminator="").writerow([cell(value) for value in row])
    return place.getvalue()
