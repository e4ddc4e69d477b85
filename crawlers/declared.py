"""What a page declares of itself for machines: JSON-LD and meta elements."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from lxml import html

_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Interview)$")
_TRAIL = re.compile(r"BreadcrumbList\Z")
_CONTAINERS = ("@graph", "mainEntity", "mainEntityOfPage", "breadcrumb")
MAX_DEPTH = 8
MAX_SCRIPT = 1_000_000  # characters

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """The head of a page, read once."""

    articles: tuple[Json, ...]  # JSON-LD objects of an article's type, in the order of the page
    trails: tuple[Json, ...]  # lists of breadcrumbs
    meta: dict[str, tuple[str, ...]]  # contents by property, name or itemprop, in small letters

    def first(self, *names: str) -> str | None:
        """The first content that is not empty under the first of the names that has one."""
        return next((value for name in names for value in self.meta.get(name, ()) if value), None)

    def of_articles(self, key: str) -> Iterator[Any]:
        """What the JSON-LD articles say under a key, empty values left out."""
        return (article[key] for article in self.articles if article.get(key))


def read(root: html.HtmlElement) -> Declared:
    """Never raises: what cannot be read is left out."""
    scripts = root.xpath("//script[contains(@type, 'ld+json')]/text()")
    parsed = [_parsed(script[:MAX_SCRIPT]) for script in scripts]
    return Declared(
        articles=tuple(found for value in parsed for found in _of_type(_ARTICLE, value)),
        trails=tuple(found for value in parsed for found in _of_type(_TRAIL, value)),
        meta=_meta(root),
    )


def words(value: object) -> str:
    """A JSON-LD value as plain text in one line; of an object its name. Sites escape twice."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value")
    text = unescape(unescape(value)) if isinstance(value, str) else ""
    return " ".join(text.replace("\xad", "").split())


def names(value: object) -> tuple[str, ...]:
    """The names in a JSON-LD author: a text, an object, or a list of them; a name may be a list too."""
    found: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, dict) else item
        found += map(words, name if isinstance(name, list) else [name])
    return tuple(name for name in found if name)


def _parsed(script: str) -> object:
    try:
        return json.loads(script.strip().removeprefix("<!--").removesuffix("-->").strip(" ;\n"), strict=False)
    except (ValueError, RecursionError):
        return None


def _of_type(type_: re.Pattern[str], value: object, depth: int = 0) -> Iterator[Json]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _of_type(type_, item, depth + 1)
    elif isinstance(value, dict):
        types = value.get("@type")
        if any(
            isinstance(x, str) and type_.search(x) for x in (types if isinstance(types, list) else [types])
        ):
            yield value
        for key in _CONTAINERS:
            yield from _of_type(type_, value.get(key), depth + 1)


def _meta(root: html.HtmlElement) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for element in root.iter("meta"):
        content = " ".join((element.get("content") or "").replace("\xad", "").split())
        for attribute in ("property", "name", "itemprop"):
            if content and (name := (element.get(attribute) or "").strip().lower()):
                found[name] = (*found.get(name, ()), content)
    return found
