"""Reads a file of rules. A rule with a mistake is refused, with the place; the others go on."""

import math
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from dazor.register import Register
from dazor.rules import examples, names, parse
from dazor.rules.mistakes import RuleError
from dazor.rules.rule import Loaded, Mute, Rule
from dazor.rules.tree import Node
from dazor.toml import entries
from dazor.toml.entries import Entry, nearest
from dazor.toml.places import Place
from dazor.toml.problems import Problem

_KEYS = {
    "rule": ("id", "name", "sections", "query", "weight", "urgent", "match", "no_match"),
    "mute": ("id", "query"),
}


def from_file(
    path: Path,
    *,
    sections: Collection[str] | None,
    register: Register | None = None,
    with_doubts: bool = False,
    examples_hold: bool = False,
) -> Loaded:
    """
    The rules of a file; UsageError where it cannot be opened.

    `examples_hold`: they need not be tried, for that was done and nothing has changed since.

    `sections` are the ids a rule may name; None: they are not known here, all pass. No `register`: the
    shipped one with what lies beside the rules.
    Doubts ask every dictionary, and read the register that lies beside the rules even if none names it.
    """
    tables, problems = entries.from_file(path, tuple(_KEYS), "a file of rules")
    if register is not None:
        return _loaded(tables, problems, sections, register, examples_hold=examples_hold)
    if not with_doubts and not any(names.may_ask(str(entry.values.get("query"))) for entry in tables):
        return _loaded(tables, problems, sections, None)
    known = names.of_rules(path)
    loaded = _loaded(tables, problems, sections, known.register)
    doubts = _doubts(tables, loaded, known.register) if with_doubts else ()
    return replace(loaded, doubts=(*known.problems, *doubts))


def from_text(
    text: str, *, file: str, sections: Collection[str] | None, register: Register | None = None
) -> Loaded:
    """The rules of a text. `file` is the name shown in messages. None: the register that ships with Dazor."""
    return _loaded(*entries.read(text, file, tuple(_KEYS)), sections, register)


def _loaded(
    tables: list[Entry],
    problems: list[Problem],
    sections: Collection[str] | None,
    register: Register | None,
    *,
    examples_hold: bool = False,
) -> Loaded:
    rules: list[Rule] = []
    mutes: list[Mute] = []
    seen: dict[str, Entry] = {}
    for entry in tables:
        found = [*_wrong_values(entry, sections), *entries.doubled(entry, seen)]
        tree = _tree(entry, found, register)
        if tree is not None and not found and not examples_hold:
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
            return entries.wrong_id(value)
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


def _doubts(tables: list[Entry], loaded: Loaded, register: Register) -> Iterator[Problem]:
    good = {rule.id for rule in loaded.rules} | {mute.id for mute in loaded.mutes}
    for entry in tables:
        if entry.id in good and isinstance(query := entry.values.get("query"), str):
            for doubt in parse.doubts(query, register):
                yield entry.problem(doubt.what, _place(entry, doubt))


def _tree(entry: Entry, problems: list[Problem], register: Register | None) -> Node | None:
    """The tree of the query; None, and one problem more, where it has a mistake."""
    query = entry.values.get("query")
    if not isinstance(query, str):
        return None
    try:
        return parse.parse(query, register)
    except RuleError as error:
        problems.append(entry.problem(error.what, _place(entry, error)))
        return None


def _place(entry: Entry, error: RuleError) -> int:
    """The place of a mistake of the query in the file."""
    place = entry.at("query")
    return place.letters[min(error.at, len(place.letters) - 1)] if place.letters else place.at


def _failing_examples(entry: Entry, tree: Node) -> Iterator[Problem]:
    matches = examples.matches(tree)
    for key, should_match in (("match", True), ("no_match", False)):
        for at, example in enumerate(entry.values.get(key, ())):
            if matches(example) != should_match:
                does = "does not match" if should_match else "matches"
                what = f'the rule {does} its example "{example[:60]}": change the query or the example'
                yield entry.problem(what, entry.at(key).array[at].at)
