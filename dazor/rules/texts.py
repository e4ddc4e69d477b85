"""Given texts, one JSON object a line, and what the rules say of them (`dazor match`)."""

from collections.abc import Iterable, Iterator
from typing import Any

from dazor.rules import matcher
from dazor.rules.matcher import Hit, Text
from dazor.rules.rule import Loaded
from dazor.text import given as given_texts

_FIELDS = ("title", "source", "kind", "rubric")


def read(lines: Iterable[str], file: str) -> Iterator[tuple[Any, Text]]:
    """The id and the text of each line; `file` is the name shown in messages."""
    for line in given_texts.read(lines, file, _FIELDS):
        yield (
            line.id,
            Text(
                text=line.text,
                title=line.fields["title"],
                source=line.fields["source"],
                kind=line.fields["kind"],
                rubric=line.fields["rubric"],
            ),
        )


def answer(loaded: Loaded, texts: Iterable[tuple[Any, Text]]) -> Iterator[tuple[list[dict[str, Any]], int]]:
    """For each text, its matches in the shape of COMMANDS.md, and how many were left out for a mute."""
    rules = matcher.compile_rules((rule.id, rule.tree) for rule in loaded.rules)
    mutes = matcher.compile_rules((mute.id, mute.tree) for mute in loaded.mutes)
    for key, text in texts:
        words = matcher.read(text)
        hits = matcher.match(rules, words)
        if hits and matcher.match(mutes, words):
            yield [], len(hits)
        else:
            yield [_shape(hit, key) for hit in hits], 0


def _shape(hit: Hit, key: Any) -> dict[str, Any]:
    return {
        "rule": hit.rule,
        "id": key,
        "spans": [list(span) for span in hit.spans],
        "title_spans": [list(span) for span in hit.title_spans],
    }
