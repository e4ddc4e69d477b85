"""What a digest says, before it becomes a page, a mail or JSON."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple


class Run(NamedTuple):
    """A piece of a line: plain, or marked as what a rule found or what was changed."""

    text: str
    is_marked: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A place of a text before and after an edit; empty: there was nothing, or nothing is left."""

    before: Line
    after: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where and when something was published."""

    source: str  # id
    source_name: str
    url: str | None  # None: not an address that may be a link
    when: str  # in the desk's zone, for a person; a bare day in the source's zone
    published_at: datetime | None
    precision: str | None  # minute, day; None: `when` says when it was first seen
    is_late: bool  # published long before it was first seen
    gone: str | None  # since when it is gone and how that was established; None: it is there
    how: str | None = None  # what it is to the text it is shown with: copy, edited, shortened, forward


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One document."""

    document: int
    version: int
    heading: Line  # the title; of a text without one its first sentence
    has_title: bool
    place: Place
    language: str | None
    rule: str  # the heaviest
    rule_name: str
    also: tuple[tuple[str, str], ...]  # id and name of the other rules
    why: tuple[tuple[str, tuple[str, ...]], ...]  # terms of the rules and the forms they were found in
    sentences: tuple[Line, ...]
    more: int  # sentences with matches that are not shown
    copies: tuple[Place, ...] = ()  # the same text elsewhere, in the order it was seen
    changes: tuple[Change, ...] = ()
    more_changes: int = 0
    words_gone: bool = False  # the newest text has none of the words any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A text in one line."""

    heading: Line
    place: Place
    sources: tuple[str, ...] = ()  # all that carried it, by name; empty: this one


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Items under a heading, weightiest first, newest first among equals."""

    id: str
    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A whole digest."""

    subscriber: str
    kind: str  # daily, weekly, urgent
    day: date  # of the reader's zone
    made_at: datetime
    zone: str
    missed: tuple[date, ...]  # days whose digests this one makes good
    sections: tuple[Section, ...]  # those that have items
    added: tuple[Item, ...]  # what came to stories of earlier digests
    changed: tuple[Item, ...]  # texts that were changed after an earlier digest
    gone: tuple[Item, ...]  # documents of earlier digests that are gone
    repeats: tuple[Mention, ...]  # stories of earlier digests in other places, nothing added
    carried: tuple[Mention, ...]  # stories of many sources that no rule saw
    archived: tuple[str, ...]  # a sentence for each rule
    counts: dict[str, int]
    footer: tuple[tuple[str, tuple[str, ...]], ...]  # heading and sentences
    is_compact: bool = False  # cut down to a few lines for each text
    beyond: int = 0  # items that are not shown for want of room

    @property
    def items(self) -> tuple[Item, ...]:
        """All of them, in the order of the digest."""
        sections = (item for section in self.sections for item in section.items)
        return (*sections, *self.added, *self.changed, *self.gone)
