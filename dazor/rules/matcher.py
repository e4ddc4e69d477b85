"""
Decides which rules match a text, and where.

A word of the text names the rules that cannot do without it; only these are evaluated.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dazor.rules import finders, triggers, vocabulary
from dazor.rules.finders import Find, Found, Matches
from dazor.rules.places import Places
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


@dataclass(frozen=True, slots=True)
class Read:
    """A text whose words are read."""

    title: Reading
    text: Reading
    rubric: Reading
    given: Text

    def fact(self, name: str) -> str | None:
        match name:
            case "source":
                return self.given.source
            case "kind":
                return self.given.kind
            case "lang":
                return self.given.language or self.text.language
            case _:
                return "edited" if self.given.is_edited else None


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
    by_trigger: dict[Trigger, dict[Trigger, list[int]]]  # by both of a pair
    words: Vocabulary


def compile_rules(rules: Iterable[tuple[str, Node]]) -> Rules:
    """Make rules (id and tree, as `parse.parse` gives it) ready for matching."""
    named = tuple(rules)
    words = vocabulary.build(
        node for _, tree in named for node, _ in walk(tree) if isinstance(node, Word | Exact | Prefix | Forms)
    )
    by_trigger: dict[Trigger, dict[Trigger, list[int]]] = {}
    for number, (_, tree) in enumerate(named):
        for first, second in triggers.triggers(tree, words):
            by_trigger.setdefault(first, {}).setdefault(second, []).append(number)
    return Rules(
        ids=tuple(rule for rule, _ in named),
        finders=tuple(finders.compile_finder(tree, words) for _, tree in named),
        by_trigger=by_trigger,
        words=words,
    )


def read(text: Text) -> Read:
    """The words of a text, for all the rules that it is matched with."""
    return Read(
        reading.read(text.title or ""), reading.read(text.text), reading.read(text.rubric or ""), text
    )


def match(rules: Rules, text: Text | Read) -> list[Hit]:
    """The rules that match a text, in the order they were given."""
    read_text = text if isinstance(text, Read) else read(text)
    found = Found(
        vocabulary.find(rules.words, read_text.title),
        vocabulary.find(rules.words, read_text.text),
        vocabulary.find(rules.words, read_text.rubric),
        read_text.fact,
    )
    hits = []
    for number in sorted(_candidates(rules, found)):
        matches = rules.finders[number](found)
        if matches is not None:
            hits.append(_hit(rules.ids[number], matches, read_text))
    return hits


def _candidates(rules: Rules, found: Found) -> set[int]:
    seen: set[Trigger] = {*found.title, *found.text, *found.rubric, f"source:{found.fact('source')}"}
    candidates: set[int] = set()
    for first in rules.by_trigger.keys() & seen:
        row = rules.by_trigger[first]
        for second in row.keys() & seen:
            candidates.update(row[second])
    return candidates


def _hit(rule: str, matches: Matches, text: Read) -> Hit:
    title_spans = _spans(text.title, [places for of_title, places in matches if of_title])
    spans = _spans(text.text, [places for of_title, places in matches if not of_title])
    words = [text.title.text[start:end] for start, end in title_spans]
    words += [text.text.text[start:end] for start, end in spans]
    return Hit(rule=rule, spans=spans, title_spans=title_spans, words=tuple(dict.fromkeys(words)))


def _spans(field: Reading, found: list[Places]) -> tuple[Span, ...]:
    """The marks of one field, sorted, those that overlap made one."""
    if not found:
        return ()
    merged: list[Span] = []
    for start, end in sorted({span for places in found for span in _original(field, places)}):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _original(field: Reading, places: Places) -> list[Span]:
    """The marks of places as spans of the original."""
    words, starts, ends = field.starts, field.composed.starts, field.composed.ends
    return [
        (starts[words[first] + start], ends[words[last] + end - 1])
        for (first, last), marks in places.items()
        for start, end in marks
    ]
