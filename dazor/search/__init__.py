"""
Search: what a rule finds among everything stored, newest first.

The index of words narrows; where it is not exact the matcher decides, until the page
is full. Where the words stand is always found by reading the text itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from dazor.rules import matcher, row
from dazor.rules.compile import compile_asked
from dazor.rules.tree import Node
from store import texts, words_found
from store.database import Database
from store.texts import Text
from store.words_asked import Some
from store.words_found import Window

Span = tuple[int, int]
AT_ONCE = 20  # candidates that are read together


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A tree that parse.py and expand.py gave, and which versions it is asked of."""

    tree: Node
    window: Window = words_found.ALL
    all_versions: bool = False  # every version that matches; else one a document, the newest of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A text that matches, and where."""

    text: Text
    spans: tuple[Span, ...]
    title_spans: tuple[Span, ...]


def find(db: Database, query: Query, limit: int) -> list[Hit]:
    """The newest texts that match."""
    rules = matcher.compile_rules([("search", query.tree)])
    found = versions(db, query)
    hits: list[Hit] = []
    while len(hits) < limit and (page := list(islice(found, limit - len(hits)))):
        hits += _hits(db, rules, page)
    return hits


def versions(db: Database, query: Query) -> Iterator[int]:
    """The versions that match, in the order of the window; reads no text where the index is sure."""
    rules: matcher.Rules | None = None
    seen: set[int] = set()
    found = words_found.candidates(db, compile_asked(query.tree), row.analysers(), query.window)
    while chunk := list(islice(found, AT_ONCE)):
        unsure = [one.version for one in chunk if not one.is_sure and one.document not in seen]
        if unsure:
            rules = rules or matcher.compile_rules([("search", query.tree)])
        sure = _matching(db, rules, unsure) if rules else set()
        for one in chunk:
            if (one.is_sure or one.version in sure) and one.document not in seen:
                if not query.all_versions:
                    seen.add(one.document)
                yield one.version


def candidates(db: Database, trees: Sequence[Node], *, first: int, last: int) -> Iterator[int]:
    """The versions from one number to another that one of the trees may match, newest first; misses none."""
    asked = Some(parts=tuple(map(compile_asked, trees)))
    window = Window(first=first, last=last)
    found = words_found.candidates(db, asked, row.analysers(), window, is_complete=True)
    return (candidate.version for candidate in found)


def looked_at(text: Text) -> matcher.Text:
    """What a rule looks at of a stored text; its language is what is read in it, not what a page declares."""
    return matcher.Text(
        text=text.text,
        title=text.title,
        source=text.source,
        kind=text.kind,
        rubric=text.rubric,
        is_edited=text.number > 1,
    )


def _matching(db: Database, rules: matcher.Rules, candidates: list[int]) -> set[int]:
    return {hit.text.version for hit in _hits(db, rules, candidates)}


def _hits(db: Database, rules: matcher.Rules, candidates: list[int]) -> list[Hit]:
    """Those of the versions that match, in their order, with where."""
    found = texts.find(db, candidates)
    return [
        Hit(text=found[version], spans=hit.spans, title_spans=hit.title_spans)
        for version in candidates
        if version in found
        for hit in matcher.match(rules, looked_at(found[version]))
    ]
