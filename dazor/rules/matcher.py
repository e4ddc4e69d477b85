"""
Decides which rules match a text, and where.

A word of the text names the rules that cannot do without it; only these are evaluated.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dazor.rules import finders, triggers, vocabulary
from dazor.rules.finders import Find, Found, Matches
from dazor.rules.tree import Entity, Exact, Node, Prefix, Word, walk
from dazor.rules.triggers import Trigger
from dazor.rules.vocabulary import Span, Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What a rule looks at: one version of a document."""

    text: str
    title: str | None = None
    source: str | None = None  # id in the catalogue
    kind: str | None = None  # article, post
    language: str | None = None  # None: not certain; no lang: matches it


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
        node
        for _, tree in named
        for node, _ in walk(tree)
        if isinstance(node, Word | Exact | Prefix | Entity)
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
    found = Found(
        vocabulary.find(rules.words, text.title or ""),
        vocabulary.find(rules.words, text.text),
        {"source": text.source, "kind": text.kind, "lang": text.language},
    )
    hits = []
    for number in sorted(_candidates(rules, found)):
        matches = rules.finders[number](found)
        if matches is not None:
            hits.append(_hit(rules.ids[number], matches, text))
    return hits


def _candidates(rules: Rules, found: Found) -> set[int]:
    seen: list[Trigger] = [*found.title, *found.text, f"source:{found.facts['source']}"]
    return {number for trigger in seen for number in rules.by_trigger.get(trigger, ())}


def _hit(rule: str, matches: Matches, text: Text) -> Hit:
    title_spans, spans = _spans(matches, is_title=True), _spans(matches, is_title=False)
    title = text.title or ""
    words = [title[start:end] for start, end in title_spans] + [text.text[start:end] for start, end in spans]
    return Hit(rule=rule, spans=spans, title_spans=title_spans, words=tuple(dict.fromkeys(words)))


def _spans(matches: Matches, *, is_title: bool) -> tuple[Span, ...]:
    """The marks of one field, sorted, those that overlap made one."""
    marks = sorted(
        {span for of_title, rows in matches if of_title == is_title for row in rows for span in row}
    )
    merged: list[Span] = []
    for start, end in marks:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
