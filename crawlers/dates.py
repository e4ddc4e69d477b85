"""
Dates as sites write them.

Of our own because dateparser, tried on ../shared/data/be_newspapers, reads no line with a Latin i or an issue
number, and looks for a language for 150 ms in what is no date.
"""

import re
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple

from crawlers.date_words import AGO, CHANGED, DAYS_BACK, MONTHS, UNITS, ZONES, fold

MAX_LENGTH = 300
FIRST_YEAR = 1990

_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:t(\d\d)(\d\d)(?:\d\d)?(.*))?")
_ISO = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_DMY = re.compile(r"(?<![\d.])(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d\d)(?![\d:])")
_D_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:-?(?:го|ого|га|st|nd|rd|th))?[\s.,-]+(?:of )?([^\W\d_]+)"
    r"(?:[\s.,-]+(\d{4})(?!\d)|[\s.,-]+['’]?(\d\d)(?=\s*(?:$|,|г|\s\d{1,2}:)))?"
)
_MONTH_D = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4})(?!\d))?(?![\d:])")
_YEAR = re.compile(r"(?<![\d.:/-])(?:19|20)\d\d(?![\d:])")
_DM = re.compile(r"\W*(\d{1,2})\.(\d{1,2})\.?,?\s+(?=\d{1,2}:\d\d)")
_TIME = re.compile(
    r"(?<![\d:.+-])([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d(?:[.,]\d+)?)?(?![\d:])(?:\s*([ap])\.?m\b\.?)?"
    r"(?:\s*\(?(?P<name>[^\W\d_]{1,4})\b\)?)?(?:\s*(?P<sign>[+−-])(?P<hours>\d\d?):?(?P<minutes>[0-5]\d)?(?!\d))?"
)
_DOTTED_TIME = re.compile(r"(?:\b(?:в|у|о|at|godz\.?)\s+)([01]?\d|2[0-3])\.([0-5]\d)(?!\d)")


class Moment(NamedTuple):
    """When something was published, as far as a text says it."""

    at: datetime  # aware, UTC, whole minutes
    precision: str  # minute, day: then `at` is the midnight of that day in the source's zone
    offset: timedelta | None  # from UTC, if the text named one itself


class _Day(NamedTuple):
    on: date
    start: int  # where it was written
    end: int


def parse(
    value: str, zone: tzinfo, now: datetime, languages: Collection[str] = ()
) -> tuple[datetime, str] | None:
    """
    The time in UTC and its precision, minute or day; None where the text does not say it for certain.

    Days come before months (`09.04.2024` is 9 April); only `04/05/2024` may be either where a source writes
    English or nothing is known of its `languages`, and is None. A day without a year is the last one that is
    not after `now`; a time alone is of today. What comes out after `now` is None, and so is midnight a day. A
    date that is marked as a change (Обновлено) is not read.
    """
    found = moment(value, zone, now, languages)
    return (found.at, found.precision) if found else None


def moment(value: str, zone: tzinfo, now: datetime, languages: Collection[str] = ()) -> Moment | None:
    """As `parse`, with the offset from UTC that the text named."""
    text = _published_part(fold(value[:MAX_LENGTH]))
    if _EPOCH.fullmatch(text):
        return _not_after(now, datetime.fromtimestamp(int(text[:10]), UTC), "minute", timedelta())
    if match := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, rest = match.groups()
        text = f"{year}-{month}-{day}" + (f" {hour}:{minute}{rest}" if hour else "")
    if match := AGO.search(text):
        return _ago(match, zone, now)
    today = now.astimezone(zone).date()
    day = _day(text, today, languages)
    if day is None and not _TIME.fullmatch(text.strip(" .,|")):
        return None
    return _moment(text, day or _Day(today, 0, 0), zone, now)


def _published_part(text: str) -> str:
    """What stands before a mark of change; all of it where there is none."""
    match = CHANGED.search(text)
    return text[: match.start()] if match else text


