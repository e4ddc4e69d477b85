"""The pattern of a site's articles: what their addresses share, and those of other pages do not."""

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from crawlers import urls

MOST_EXCLUDED = 30  # values named in one place of a pattern; more would be a list, not a pattern
ENOUGH = 3  # addresses that share something by more than chance
OF_PAGES = re.compile(
    r"(?:tags?|categor(?:y|ies)|kategori\w+|rubrics?|rubrik\w*|authors?|avtor\w*|users?|search|poisk|log-?in|regist\w+"
    r"|rss|feeds?|page|about(?:-us)?|contacts?|kontakt[yi]?|kantakty|o-(?:nas|sa[jy]te|redakcii|proekte|kompanii)"
    r"|pra-nas|reklama|adverti\w+|privacy\S*|polic(?:y|ies)|politika-\w*konf\S*|terms|archives?|arhiv|calendar|print|amp"
    r"|special|comments?|wp-\w+|subscri\w+|podpiska|sitemaps?|feedback|vacanc\w+|vakansii|help|faq|cookies?)"
    r"(?:\.\w{2,5})?",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"(?<=.)\.(?:s?html?|php\d?|aspx?|phtml|xhtml|jsp)$", re.IGNORECASE)
_KINDS = (
    ("year", r"(?:19|20)\d\d"),
    ("short", r"\d\d?"),
    ("number", r"\d+"),
    ("day", r"\d{4}-\d\d?-\d\d?"),
    ("yad", r"\d\d?-\d\d?-\d{4}"),
)
_LAST = (  # what the last part of an address may carry, the most telling first
    (r"\d+[-_.].+", r"\d+[-_.][^/?#]+"),
    (r".+[-_]\d+-\d{4}", r"[^/?#]+[-_]\d+-\d{4}"),
    (r".+[-_]\d{3,}", r"[^/?#]+[-_]\d+"),
    (r"[a-z]{1,12}\d+", r"[a-z]+\d+"),
)


class Address(NamedTuple):
    """An address taken apart."""

    parts: tuple[str, ...]
    extension: str
    query: tuple[tuple[str, str], ...]  # without what says where a reader came from
    is_tracked: bool

    @property
    def shape(self) -> tuple[object, ...]:
        """Addresses of one shape have the same places, filled with other values."""
        kinds = tuple(map(_kind, self.parts))
        if self.parts and self.parts[-1].isdigit():
            kinds = (*kinds[:-1], "number")
        return kinds, self.extension, tuple(key for key, _ in self.query)


def pattern(
    articles: Collection[str],
    others: Collection[str],
    *,
    exact: Collection[str] | None = None,
    languages: Collection[str] = (),
) -> str | None:
    """
    A regular expression for path and query that fits the articles and none of the other pages, if possible.

    `exact` are those of the others that are kept out also where only their last part tells them from
    articles; None: all. A tag or a headline in a word or two is not enough for that.

    `languages` are codes that the site's editions have in their addresses. None: there is nothing to go by.
    """
    groups: dict[tuple[object, ...], list[Address]] = {}
    for url in dict.fromkeys(articles):
        address = taken_apart(url)
        if address.parts or address.query:
            groups.setdefault(address.shape, []).append(address)
    known = [taken_apart(url) for url in dict.fromkeys(others)]
    surely = {taken_apart(url) for url in (others if exact is None else exact)}
    made = [
        _of_group(group, known, surely, languages) for group in sorted(groups.values(), key=len, reverse=True)
    ]
    alternatives = tuple(dict.fromkeys(made))
    return "|".join(alternatives) or None


def fits(wanted: str, url: str) -> bool:
    """Whether an address is like a pattern."""
    return bool(re.search(wanted, path_and_query(url)))


def path_and_query(url: str) -> str:
    """What a pattern is searched in."""
    return re.sub(r"^[a-z]+://[^/?#]*|#.*$", "", url, flags=re.IGNORECASE) or "/"


