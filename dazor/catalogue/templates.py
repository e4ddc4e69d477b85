"""Addresses and form values with gaps: for a day, `{date:%Y%m%d}`, or for the number of a page, `{page}`."""

import re
from datetime import date

_DATE = re.compile(r"\{date:([^{}]*)\}")
_PAGE = "{page}"
_SOME_DAY = date(2024, 5, 30)
_CSS = re.compile(r"css:(.+)@([\w-]+)")


def on_day(template: str, day: date) -> str:
    """The template for a day."""
    return _DATE.sub(lambda match: day.strftime(match[1]), template)


def on_page(template: str, number: int) -> str:
    """The template for a page; the first one is 1."""
    return template.replace(_PAGE, str(number))


def has_day(template: str) -> bool:
    """Whether it differs from day to day."""
    return on_day(template, _SOME_DAY) != template


def has_page(template: str) -> bool:
    """Whether it differs from page to page."""
    return _PAGE in template


def filled(template: str) -> str:
    """The template with something in each gap, to check the rest of it."""
    return on_page(on_day(template, _SOME_DAY), 2)


def of_page(value: str) -> tuple[str, str] | None:
    """CSS selector and attribute of a form value that the page of the form holds, `css:input#token@value`."""
    match = _CSS.fullmatch(value)
    return (match[1], match[2]) if match else None
