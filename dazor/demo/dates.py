"""Dates as the pretend outlets write them, in Russian, Belarusian and English."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

MINSK = ZoneInfo("Europe/Minsk")

MONTHS = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "be": "студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня",
    "en": "January February March April May June July August September October November December",
}

_PLACEHOLDER = re.compile(r"\{day:([+-]?\d+)\}")


def month(day: date, language: str) -> str:
    """The name of the month as it follows a day: марта, сакавіка, March."""
    return MONTHS[language].split()[day.month - 1]


def day_and_month(day: date, language: str) -> str:
    """As in "2 марта"."""
    return f"{day.day} {month(day, language)}"


def long(at: datetime, language: str) -> str:
    """As in "02 марта 2026, 09:15", in the zone of `at`."""
    return f"{at.day:02} {month(at, language)} {at.year}, {at:%H:%M}"


def fill_in(text: str, today: date, language: str) -> str:
    """Puts a date in words where a text says {day:+3}, three days after `today`."""
    return _PLACEHOLDER.sub(
        lambda found: day_and_month(today + timedelta(days=int(found[1])), language),
        text,
    )
