"""A digest cut down until it fits into a mail: programs of mail hide what is longer. Pure."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace

from dazor.digest.content import Digest, Item, Line, Run, Section

MOST_BYTES = 95_000  # of the body; mail is cut at 102,400 by those that cut earliest
LEAST_BYTES = 100  # of an item, however short: what cannot fit is not tried
MANY = 160  # characters of a sentence in a brief item
FEW_COPIES = 3
FEW_MENTIONS = 20


def fitted(digest: Digest, render: Callable[[Digest], str], most: int = MOST_BYTES) -> Digest:
    """The digest with as much of it as fits into so many bytes when it is rendered."""

    def fits(one: Digest) -> bool:
        return len(render(one).encode()) <= most

    most_items = min(len(digest.items), most // LEAST_BYTES)
    short = _each(digest, _brief)
    bare = replace(_each(digest, _bare), repeats=digest.repeats[:FEW_MENTIONS], is_compact=True)
    for one in (digest, short, replace(short, is_compact=True), bare):
        if most_items == len(digest.items) and fits(one):
            return one
    number = bisect_left(range(1, most_items + 1), True, key=lambda n: not fits(_first(bare, n)))
    return _first(bare, number) if number else _last_resort(bare)


def _last_resort(bare: Digest) -> Digest:
    """Lists that are too long alone: what was matched is counted, and stands in the attached file."""
    return replace(_first(bare, 0), repeats=(), carried=(), archived=bare.archived[:FEW_MENTIONS])


def _each(digest: Digest, shorten: Callable[[Item], Item]) -> Digest:
    sections = tuple(
        Section(id=one.id, heading=one.heading, items=tuple(map(shorten, one.items)))
        for one in digest.sections
    )
    return replace(
        digest,
        sections=sections,
        added=tuple(map(shorten, digest.added)),
        changed=tuple(map(shorten, digest.changed)),
        gone=tuple(map(shorten, digest.gone)),
    )


def _brief(item: Item) -> Item:
    return replace(
        item,
        why=(),
        sentences=tuple(_cut(line) for line in item.sentences[:1]),
        more=item.more + len(item.sentences[1:]),
        copies=item.copies[:FEW_COPIES],
        changes=item.changes[:1],
        more_changes=item.more_changes + len(item.changes[1:]),
    )


def _bare(item: Item) -> Item:
    heading = _cut(item.heading)
    return replace(item, heading=heading, why=(), sentences=(), more=0, copies=(), changes=(), more_changes=0)


def _cut(line: Line) -> Line:
    """Whole words up to a length; the first mark may lie behind it, then the line begins before that."""
    before = 0
    for run in line:
        if run.is_marked:
            break
        before += len(run.text)
    text = "".join(run.text for run in line)
    start = text.rfind(" ", 0, before - MANY // 4) + 1 if before > MANY // 2 and before < len(text) else 0
    runs, at = [], 0
    for run in line:
        part = run.text[max(0, start - at) : max(0, start + MANY - at)]
        runs.append(Run(part, run.is_marked))
        at += len(run.text)
    kept = [run for run in runs if run.text]
    return (*([Run("… ")] if start else []), *kept, *([Run(" …")] if start + MANY < len(text) else []))


def _first(digest: Digest, number: int) -> Digest:
    """So many items, those that stand first."""
    left = number
    sections = []
    for section in digest.sections:
        kept = section.items[:left]
        left -= len(kept)
        sections.append(Section(id=section.id, heading=section.heading, items=kept))
    rest: list[tuple[Item, ...]] = []
    for items in (digest.added, digest.changed, digest.gone):
        rest.append(items[:left])
        left -= len(rest[-1])
    added, changed, gone = rest
    return replace(
        digest,
        sections=tuple(section for section in sections if section.items),
        added=added,
        changed=changed,
        gone=gone,
        beyond=len(digest.items) - number + left,
    )
