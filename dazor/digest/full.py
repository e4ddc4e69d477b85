"""The full texts of what a digest shows, with the matches marked, to be read without a network. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dazor.digest import excerpts, items, links
from dazor.digest.content import Digest, Line, Run
from store.matches import Match
from store.texts import Text

MOST_CHARACTERS = 4_000_000  # of all texts together: mail takes some ten megabytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FullText:
    """A whole text, paragraph by paragraph."""

    title: Line
    paragraphs: tuple[Line, ...]


def texts(
    digest: Digest, known: Mapping[int, Text], matches: Iterable[Match], wish: str
) -> dict[int, FullText]:
    """The texts of the items by version, in their order, as far as there is room; links as wanted."""
    by_version: dict[int, list[Match]] = {}
    for match in matches:
        by_version.setdefault(match.version, []).append(match)
    room, found = MOST_CHARACTERS, {}
    for item in digest.items:
        text = known[item.version]
        room -= len(text.text)
        if room < 0:
            break
        found[item.version] = _full(text, by_version.get(item.version, []), wish)
    return found


def _full(text: Text, matches: list[Match], wish: str) -> FullText:
    spans = items.together(span for match in matches for span in match.spans)
    title_spans = items.together(span for match in matches for span in match.title_spans)
    lines = [excerpts.whole(text.text, place, spans) for place in _paragraphs(text.text)]
    title = excerpts.whole(text.title or "", (0, len(text.title or "")), title_spans)
    return FullText(title=_shown(title, wish), paragraphs=tuple(_shown(line, wish) for line in lines if line))


def _paragraphs(text: str) -> Iterable[tuple[int, int]]:
    at = 0
    for line in text.splitlines(keepends=True):
        yield at, at + len(line.rstrip())
        at += len(line)


def _shown(line: Line, wish: str) -> Line:
    return line if wish == "plain" else tuple(Run(links.defanged(run.text), run.is_marked) for run in line)
