"""Addresses as a reader wants them: plain, so that nobody can click on them, or not at all. Pure."""

import re
from dataclasses import replace

from dazor.digest.content import Change, Digest, Item, Line, Mention, Place, Run, Section

# What programs of mail make a link of by themselves, also inside a sentence.
_HOST = re.compile(
    r"(?<![\w.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,24}|бел|рф|укр)(?![\w-])", re.IGNORECASE
)
_SCHEME = re.compile(r"\b(h)tt(ps?)(://)", re.IGNORECASE)


def can_be_clicked(url: str) -> bool:
    """Whether it is an address still, and not only shown."""
    return url.lower().startswith(("http://", "https://"))


def defanged(text: str) -> str:
    """The text with every address in it made unclickable: hxxps://news[.]example/a."""
    text = _HOST.sub(lambda host: host[0].replace(".", "[.]"), text)
    return _SCHEME.sub(r"\1xx\2\3", text)


def as_wanted(digest: Digest, wish: str) -> Digest:
    """The digest with addresses as a reader wants them: plain, defanged, none."""
    if wish == "plain":
        return digest
    sections = tuple(
        Section(id=one.id, heading=one.heading, items=_items(one.items, wish)) for one in digest.sections
    )
    return replace(
        digest,
        sections=sections,
        added=_items(digest.added, wish),
        changed=_items(digest.changed, wish),
        gone=_items(digest.gone, wish),
        repeats=tuple(_mention(one, wish) for one in digest.repeats),
        carried=tuple(_mention(one, wish) for one in digest.carried),
        footer=tuple((heading, tuple(map(defanged, said))) for heading, said in digest.footer),
    )


def _items(items: tuple[Item, ...], wish: str) -> tuple[Item, ...]:
    return tuple(_item(item, wish) for item in items)


def _item(item: Item, wish: str) -> Item:
    return replace(
        item,
        heading=_line(item.heading),
        place=_place(item.place, wish),
        sentences=tuple(map(_line, item.sentences)),
        copies=tuple(_place(copy, wish) for copy in item.copies),
        changes=tuple(Change(before=_line(one.before), after=_line(one.after)) for one in item.changes),
    )


def _mention(mention: Mention, wish: str) -> Mention:
    return replace(mention, heading=_line(mention.heading), place=_place(mention.place, wish))


def _place(place: Place, wish: str) -> Place:
    shown = defanged(place.url) if place.url and wish == "defanged" else None
    return replace(place, url=shown, source_name=defanged(place.source_name))


def _line(line: Line) -> Line:
    return tuple(Run(defanged(run.text), run.is_marked) for run in line)
