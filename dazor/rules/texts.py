"""Given texts, one JSON object a line, and what the rules say of them (`dazor match`)."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from dazor.rules import matcher
from dazor.rules.matcher import Hit, Text
from dazor.rules.rule import Loaded
from store.errors import UsageError

_FIELDS = ("text", "title", "source", "kind", "rubric")


def read(lines: Iterable[str], file: str) -> Iterator[tuple[Any, Text]]:
    """
    The id and the text of each line, empty lines left out.

    `file` is the name shown in messages. UsageError for a line that is no text.
    """
    number = 0
    try:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _read_line(line, f"{file}, line {number}")
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}, after line {number}: not UTF-8 text. Save the file as UTF-8.") from error


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


def _read_line(line: str, where: str) -> tuple[Any, Text]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f'{where}: not JSON ({error}). A line is {{"id": …, "text": "…"}}.') from error
    if not isinstance(given, dict):
        raise UsageError(f'{where}: not a JSON object. A line is {{"id": …, "text": "…"}}.')
    for key in ("id", "text"):
        if given.get(key) is None:
            raise UsageError(f'{where}: has no "{key}". A line is {{"id": …, "text": "…"}}.')
    for key in _FIELDS:
        if not isinstance(given.get(key), str | None):
            raise UsageError(
                f'{where}: "{key}" is not a text: {str(given[key])[:40]}. Put it in quotation marks.'
            )
    return given["id"], Text(
        text=given["text"],
        title=given.get("title"),
        source=given.get("source"),
        kind=given.get("kind"),
        rubric=given.get("rubric"),
    )


def _shape(hit: Hit, key: Any) -> dict[str, Any]:
    return {
        "rule": hit.rule,
        "id": key,
        "spans": [list(span) for span in hit.spans],
        "title_spans": [list(span) for span in hit.title_spans],
    }
