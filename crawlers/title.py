"""The title of an article, without the name of its site."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml import html

from crawlers import page
from crawlers.declared import Declared, words

_SEPARATOR = re.compile(r"\s+[|–—\-·•*:»~/]+\s+|\s*[|｜]\s*|(?<=[^\x00-\x7f])：(?=[^\x00-\x7f])")
_MIN_KICKED = 15  # letters a title keeps when what stands before it is taken for a kicker
MAX_HEADINGS = 3


class _Candidate(NamedTuple):
    source: str  # heading, og, json_ld, twitter, title
    text: str
    forms: frozenset[str]  # folded, with and without what could be the site's name
    rank: int  # of headings: how many stood before it


def find(root: html.HtmlElement, declared: Declared, url: str) -> str | None:
    """
    The text that most of heading, `og:title` and JSON-LD agree on; None if there is none.

    A source that has a kicker before the same words agrees by half. Where `og:title` differs from a heading
    that JSON-LD repeats, it is what the editors wrote for readers, and wins (../shared/data/fundus: .862
    against .831). `<title>` is asked only where the three are silent.
    """
    found = list(_candidates(root, declared, site_names(root, declared, url)))
    weights = {"heading": 1.0, "json_ld": 1.0, "og": 2.1 if any(declared.of_articles("headline")) else 1.0}
    best = max(found, key=lambda candidate: _support(candidate, found, weights), default=None)
    return best.text if best else None


def every(root: html.HtmlElement, declared: Declared) -> Iterator[str]:
    """Every text that the page gives for a title, site names left in."""
    yield from (page.text_of(heading) for heading in root.iter("h1", "title"))
    yield from filter(None, (declared.first("og:title"), declared.first("twitter:title")))
    yield from map(words, declared.of_articles("headline"))


def split_end(text: str) -> tuple[str, str]:
    """The text before its last separator and what stands after it: nothing where there is none."""
    cuts = list(_SEPARATOR.finditer(text))
    return (text[: cuts[-1].start()].strip(), text[cuts[-1].end() :].strip()) if cuts else (text, "")


def fold(text: str) -> str:
    """Letters and digits only, small."""
    return "".join(re.findall(r"[^\W_]", text.lower()))


def _support(candidate: _Candidate, found: list[_Candidate], weights: dict[str, float]) -> float:
    folded = fold(candidate.text)
    agreed: dict[str, float] = {}
    for other in found:
        weight = weights.get(other.source, 0.0)
        if folded in other.forms:
            agreed[other.source] = weight
        elif len(folded) >= _MIN_KICKED and any(_is_kicked(folded, form) for form in other.forms):
            agreed[other.source] = max(agreed.get(other.source, 0.0), weight / 2)
    return sum(agreed.values()) - 0.3 * candidate.rank


def _is_kicked(folded: str, form: str) -> bool:
    return form.endswith(folded) and len(folded) >= 0.4 * len(form)


def _candidates(root: html.HtmlElement, declared: Declared, site_names: set[str]) -> Iterator[_Candidate]:
    headings = list(root.iter("h1"))[:MAX_HEADINGS]
    for rank, heading in enumerate(headings):
        text = words(page.text_of(heading))
        if fold(text) and fold(text) not in site_names:
            yield _Candidate("heading", text, frozenset({fold(text)}), rank)
    sources: tuple[tuple[str, Iterable[object]], ...] = (
        ("og", [declared.first("og:title")]),
        ("json_ld", declared.of_articles("headline")),
        ("twitter", [declared.first("twitter:title")]),
        ("title", (page.text_of(title) for title in root.iter("title"))),
    )
    for source, values in sources:
        for text in [words(value) for value in values][:1]:
            short = _without_site(text, site_names)
            if fold(short) and fold(short) not in site_names:
                yield _Candidate(source, short, frozenset(map(fold, _forms(text))) | {fold(short)}, 0)


def _forms(text: str) -> list[str]:
    """The text, and what stays of it when it is cut at each separator."""
    cuts = list(_SEPARATOR.finditer(text))
    return [text, *(text[: cut.start()] for cut in cuts), *(text[cut.end() :] for cut in cuts[:1])]


def _without_site(text: str, site_names: set[str]) -> str:
    """Cuts the site's name off the end, with what stands between it and the title, or off the start."""
    for cut in reversed(list(_SEPARATOR.finditer(text))):
        if text[: cut.start()].strip() and _is_site(fold(text[cut.end() :]), site_names):
            return _without_site(text[: cut.start()].strip(), site_names)
    first = _SEPARATOR.search(text)
    return text[first.end() :].strip() if first and fold(text[: first.start()]) in site_names else text


def _is_site(tail: str, site_names: set[str]) -> bool:
    return any(
        tail == name
        or (len(name) > 4 and name in tail and len(tail) < 2.5 * len(name))
        or (len(tail) > 3 and tail in name)
        for name in site_names
    )


def site_names(root: html.HtmlElement, declared: Declared, url: str) -> set[str]:
    """What the page says its site is called, its host, and the end of `<title>`; folded."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    said = [*declared.meta.get("og:site_name", ()), *declared.meta.get("application-name", ())]
    said += [words(publisher) for publisher in declared.of_articles("publisher")]
    return {fold(name) for name in (*said, host, host.split(".")[0], _end_of_title(root)) if fold(name)}


def _end_of_title(root: html.HtmlElement) -> str:
    """The last part of `<title>`, if it is a name: not a heading, unless an earlier part is one too."""
    parts = [part for title in list(root.iter("title"))[:1] for part in _SEPARATOR.split(page.text_of(title))]
    folded = [fold(part) for part in parts]
    if len(parts) < 2 or not 0 < len(folded[-1]) <= 40:
        return ""
    headings = {fold(page.text_of(heading)) for heading in root.iter("h1", "h2", "h3")}
    is_heading = folded[-1] in headings and not any(part in headings for part in folded[:-1])
    return "" if is_heading else parts[-1]
