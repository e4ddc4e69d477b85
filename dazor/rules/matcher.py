"""
Decides which rules match a text, and where.

A word of the text names the rules that cannot do without it; only these are evaluated.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from dazor.rules import finders, triggers, vocabulary
from dazor.rules.finders import Find, Found, Matches
from dazor.rules.tree import Exact, Forms, Node, Prefix, Word, walk
from dazor.rules.triggers import Trigger
from dazor.rules.vocabulary import Span, Vocabulary
from dazor.text import reading
from dazor.text.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What a rule looks at: one version of a document."""

    text: str
    title: str | None = None
    source: str | None = None  # id in the catalogue
    kind: str | None = None  # article, post
    language: str | None = None  # None: what is read in the text decides
    rubric: str | None = None  # the source's own name for its section
    is_edited: bool = False  # not the first version


class Read(NamedTuple):
    """Title and text as they are read."""

    title: Reading
    text: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A rule that matches a text; spans are sorted, do not overlap, and count code points of the original."""

    rule: str  # its id
    spans: tuple[Span, ...]
    title_spans: tuple[Span, ...]
    words: tuple[str, ...]  # what stands at the spans, each once, the title's first


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Many rules made ready for matching, in the order they were given."""

    ids: tuple[str, ...]
    finders: tuple[Find, ...]
    by_trigger: dict[Trigger, tuple[int, ...]]
    words: Vocabulary


def compile_rules(rules: Iterable[tuple[str, Node]]) -> Rules:
    """Make rules (id and tree, as `parse.parse` gives it) ready for matching."""
    named = tuple(rules)
    words = vocabulary.build(
        node for _, tree in named for node, _ in walk(tree) if isinstance(node, Word | Exact | Prefix | Forms)
    )
    by_trigger: dict[Trigger, list[int]] = {}
    for number, (_, tree) in enumerate(named):
        for trigger in triggers.triggers(tree, words):
            by_trigger.setdefault(trigger, []).append(number)
    return Rules(
        ids=tuple(rule for rule, _ in named),
        finders=tuple(finders.compile_finder(tree, words) for _, tree in named),
        by_trigger={trigger: tuple(numbers) for trigger, numbers in by_trigger.items()},
        words=words,
    )


def match(rules: Rules, text: Text) -> list[Hit]:
    """The rules that match a text, in the order they were given."""
    read = Read(title=reading.read(text.title or ""), text=reading.read(text.text))
    found = Found(
        vocabulary.find(rules.words, read.title),
        vocabulary.find(rules.words, read.text),
        vocabulary.find(rules.words, reading.read(text.rubric or "")),
        lambda fact: _fact(fact, text, read),
    )
    hits = []
    for number in sorted(_candidates(rules, found, text)):
        matches = rules.finders[number](found)
        if matches is not None:
            hits.append(_hit(rules.ids[number], matches, text, read))
    return hits


def _fact(fact: str, text: Text, read: Read) -> str | None:
    match fact:
        case "source":
            return text.source
        case "kind":
            return text.kind
        case "lang":
            return text.language or read.text.language
        case _:
            return "edited" if text.is_edited else None


def _candidates(rules: Rules, found: Found, text: Text) -> set[int]:
    seen: list[Trigger] = [*found.title, *found.text, *found.rubric, f"source:{text.source}"]
    return {number for trigger in seen for number in rules.by_trigger.get(trigger, ())}


def _hit(rule: str, matches: Matches, text: Text, read: Read) -> Hit:
    title_spans, spans = (
        _spans(matches, read.title, is_title=True),
        _spans(matches, read.text, is_title=False),
    )
    title = text.title or ""
    words = [title[start:end] for start, end in title_spans] + [text.text[start:end] for start, end in spans]
    return Hit(rule=rule, spans=spans, title_spans=title_spans, words=tuple(dict.fromkeys(words)))


def _spans(matches: Matches, field: Reading, *, is_title: bool) -> tuple[Span, ...]:
    """The marks of one field, sorted, those that overlap made one."""
    marks = sorted(
        {
            field.span(first, start, last, end)
            for of_title, places in matches
            if of_title == is_title
            for (first, last), row in places.items()
            for start, end in row
        }
    )
    merged: list[Span] = []
    for start, end in marks:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
