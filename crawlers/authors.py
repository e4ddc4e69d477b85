"""Who wrote an article, as the page says."""

import re
from collections.abc import Collection, Iterable

from lxml import html

from crawlers import page
from crawlers.declared import Declared, names
from crawlers.title import fold

MAX_AUTHORS = 10
_META = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "cxenseparse:author")
_MARKED = (
    "//*[(@rel='author' or contains(concat(' ', @itemprop, ' '), ' author ')"
    " or contains(translate(@class, 'AB', 'ab'), 'author')"
    " or contains(translate(@class, 'BYL', 'byl'), 'byline'))"
    " and not(self::meta or self::link or self::body or self::article or self::footer or self::aside"
    " or ancestor::aside or ancestor::footer"
    " or ancestor::nav or ancestor::form or ancestor::*[contains(@class, 'comment')])]"
)
_AND = re.compile(r"\s*(?:[;,|•·]|/|\s&\s|\s(?:and|und|et|y|oraz|и|і|ды|та)\s)\s*")
_BY = re.compile(
    r"^\W*(?:(?:written |text |story )?by|von|vom|par|por|text|autor(?:in|en)?|authors?|reporter"
    r"|автор(?:ы)?|аўтар(?:ы)?|текст|тэкст|подготовил[аи]?|падрыхтавал[аі]?|беседовал[аи]?|гутарыл[аі]?)"
    r"(?:\s*:|\s)\s*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"@|https?:|www\.", re.IGNORECASE)
_NO_NAME = re.compile(r"\d|\b(?:updated|published|обновлено|опубликовано)\b", re.IGNORECASE)

# Agencies and offices that sign instead of a person, as they stand in a byline.
_AGENCIES = re.compile(
    r"белта|belta|тасс|tass|риа(?: новости)?|ria novosti|интерфакс\S*|interfax\S*|спутник|sputnik|укринформ"
    r"|reuters|(?:the )?associated press|ap|afp|dpa|apa|sda|pap|efe|ansa|унiан|унян|unian"
    r"|.*\b(?:пр[еэ]сс?-служб|агентств|агенцтв|press service|news agency|редакци|рэдакцы).*",
    re.IGNORECASE,
)


def find(root: html.HtmlElement, declared: Declared, site_names: Collection[str]) -> tuple[str, ...]:
    """
    People and agencies, in the page's order, each once; empty where the page names nobody.

    JSON-LD is believed first, then meta elements, then what is marked as a byline. What is only the site's
    own name gives way to a byline with a person. `is_agency` tells who is no person; `site_names` are folded.
    """
    said = _names(name for value in declared.of_articles("author") for name in names(value))
    said = said or _names(content for name in _META for content in declared.meta.get(name, ()))
    if said and not all(fold(name) in site_names for name in said):
        return said
    signed = _signed(root)
    return signed if any(_is_person(name) for name in signed) else said or signed


def is_agency(name: str) -> bool:
    """Whether a name in a byline is an agency's, a press service's or an editorial office's."""
    return bool(_AGENCIES.fullmatch(name.strip()))


def _names(texts: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for text in texts:
        pieces = [] if _ADDRESS.search(text) else _AND.split(_BY.sub("", text.partition("©")[0]))
        for name in (_BY.sub("", piece).strip(" .:–—-") for piece in pieces):
            if _is_name(name):
                found.setdefault(fold(name), name)
    return tuple(found.values())[:MAX_AUTHORS]


def _is_name(text: str) -> bool:
    is_short = 2 <= len(text) <= 60 and len(text.split()) <= 6
    return is_short and bool(fold(text)) and not _NO_NAME.search(text) and not _BY.fullmatch(f"{text} ")


def _is_person(name: str) -> bool:
    """Two to four words that begin with a capital."""
    parts = name.split()
    return 2 <= len(parts) <= 4 and all(part[0].isupper() for part in parts)


def _signed(root: html.HtmlElement) -> tuple[str, ...]:
    """
    The names of the first byline of the page.

    What follows a person after a comma is a place (Von Anna Beispiel, Frankfurt) unless it is a name itself.
    """
    for element in root.xpath(_MARKED)[:20]:
        text = page.text_of(element)
        if not 2 <= len(text) <= 300:
            continue
        inside = [page.text_of(part) for part in element.xpath("." + _MARKED)]
        leaves = [page.text_of(part) for part in element.iter("a", "span", "li") if len(part) == 0]
        are_persons = bool(leaves) and all(map(_is_person, leaves))
        found = _names(filter(None, inside)) or _names(leaves if are_persons else [text])
        if found:
            is_signed = _is_person(found[0])
            return tuple(x for x in found if not is_signed or _is_person(x) or is_agency(x))
    return ()
