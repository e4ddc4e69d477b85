"""The digest as Markdown (CommonMark); nothing from outside acts as markup."""

import re
from collections.abc import Iterator

from dazor.digest import links, wording
from dazor.digest.content import Digest, Item, Line, Mention, Place

_ACTIVE = re.compile(r"[\\`*_\[\]<>#|~&]")
_ADDRESS = re.compile(r"(https?|ftp)(:)(?=//)|(www)(\.)|(?<=\w)(@)(?=\w)|(mailto|xmpp)(:)", re.IGNORECASE)
_LIST = re.compile(r"^(\s*\d{0,9})([-+=.)])")


def render(digest: Digest) -> str:
    """The whole digest."""
    return "\n".join(_lines(digest)).rstrip() + "\n"


def escaped(text: str) -> str:
    """The text so that Markdown shows it as it is: no emphasis, no link, no list."""
    text = _ACTIVE.sub(r"\\\g<0>", text)
    text = _ADDRESS.sub(
        lambda found: "".join(f"\\{part}" if part in ":.@" else part for part in found.groups() if part), text
    )
    return _LIST.sub(r"\1\\\2", text)


def _lines(digest: Digest) -> Iterator[str]:
    yield from (f"# {escaped(wording.title(digest))}", "")
    for sentence in wording.opening(digest):
        yield from (escaped(sentence), "")
    for section in wording.parts(digest):
        yield from (f"## {escaped(section.heading)}", "")
        for item in section.items:
            yield from (*_item(item), "")
    if digest.beyond:
        yield from (escaped(wording.beyond(digest)), "")
    for heading, mentions in wording.lists(digest):
        yield from (f"## {escaped(heading)}", "", *(f"- {_mention(mention)}" for mention in mentions), "")
    if digest.archived:
        yield from ("## Earlier texts", "", *(f"- {escaped(sentence)}" for sentence in digest.archived), "")
    yield from ("---", "")
    for heading, sentences in digest.footer:
        yield from (f"- **{escaped(heading)}:** {' '.join(escaped(sentence) for sentence in sentences)}",)


def _item(item: Item) -> Iterator[str]:
    yield from (f"### {_linked(_marked(item.heading), item.place.url)}", "")
    yield from (escaped(wording.about(item)), "")
    if item.why:
        yield from (f"Found by: {escaped(wording.why(item))}", "")
    quoted = [_marked(sentence) for sentence in item.sentences] + ([wording.more(item)] if item.more else [])
    if quoted:
        yield from ("\n>\n".join(f"> {sentence}" for sentence in quoted), "")
    if item.words_gone:
        yield from (wording.WORDS_GONE, "")
    for change in item.changes:
        yield f"- before: {_marked(change.before) or wording.NOTHING}"
        yield f"- after: {_marked(change.after) or wording.NOTHING}"
    if item.more_changes:
        yield f"- {wording.more_changes(item)}"
    if item.changes:
        yield ""
    if item.copies:
        yield from ("Also published by", "", *(f"- {_copy(copy)}" for copy in item.copies))


def _mention(mention: Mention) -> str:
    return f"{_linked(_marked(mention.heading), mention.place.url)} ({escaped(wording.where(mention))})"


def _copy(copy: Place) -> str:
    return _linked(escaped(wording.place(copy)), copy.url)


def _linked(text: str, url: str | None) -> str:
    if url and not links.can_be_clicked(url):
        return f"{text} {escaped(url)}"
    return f"[{text}](<{url}>)" if url else text


def _marked(line: Line) -> str:
    """Matches in bold. Spaces stay outside of the stars, where Markdown wants them."""
    return "".join(_bold(run.text) if run.is_marked else escaped(run.text) for run in line)


def _bold(text: str) -> str:
    inner = text.strip()
    if not inner:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}**{escaped(inner)}**{after}"
