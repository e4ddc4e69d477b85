"""A file of rules as passages of text: each rule as it was written, with the comment right above it."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from dazor.register import Register
from dazor.rules import load
from dazor.toml import entries
from store.errors import UsageError

_COMMENT = re.compile(r"[ \t]*#")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One rule or mute."""

    id: str | None
    kind: str  # rule, mute
    sections: tuple[str, ...]
    text: str  # as written, without the empty lines around it


def passages(text: str, file: str) -> list[Passage]:
    """The rules and mutes of a file that is TOML, in its order."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    tables, _ = entries.read(text, file, ("rule", "mute"))
    starts = [_start(text, entry.place.at) for entry in tables]
    ends = [*starts[1:], len(text)][: len(starts)]
    return [
        Passage(
            id=entry.id,
            kind=entry.kind,
            sections=tuple(entry.values.get("sections", ())),
            text=_own(text[start:end], entry.place.at - start),
        )
        for entry, start, end in zip(tables, starts, ends, strict=True)
    ]


def chosen(found: list[Passage], ids: Collection[str], section: str | None, file: str) -> list[Passage]:
    """Those with these ids and of this section; UsageError for an id that none has."""
    known = {passage.id for passage in found}
    missing = sorted(set(ids) - known)
    if missing:
        names = tuple(sorted(name for name in known if name))
        raise UsageError(f'{file}: no rule "{missing[0][:64]}". {entries.nearest(missing[0], names)}')
    return [
        passage
        for passage in found
        if (not ids or passage.id in ids) and (section is None or section in passage.sections)
    ]


def joined(
    old: str,
    new: str,
    file: str,
    new_file: str,
    *,
    sections: Collection[str] | None,
    register: Register | None = None,
) -> str:
    """
    The text of a file of rules with those of another one behind it.

    UsageError if one of them has a mistake or an id that is taken; nothing is added then.
    """
    found = passages(new, new_file)
    loaded = load.from_text(new, file=new_file, sections=sections, register=register)
    told = [str(problem) for problem in loaded.problems]
    told += _taken({passage.id for passage in passages(old, file)}, found, file, new_file)
    if not told and not found:
        told = [f"{new_file}: there is no rule in it."]
    if told:
        raise UsageError("\n".join([*told, f"Nothing was added to {file}."]))
    return "\n\n".join([old.rstrip(), *(passage.text for passage in found)]).lstrip("\n") + "\n"


def _taken(ids: set[str | None], found: list[Passage], file: str, new_file: str) -> Iterator[str]:
    for passage in found:
        if passage.id in ids:
            yield f'{new_file}: {file} has a rule "{passage.id}" already. Give one of them another id.'


def _start(text: str, at: int) -> int:
    """Where a passage starts: its header, or the first of the comment lines right above."""
    start = text.rfind("\n", 0, at) + 1
    while start:
        above = text.rfind("\n", 0, start - 1) + 1
        if not _COMMENT.match(text, above):
            return start
        start = above
    return start


def _own(text: str, header: int) -> str:
    """Without comments below that an empty line parts from the table: these belong to what follows."""
    while True:
        body, gap, tail = text.rstrip().rpartition("\n\n")
        if not gap or len(body) < header or not all(map(_COMMENT.match, filter(str.strip, tail.split("\n")))):
            return text.strip("\n").rstrip()
        text = body
