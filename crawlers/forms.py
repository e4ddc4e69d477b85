"""
Archives: the address of a day's page, and what is sent where a form asks for the day.

Behind the `#` of such an address, which is never sent, stands the day.
"""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from crawlers import page, urls
from crawlers.answer import Answer
from dazor.catalogue import Entry, templates


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A filled form. The cookies of its page go with it and with no other request."""

    body: str
    cookies: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """What a request with it says besides."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return kind | ({"Cookie": self.cookies} if self.cookies else {})


def day_url(entry: Entry, day: date) -> str:
    """The address of a day."""
    return f"{templates.on_day(entry.url, day)}#{day.isoformat()}"


def day_key(url: str) -> str:
    """Its key: of a form all days have one address."""
    return f"{urls.key(url)}#{url.rpartition('#')[2]}"


def day_of(url: str) -> date | None:
    """The day that an address is of; None: it does not say."""
    match = re.search(r"#(\d{4}-\d\d-\d\d)$", url)
    return date.fromisoformat(match[1]) if match else None


def needs_page(entry: Entry) -> bool:
    """Whether the page of the form has to be read first, for a value that stands in it."""
    return any(map(templates.of_page, entry.form.values()))


def fill(entry: Entry, day: date, form_page: Answer | None = None) -> Query | str:
    """The form for a day; or, as a sentence, what its page lacks."""
    root = page.parse(form_page.body) if form_page and form_page.body else None
    fields: dict[str, str] = {}
    for name, value in entry.form.items():
        place = templates.of_page(value)
        if place is None:
            fields[name] = templates.on_day(value, day)
            continue
        css, attribute = place
        found = page.select(root, css) if root is not None else []
        said = next((one.get(attribute) for one in found if not isinstance(one, str)), None)
        if said is None:
            return f"The page of the form has no {css} with {attribute}."
        fields[name] = said
    return Query(body=urlencode(fields), cookies=_cookies(form_page) if form_page else "")


def _cookies(answer: Answer) -> str:
    """Name and value of each cookie that an answer sets, as a request sends them back."""
    given = [value for name, value in answer.response_headers if name.lower() == "set-cookie"]
    return "; ".join(dict.fromkeys(cookie.partition(";")[0].strip() for cookie in given))
