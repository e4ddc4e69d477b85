"""Which texts belong together, and how: the decision, apart from where the texts lie."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dazor.text import passages
from dazor.text.passages import Overlap

Key = int | str  # of a text: number of its version, or what a person calls it

MOST_COMPARED = 25  # texts, those with the most fingerprints in common
_TOO_COMMON = 60  # texts with one fingerprint: a turn of phrase, not a passage
_USUAL = 3  # texts of one source with one fingerprint: what it writes under each of them

_LONG_RUN = 12  # words in a row
_LEAST_CONTAINMENT = 0.15
_LEAST_GROUPS = 6
_WHOLE = 0.9
_MOST_OF_IT = 0.7
_SHORTER = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A fingerprint of an earlier text."""

    number: int
    key: Key
    source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A text carries passages of an earlier one."""

    of: Key
    relation: str  # copy, edited, shortened, quotes
    overlap: Overlap


def links(
    text: Sequence[str], source: str | None, rows: Iterable[Row], words_of: Callable[[Key], Sequence[str]]
) -> list[Link]:
    """
    The earlier texts whose passages a text carries, the closest first.

    `rows` are the earlier texts with a fingerprint of this one; `words_of` gives the
    words of those that are compared.
    """
    by_number: dict[int, list[Row]] = {}
    for row in rows:
        by_number.setdefault(row.number, []).append(row)
    found = []
    for key, of_source in _candidates(by_number):
        usual = _usual(by_number, {source, of_source})
        later = passages.without_usual(text, usual)
        earlier = passages.without_usual(words_of(key), usual)
        overlap = passages.compare(earlier, later)
        relation = name(overlap, len(earlier), len(later))
        if relation is not None:
            found.append(Link(of=key, relation=relation, overlap=overlap))
        if relation == "copy":
            break  # nothing is closer
    return sorted(found, key=_closeness, reverse=True)


def name(overlap: Overlap, earlier_words: int, later_words: int) -> str | None:
    """What the later text is to the earlier one; None: they only share a turn of phrase."""
    if overlap.of_earlier >= _WHOLE and overlap.of_later >= _WHOLE:
        return "copy"
    is_long = overlap.longest_run >= _LONG_RUN
    if not is_long and (overlap.containment < _LEAST_CONTAINMENT or overlap.groups < _LEAST_GROUPS):
        return None
    if overlap.of_later >= _MOST_OF_IT and later_words <= _SHORTER * earlier_words:
        return "shortened"
    if overlap.of_later < 0.5 and _is_one_passage(overlap):
        return "quotes"
    return "edited"


def _is_one_passage(overlap: Overlap) -> bool:
    """Do the shared words lie in one place mostly?"""
    return overlap.longest_run >= _LONG_RUN and overlap.longest_run >= 0.6 * overlap.groups


def _closeness(link: Link) -> tuple[bool, float, int]:
    return (
        link.relation != "quotes",
        link.overlap.of_earlier + link.overlap.of_later,
        link.overlap.longest_run,
    )


def _candidates(by_number: dict[int, list[Row]]) -> list[tuple[Key, str | None]]:
    """Texts worth comparing, with their sources, those with the most in common first."""
    hits: Counter[tuple[Key, str | None]] = Counter()
    for rows in by_number.values():
        if len(rows) > _TOO_COMMON:
            continue
        of_source = Counter(row.source for row in rows)
        hits.update((row.key, row.source) for row in rows if not _is_usual(row.source, of_source))
    return [one for one, _ in hits.most_common(MOST_COMPARED)]


def _usual(by_number: dict[int, list[Row]], sources: set[str | None]) -> set[int]:
    """The fingerprints that one of the sources writes again and again."""
    return {
        number
        for number, rows in by_number.items()
        if any(_is_usual(source, Counter(row.source for row in rows)) for source in sources)
    }


def _is_usual(source: str | None, of_source: Counter[str | None]) -> bool:
    return source is not None and of_source[source] >= _USUAL