def taken_apart(url: str) -> Address:
    """The places of an address and what stands in them."""
    parts = urlsplit(url)
    path = parts.path.strip("/")
    match = _EXTENSION.search(path)
    extension = match[0].lower() if match else ""
    pieces = [piece for piece in parts.query.split("&") if piece]
    told = [piece for piece in pieces if not urls.is_tracking(piece)]
    return Address(
        parts=tuple(path.removesuffix(match[0] if match else "").split("/")) if path else (),
        extension=extension,
        query=tuple((key, value) for key, _, value in (piece.partition("=") for piece in told)),
        is_tracked=len(told) < len(pieces),
    )


def is_like_a_page(url: str) -> bool:
    """Whether a word in the address says that it is no article: a tag, an author, a search."""
    return any(OF_PAGES.fullmatch(part) for part in taken_apart(url).parts)


def _kind(part: str) -> str:
    return next((name for name, form in _KINDS if re.fullmatch(form, part)), "word")


def _of_group(
    group: list[Address], others: Iterable[Address], exact: Collection[Address], languages: Collection[str]
) -> str:
    shape = group[0].shape
    rivals = [other for other in others if other.shape == shape]
    columns = [
        _column([address.parts[place] for address in group], place, group, languages)
        for place in range(len(group[0].parts))
    ]
    if any(r"\d" in column for column in columns[-1:]):  # a number tells enough
        rivals = [other for other in rivals if any(OF_PAGES.fullmatch(part) for part in other.parts)]
    for place, column in enumerate(columns):
        rivals = [other for other in rivals if re.fullmatch(column, other.parts[place])]
    for place in range(len(columns)):  # sections first, names last
        values = {address.parts[place] for address in group}
        if place == len(columns) - 1:
            rivals = [rival for rival in rivals if rival in exact]
        strange = sorted({rival.parts[place] for rival in rivals} - values)
        if strange and len(strange) <= MOST_EXCLUDED and not columns[place].startswith(r"\d"):
            end = "/" if place < len(columns) - 1 else _end(group)
            columns[place] = f"(?!(?:{'|'.join(map(_literal, strange))}){end}){columns[place]}"
            rivals = [rival for rival in rivals if rival.parts[place] not in strange]
    return f"^/{'/'.join(columns)}{_end(group)}"


def _column(values: list[str], place: int, group: list[Address], languages: Collection[str]) -> str:
    """A regular expression for one place of the path."""
    is_last = place == len(group[0].parts) - 1
    kind = _kind(values[0])
    if len({*values}) == 1 and len(values) >= ENOUGH and (kind == "word" or group[0].query):
        return _one_of(languages) if values[0] in languages else _literal(values[0])
    if {*values} <= {*languages}:
        return _one_of(languages)
    if is_last and all(value.isdigit() for value in values):
        return r"\d+"
    if kind != "word":
        return {"year": r"\d{4}", "short": r"\d\d?", "number": r"\d+"}.get(kind, r"[\d-]+")
    if is_last and len(values) >= ENOUGH:
        return next(
            (out for form, out in _LAST if all(re.fullmatch(form, value) for value in values)), r"[^/?#]+"
        )
    return r"[^/?#]+"


def _end(group: list[Address]) -> str:
    """The extension and the query, to the end of the address."""
    end = re.escape(group[0].extension) if group[0].extension else "/?"
    if group[0].query:
        told = "&".join(_pair([address.query[n] for address in group]) for n in range(len(group[0].query)))
        return rf"{end}\?{told}(?:&.*)?$"
    return end + (r"(?:\?.*)?$" if any(address.is_tracked for address in group) else "$")


def _one_of(values: Collection[str]) -> str:
    return f"(?:{'|'.join(sorted(values))})" if len(values) > 1 else _literal(next(iter(values)))


def _literal(value: str) -> str:
    return re.escape(value).replace("\\-", "-")


def _pair(pairs: list[tuple[str, str]]) -> str:
    key, values = re.escape(pairs[0][0]), {value for _, value in pairs}
    if all(value.isdigit() for value in values):
        return rf"{key}=\d+"
    if len(values) == 1 and len(pairs) >= ENOUGH:
        return f"{key}={re.escape(next(iter(values)))}"
    return f"{key}=[^&#]+"