def _moment(text: str, day: _Day, zone: tzinfo, now: datetime) -> Moment | None:
    rest = text[: day.start] + " " * (day.end - day.start) + text[day.end :]
    clock = _TIME.search(rest, day.end) or _TIME.search(rest) or _DOTTED_TIME.search(rest)
    midnight = datetime.combine(day.on, time(), zone)
    if clock is None:
        return _not_after(now, midnight, "day", None)
    hour, minute = int(clock[1]), int(clock[2])
    if clock.re is _TIME and clock[3]:
        hour = hour % 12 + (12 if clock[3] == "p" else 0)
    if hour == minute == 0:
        return _not_after(now, midnight, "day", None)
    written = _zone(clock) if clock.re is _TIME else None
    at = datetime.combine(day.on, time(hour, minute), written or zone)
    return _not_after(now, at, "minute", at.utcoffset() if written else None)


def _zone(clock: re.Match[str]) -> tzinfo | None:
    hours = ZONES.get(clock["name"] or "")
    if clock["sign"]:
        offset = timedelta(hours=int(clock["hours"]), minutes=int(clock["minutes"] or 0))
        return (
            timezone(offset if clock["sign"] == "+" else -offset) if offset <= timedelta(hours=14) else None
        )
    return None if hours is None else timezone(timedelta(hours=hours))


def _not_after(now: datetime, at: datetime, precision: str, offset: timedelta | None) -> Moment | None:
    if at.year < FIRST_YEAR:
        return None
    utc = at.astimezone(UTC).replace(second=0, microsecond=0)
    return Moment(utc, precision, offset) if utc <= now else None


def _day(text: str, today: date, languages: Collection[str]) -> _Day | None:
    """The first day of the text, of the surest form in it. A year may stand apart: `Jan 28 15:28 2020`."""
    year = next(iter(_YEAR.findall(text)), None)
    return (
        _first(_ISO, text, lambda m: date(int(m[1]), int(m[3]), int(m[4])))
        or _first(_DMY, text, lambda m: _day_first(m, today, languages))
        or _first(_D_MONTH, text, lambda m: _named(m[1], m[2], m[3] or m[4], today, needs_year=True))
        or _first(_MONTH_D, text, lambda m: _named(m[2], m[1], m[3], today, needs_year=True))
        or _first(_D_MONTH, text, lambda m: _named(m[1], m[2], year, today))
        or _first(_MONTH_D, text, lambda m: _named(m[2], m[1], year, today))
        or _first(_DM, text, lambda m: _without_year(int(m[1]), int(m[2]), today))
        or _first(re.compile(r"[^\W\d_]+"), text, lambda m: _back(m[0], today))
    )


def _first(pattern: re.Pattern[str], text: str, read: Callable[[re.Match[str]], date | None]) -> _Day | None:
    for match in pattern.finditer(text):
        try:
            on = read(match)
        except ValueError:  # 31 February
            continue
        if on:
            return _Day(on, match.start(), match.end())
    return None


def _day_first(match: re.Match[str], today: date, languages: Collection[str]) -> date | None:
    first, sign, second, year = int(match[1]), match[2], int(match[3]), match[4]
    may_be_american = sign == "/" and (not languages or "en" in languages)
    if may_be_american and second > 12:
        first, second = second, first
    elif may_be_american and first <= 12 and first != second:
        return None
    return date(_year(year, today), second, first)


def _named(day: str, word: str, year: str | None, today: date, *, needs_year: bool = False) -> date | None:
    month = MONTHS.get(word)
    if month is None or (needs_year and not year):
        return None
    return date(_year(year, today), month, int(day)) if year else _without_year(int(day), month, today)


def _year(digits: str, today: date) -> int:
    """Of two digits the last such year that is not after this one."""
    year = int(digits)
    if len(digits) == 4:
        return year
    century = today.year // 100 * 100
    return century + year if century + year <= today.year else century - 100 + year


def _without_year(day: int, month: int, today: date) -> date:
    on = date(today.year, month, day)
    return on if on <= today else date(today.year - 1, month, day)


def _back(word: str, today: date) -> date | None:
    back = DAYS_BACK.get(word)
    return None if back is None else today - timedelta(days=back)


def _ago(match: re.Match[str], zone: tzinfo, now: datetime) -> Moment | None:
    """Minutes are counted exactly; hours, days and weeks give a day."""
    minutes = next((UNITS[word] for word in UNITS if match[2].startswith(word)), None)
    number = int(match[1]) if match[1].isdecimal() else 1
    if minutes is None or number > 10_000:
        return None
    at = now - timedelta(minutes=number * minutes)
    if minutes == 1:
        return _not_after(now, at, "minute", timedelta())
    return _not_after(now, datetime.combine(at.astimezone(zone).date(), time(), zone), "day", None)
