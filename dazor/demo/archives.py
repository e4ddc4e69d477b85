"""Ways back to older articles: pages of a listing, days of an archive, its form, an endless calendar."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from dazor.demo.world import Article, Entry, Outlet, World, shown

KINDS = ("archive", "form", "calendar")
_DAY = re.compile(r"\{day:([^}]+)\}")
_NUMBERS = {"%Y": r"\d{4}", "%m": r"\d{2}", "%d": r"\d{2}"}


def day_of(entry: Entry, path: str) -> date | None:
    """The day that a path of an archive or a calendar asks for; None: it is no such path."""
    if not (form := _DAY.search(entry.path)):
        return None
    digits = re.sub("%[Ymd]", lambda sign: _NUMBERS[sign[0]], form[1])
    before, after = map(re.escape, (entry.path[: form.start()], entry.path[form.end() :]))
    if not (found := re.fullmatch(f"{before}({digits}){after}", path)):
        return None
    try:
        return datetime.strptime(found[1], form[1]).date()  # noqa: DTZ007 - a day of the outlet
    except ValueError:
        return None


def page_of(
    articles: list[Article], outlet: Outlet, entry: Entry, told: Mapping[str, Any]
) -> tuple[list[Article], str | None]:
    """The articles of one page of a list, and the path of the next one. A page past the end is empty."""
    number = told["query"].get("page", "1") if entry.is_paged else "1"
    number = int(number) if number.isdecimal() else 1
    last = max(number, 1) * outlet.per_page
    older = f"{entry.path}?page={number + 1}" if entry.is_paged and last < len(articles) else None
    return articles[last - outlet.per_page : last], older


def found(
    world: World, outlet: Outlet, entry: Entry, at: datetime, told: Mapping[str, Any]
) -> dict[str, Any]:
    """What the template of an archive, form or calendar needs: the day, its articles, the ways on."""
    articles = shown(world, outlet.id, entry.language, at)
    if entry.kind == "form":
        return _asked(articles, outlet, entry, told["form"], at) | {"entry": entry}
    day = day_of(entry, told["path"]) or at.date()
    step = timedelta(days=1)
    return {
        "entry": entry,
        "day": day,
        "articles": [article for article in articles if article.published_at.date() == day],
        "day_before": _path(entry, day - step),
        "day_after": _path(entry, day + step) if day < at.date() or entry.kind == "calendar" else None,
    }


def token(outlet: Outlet, at: datetime) -> str:
    """What a form has to send back; it is good for a day."""
    return hashlib.sha256(f"{outlet.id} {at:%Y-%m-%d}".encode()).hexdigest()[:24]


def _asked(
    articles: list[Article], outlet: Outlet, entry: Entry, form: Mapping[str, str] | None, at: datetime
) -> dict[str, Any]:
    """The form and what it found: the texts of one day, where token and days are as they should be."""
    told: dict[str, Any] = {"token": token(outlet, at), "articles": [], "mistake": None, "day": None}
    if form is None:
        return told | {"articles": articles[: outlet.per_page]}
    if form.get("token") != told["token"]:
        return told | {"mistake": "token"}
    days = {form.get("date_from", ""), form.get("date_to", "")}
    if len(days) != 1 or not (day := _day(days.pop())):
        return told | {"mistake": "days"}
    return told | {"day": day, "articles": [a for a in articles if a.published_at.date() == day]}


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007 - a day of the outlet
    except ValueError:
        return None


def _path(entry: Entry, day: date) -> str:
    return _DAY.sub(lambda form: f"{day:{form[1]}}", entry.path)
