"""
The index of words: a row for each version, a token for each of its words.

A class stands for all words that are one to a rule, because the same lemmas are
possible for them. So a lemma is found by its few classes, and a phrase by theirs
in a row: the n-th token of a column is the n-th word of the text.
"""

import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from store.database import Database

SLOTS = ("a", "b")
MOST_KEPT = 100_000  # classes that are remembered

# The tokenizer takes letters, digits and all that is not ASCII as parts of a token, and makes letters small.
_UNSAFE = re.compile(r"[^0-9a-z\x80-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """The words of a title, a rubric or a text, by position."""

    lemmas: Sequence[frozenset[str]] = ()  # possible for each word, with their language, as in ru:санкция
    forms: Sequence[str] = ()  # of each word, folded
    parts: Collection[str] = ()  # other forms that words are found by


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the index keeps of a version."""

    version: int
    language: str | None
    title: Field
    rubric: Field
    text: Field
    facts: Collection[str]  # as in source:belta


@dataclass(slots=True)
class Classes:
    """
    The classes of a generation that were met, by their lemmas.

    Remembers what is written: of no use after a transaction that was rolled back.
    """

    generation: int
    known: dict[frozenset[str], str] = field(default_factory=dict)

    def token(self, db: Database, lemmas: frozenset[str]) -> str:
        """What stands for a class in the index; a new class is written down."""
        found = self.known.get(lemmas)
        if found is None:
            if len(self.known) >= MOST_KEPT:
                self.known.clear()
            found = self.known[lemmas] = str(_class(db, self.generation, lemmas))
        return found


def table(slot: str) -> str:
    """The table of a slot."""
    assert slot in SLOTS
    return f"words_{slot}"


def safe(token: str) -> str:
    """One token of the index, whatever characters a form or a fact has."""
    return _UNSAFE.sub(_stand_in, token)


def save(db: Database, slot: str, classes: Classes, entries: Iterable[Entry]) -> None:
    """
    Put versions into the index; raises `sqlite3.IntegrityError` for one that is there already.

    In ascending order: the search engine of SQLite begins a new piece at each step back.
    """
    for entry in entries:
        db.write(
            "INSERT INTO indexed (version, generation, language) VALUES (?, ?, ?)",
            (entry.version, classes.generation, entry.language),
        )
        db.write(
            f"""
            INSERT INTO {table(slot)} (rowid, title_k, title_w, title_p, rubric_k, rubric_w, rubric_p, k, w,
                p, facts)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (
                entry.version,
                *_columns(db, classes, entry.title),
                *_columns(db, classes, entry.rubric),
                *_columns(db, classes, entry.text),
                _joined(entry.facts),
            ),
        )


def of_lemmas(db: Database, generation: int, lemmas: Collection[str]) -> list[int]:
    """The classes of a generation that hold one of the lemmas."""
    sql = "SELECT class FROM lemma WHERE lemma = ? AND generation = ?"
    return sorted({number for lemma in lemmas for (number,) in db.conn.execute(sql, (lemma, generation))})


def _columns(db: Database, classes: Classes, words: Field) -> tuple[str, str, str]:
    tokens = " ".join([classes.token(db, lemmas) for lemmas in words.lemmas])
    return tokens, _joined(words.forms), _joined(words.parts)


def _joined(forms: Iterable[str]) -> str:
    return " ".join(map(safe, forms))


def _stand_in(found: re.Match[str]) -> str:
    """A character of the private area for one that would part the token."""
    return chr(ord(found[0]) + 0xE000)


def _class(db: Database, generation: int, lemmas: frozenset[str]) -> int:
    written = json.dumps(sorted(lemmas), ensure_ascii=False)
    found: int | None = db.value(
        "SELECT id FROM word_class WHERE generation = ? AND lemmas = ?", (generation, written)
    )
    if found is not None:
        return found
    number = db.write("INSERT INTO word_class (generation, lemmas) VALUES (?, ?)", (generation, written))
    for lemma in lemmas:
        db.write("INSERT INTO lemma (lemma, generation, class) VALUES (?, ?, ?)", (lemma, generation, number))
    return number
