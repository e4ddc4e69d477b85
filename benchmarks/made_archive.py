"""A store of many texts for the figures of search, filled through the store's own batches."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice

from dazor.rules import row
from dazor.text import tokens
from store import documents, sources, words, words_generations
from store.database import Database
from store.documents import Arrival
from store.types import Reading
from store.words import Classes, Entry, Field

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
PER_TRANSACTION = 2_000
WORDS = 250  # of a text
SLICES = 20  # a text is put together of so many pieces: phrases of real posts recur in it


class Source:
    """Texts put together of the words of others, each word with what the index keeps of it."""

    def __init__(self, posts: Sequence[str], seed: int) -> None:
        self.chance = random.Random(seed)
        self.forms = [token.word.form for post in posts for token in tokens.split(post)]
        self.kept = {form: row._kept(tokens.read(form), "ru") for form in set(self.forms)}

    def text(self) -> list[str]:
        """The words of one text."""
        length = WORDS // SLICES
        starts = [self.chance.randrange(len(self.forms) - length) for _ in range(SLICES)]
        return [form for start in starts for form in self.forms[start : start + length]]

    def entry(self, version: int, forms: list[str]) -> Entry:
        """What the index keeps of a text, looked up: it is not the analysers that are measured here."""
        kept = [self.kept[form] for form in forms]
        text = Field(
            lemmas=[one.lemmas for one in kept],
            forms=[one.form for one in kept],
            parts={part for one in kept for part in one.parts},
        )
        facts = ("source:prudok", "kind:article", "lang:ru")
        return Entry(version=version, language="ru", title=Field(), rubric=Field(), text=text, facts=facts)


def begin(db: Database) -> None:
    """A source, and an index that takes in what comes."""
    with db.transaction():
        name = {"id": "prudok", "name": "Prudok News", "kind": "site", "zone": "Europe/Minsk"}
        sources.save(db, **name, languages=["ru"], usual_per_day=None, is_on=True)
        words_generations.begin(db, row.analysers(), NOW)


def grow(db: Database, made: Source, count: int) -> None:
    """Add texts until there are so many."""
    generation = words_generations.standing(db)[0]
    classes = Classes(generation=generation.id)
    new = ((number, made.text()) for number in range(generation.last_version + 1, count + 1))
    while batch := list(islice(new, PER_TRANSACTION)):
        with db.transaction():
            saved = [documents.save(db, _arrival(number, forms)).version for number, forms in batch]
            rows = zip(saved, (forms for _, forms in batch), strict=True)
            words.save(db, generation.slot, classes, (made.entry(version, forms) for version, forms in rows))
            generation = words_generations.standing(db)[0]
            words_generations.widen(db, generation, last=saved[-1])


class Asked:
    """Queries made of the words of the texts, by how many texts in a hundred have them, nearly."""

    def __init__(self, made: Source) -> None:
        self.chance = random.Random(1)
        self.forms = made.forms
        counts = Counter(form for form in made.forms if form.isalpha() and form.islower())
        self.shares = {form: 100 * WORDS * count / len(made.forms) for form, count in counts.items()}

    def word(self, least: float, most: float, letters: int = 3) -> str:
        """A word that so many texts in a hundred have."""
        found = [
            form for form, share in self.shares.items() if least <= share <= most and len(form) >= letters
        ]
        return self.chance.choice(found)

    def middling(self, letters: int = 3) -> str:
        return self.word(0.2, 1, letters)

    def common(self) -> str:
        return self.word(3, 20)

    def phrase(self, length: int) -> str:
        """Words that stand side by side in a text."""
        while True:
            start = self.chance.randrange(len(self.forms) - length)
            row = self.forms[start : start + length]
            if all(form in self.shares and len(form) > 2 for form in row):
                return f'"{" ".join(row)}"'


def exact_queries(made: Source, each: int) -> dict[str, list[str]]:
    """Queries of nine kinds that the index is asked exactly."""
    asked = Asked(made)
    kinds: dict[str, Callable[[], str]] = {
        "rare word": lambda: asked.word(0, 0.15),
        "middling word": asked.middling,
        "common word": asked.common,
        "very common word": lambda: asked.word(20, 1000, 1),
        "AND": lambda: f"{asked.middling()} AND {asked.common()}",
        "phrase of 2": lambda: asked.phrase(2),
        "phrase of 3": lambda: asked.phrase(3),
        "NEAR": lambda: f"{asked.middling()} NEAR/10 {asked.common()}",
        "prefix of 6": lambda: f"{asked.middling(7)[:6]}*",
        "OR, AND, NOT": lambda: (
            f"(({asked.middling()} OR {asked.middling(6)[:5]}*) AND {asked.common()}) NOT {asked.middling()}"
        ),
    }
    return _made(kinds, each)


def verified_queries(made: Source, each: int) -> dict[str, list[str]]:
    """Queries that the index is asked roughly: the matcher reads what it gives."""
    asked = Asked(made)
    kinds: dict[str, Callable[[], str]] = {
        "=form": lambda: f"={asked.middling()}",
        "a -> b": lambda: f"{asked.middling()} -> {asked.common()} /5",
        "2x": lambda: f"2x {asked.middling()}",
        "phrase with =form": lambda: asked.phrase(2).replace('"', '"=', 1),
        "phrase with prefix": lambda: f'"{asked.middling(6)[:5]}* {asked.common()}"',
    }
    return _made(kinds, each)


def _made(kinds: dict[str, Callable[[], str]], each: int) -> dict[str, list[str]]:
    return {kind: [make() for _ in range(each)] for kind, make in kinds.items()}


def _arrival(number: int, forms: list[str]) -> Arrival:
    reading = Reading(extractor="benchmark", outcome="ok", text=" ".join(forms))
    at = NOW + timedelta(seconds=number)
    url = f"prudok.example/{number}"
    return Arrival(
        source="prudok", kind="article", key=url, url=f"https://{url}", reading=reading, seen_at=at
    )
