"""The digest as plain text, 78 columns wide; matches stand between *stars*."""

import textwrap
from collections.abc import Iterable, Iterator

from dazor.digest import wording
from dazor.digest.content import Change, Digest, Item, Line, Mention, Place

WIDTH = 78


def render(digest: Digest) -> str:
    """The whole digest. Addresses stand on lines of their own and are never broken."""
    return "\n".join(_lines(digest)).rstrip() + "\n"


def _lines(digest: Digest) -> Iterator[str]:
    yield from (wording.title(digest), "=" * len(wording.title(digest)), "")
    for sentence in wording.opening(digest):
        yield from (*_wrapped(sentence), "")
    for section in wording.parts(digest):
        yield from (section.heading, "-" * min(len(section.heading), WIDTH), "")
        for item in section.items:
            yield from (*_item(item), "")
    if digest.beyond:
        yield from (*_wrapped(wording.beyond(digest)), "")
    for heading, mentions in wording.lists(digest):
        yield from (heading, "-" * len(heading), "")
        for mention in mentions:
            yield from _mention(mention)
        yield ""
    if digest.archived:
        yield from ("EARLIER TEXTS", "-------------", "")
        for sentence in digest.archived:
            yield from _wrapped(sentence, "* ")
        yield ""
    yield from ("-" * WIDTH, "")
    for heading, sentences in digest.footer:
        yield f"{heading}:"
        for sentence in sentences:
            yield from _wrapped(sentence, "  ")


def _item(item: Item) -> Iterator[str]:
    yield from _wrapped(_marked(item.heading), "* ")
    yield from _wrapped(wording.about(item), "  ")
    if item.place.url:
        yield f"  {item.place.url}"
    if item.why:
        yield from _wrapped(f"Found by: {wording.why(item)}", "  ")
    for sentence in item.sentences:
        yield from _wrapped(_marked(sentence), "    ")
    if item.more:
        yield f"    {wording.more(item)}"
    if item.words_gone:
        yield f"  {wording.WORDS_GONE}"
    for change in item.changes:
        yield from _change(change)
    if item.more_changes:
        yield f"    {wording.more_changes(item)}"
    if item.copies:
        yield "  Also published by"
        for copy in item.copies:
            yield from _copy(copy)


def _mention(mention: Mention) -> Iterator[str]:
    yield from _wrapped(f"{_marked(mention.heading)} ({wording.where(mention)})", "* ")
    if mention.place.url:
        yield f"  {mention.place.url}"


def _change(change: Change) -> Iterator[str]:
    yield from _wrapped(_marked(change.before) or wording.NOTHING, "    before: ")
    yield from _wrapped(_marked(change.after) or wording.NOTHING, "    after:  ")


def _copy(copy: Place) -> Iterator[str]:
    yield from _wrapped(wording.place(copy), "    ")
    if copy.url:
        yield f"    {copy.url}"


def _marked(line: Line) -> str:
    return "".join(f"*{run.text}*" if run.is_marked else run.text for run in line)


def _wrapped(text: str, indent: str = "") -> Iterable[str]:
    """The lines of a paragraph; those after the first are indented by as much as the first."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=" " * len(indent),
        break_long_words=False,
        break_on_hyphens=False,
    )
