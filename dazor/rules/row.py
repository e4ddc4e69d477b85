"""What the index of words keeps of a text: the other side of compile.py."""

from functools import lru_cache
from typing import NamedTuple

from dazor.rules import keys
from dazor.rules.matcher import Text
from dazor.text import lemmas, reading
from dazor.text.tokens import Word
from store.words import Entry, Field

LONGEST = 100  # letters of a form; what is longer is cut
_ROW = 1  # raise it when the same text gives another row


class _Kept(NamedTuple):
    """What is kept of one word; made once for each."""

    lemmas: frozenset[str]
    form: str
    parts: frozenset[str]  # other forms that it is found by


def analysers() -> str:
    """The state of all that makes a row: an index made by another state is made anew."""
    return f"{_ROW}-{lemmas.VERSION}"


def entry(version: int, text: Text) -> Entry:
    """The row of a text."""
    read = reading.read(text.text)
    facts = {"source": text.source, "kind": text.kind, "lang": read.language}
    return Entry(
        version=version,
        language=read.language,
        title=_field(reading.read(text.title or "")),
        rubric=_field(reading.read(text.rubric or "")),
        text=_field(read),
        facts=[f"{fact}:{value}" for fact, value in facts.items() if value is not None]
        + ["change:edited"] * text.is_edited,
    )


def _field(read: reading.Reading) -> Field:
    kept = [_kept(word, run.language) for run in read.runs for word in read.words[run.first : run.end]]
    return Field(
        lemmas=[word.lemmas for word in kept],
        forms=[word.form for word in kept],
        parts={part for word in kept if word.parts for part in word.parts},
    )


@lru_cache(maxsize=50_000)
def _kept(word: Word, language: str | None) -> _Kept:
    found = {key[1:] for piece in word.pieces for key in keys.written(piece, language, ()) if key[0] == "~"}
    form = word.pieces[0].folded
    return _Kept(
        keys.lemma_keys(word, language),
        form[:LONGEST],
        frozenset(part[:LONGEST] for part in found if part != form),
    )
