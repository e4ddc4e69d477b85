"""Reads a file of rules. A rule with a mistake is refused, with the place; the others go on."""

import math
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from dazor.rules import entries, examples, parse
from dazor.rules.entries import Entry, nearest
from dazor.rules.mistakes import RuleError
from dazor.rules.rule import Loaded, Mute, Problem, Rule, problem
from dazor.rules.toml_places import Place
from dazor.rules.tree import Node
from store.errors import UsageError

_KEYS = {
    "rule": ("id", "name", "sections", "query", "weight", "urgent", "match", "no_match"),
    "mute": ("id", "query"),
}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_LONGEST_ID = 64


def from_file(path: Path, *, sections: Collection[str] | None) -> Loaded:
    """
    The rules of a file; UsageError where it cannot be opened.

    `sections` are the ids a rule may name; None: they are not known here, all pass.
    """
    try:
        text = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}. Name a file of rules.") from error
    try:
        return from_text(text.decode("utf-8-sig"), file=path.name, sections=sections)
    except UnicodeDecodeError as error:
        before = text[: error.start].decode("utf-8-sig", "replace")
        what = "this is not UTF-8 text: save the file as UTF-8"
        return Loaded(problems=(problem(path.name, before, len(before), what),))


def from_text(text: str, *, file: str, sections: Collection[str] | None) -> Loaded:
    """The rules of a text. `file` is the name shown in messages."""
    tables, problems = entries.read(text, file)
    rules: list[Rule] = []
    mutes: list[Mute] = []
    seen: dict[str, Entry] = {}
    for entry in tables:
        found = [*_wrong_values(entry, sections), *_doubled(entry, seen)]
        tree = _tree(entry, found)
        if tree is not None and not found:
            found.extend(_failing_examples(entry, tree))
        if tree is not None and not found:
            _add(entry, tree, rules, mutes)
        problems.extend(found)
    problems.sort(key=lambda found: (found.line, found.column))
    return Loaded(rules=tuple(rules), mutes=tuple(mutes), problems=tuple(problems))


def _add(entry: Entry, tree: Node, rules: list[Rule], mutes: list[Mute]) -> None:
    values = entry.values
    if entry.kind == "mute":
        mutes.append(Mute(id=values["id"], query=values["query"], tree=tree))
        return
    rule = Rule(
        id=values["id"],
        name=values.get("name", values["id"]),
        sections=tuple(values.get("sections", ())),
        query=values["query"],
        tree=tree,
        weight=float(values.get("weight", 1)),
        urgent=values.get("urgent", False),
        match=tuple(values.get("match", ())),
        no_match=tuple(values.get("no_match", ())),
    )
    rules.append(rule)


def _wrong_values(entry: Entry, sections: Collection[str] | None) -> Iterator[Problem]:
    """Everything that is wrong with single values but the query."""
    for key in ("id", "query"):
        if key not in entry.values:
            yield entry.problem(f"this {entry.kind} has no {key}", entry.place.at)
    for key, value in entry.values.items():
        place = entry.at(key)
        if key not in _KEYS[entry.kind]:
            yield entry.problem(f'unknown key "{key[:40]}". {nearest(key, _KEYS[entry.kind])}', place.key_at)
            continue
        what = _wrong(key, value)
        if what:
            yield entry.problem(what, place.at)
        elif key == "sections" and sections is not None:
            yield from _unknown_sections(entry, place, value, tuple(sections))


def _wrong(key: str, value: Any) -> str | None:
    match key:
        case "id":
            return _wrong_id(value)
        case "name" | "query":
            return None if isinstance(value, str) else f'{key} is a text: write it as {key} = "…"'
        case "weight":
            is_number = isinstance(value, int | float) and not isinstance(value, bool) and _is_finite(value)
            return None if is_number else "weight is a number, as in weight = 2"
        case "urgent":
            return None if isinstance(value, bool) else "urgent is true or false, without quotation marks"
        case _:
            is_list = isinstance(value, list) and all(isinstance(item, str) for item in value)
            return None if is_list else f'{key} is a list of texts, as in {key} = ["…"]'


def _wrong_id(value: Any) -> str | None:
    if not isinstance(value, str):
        return 'id is a text: write it as id = "…"'
    if not _SLUG.match(value) or len(value) > _LONGEST_ID:
        return f'id has small Latin letters, digits and hyphens, {_LONGEST_ID} at most, as in "border-2024"'
    return None


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _unknown_sections(
    entry: Entry, place: Place, names: list[str], sections: tuple[str, ...]
) -> Iterator[Problem]:
    for at, name in enumerate(names):
        if name not in sections:
            yield entry.problem(
                f'unknown section "{name[:40]}". {nearest(name, sections)}', place.array[at].at
            )


def _doubled(entry: Entry, seen: dict[str, Entry]) -> Iterator[Problem]:
    """Rules and mutes share their ids; the first in the file keeps it."""
    if entry.id is None:
        return
    first = seen.setdefault(entry.id, entry)
    if first is not entry:
        line = first.text.count("\n", 0, first.at("id").at) + 1
        yield entry.problem(f'the id "{entry.id[:40]}" is taken in line {line}', entry.at("id").at)


def _tree(entry: Entry, problems: list[Problem]) -> Node | None:
    """The tree of the query; None, and one problem more, where it has a mistake."""
    query = entry.values.get("query")
    if not isinstance(query, str):
        return None
    try:
        return parse.parse(query)
    except RuleError as error:
        place = entry.at("query")
        at = place.letters[min(error.at, len(place.letters) - 1)] if place.letters else place.at
        problems.append(entry.problem(error.what, at))
        return None


def _failing_examples(entry: Entry, tree: Node) -> Iterator[Problem]:
    for key, should_match in (("match", True), ("no_match", False)):
        for at, example in enumerate(entry.values.get(key, ())):
            if examples.matches(tree, example) != should_match:
                does = "does not match" if should_match else "matches"
                what = f'the rule {does} its example "{example[:60]}": change the query or the example'
                yield entry.problem(what, entry.at(key).array[at].at)
