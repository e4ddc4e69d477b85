"""The gold of benchmarks/language.py: sentences, terms and where they occur (../shared/data/morphology)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).parent.parent.parent / "shared" / "data"
LANGUAGES = ("be", "ru", "uk", "en", "pl")


class Place(NamedTuple):
    """Where something occurs; the span counts code points of the sentence."""

    sentence: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A term as the desk would type it, and where it should be found."""

    term: str
    kind: str  # word, phrase
    pos: str  # part of speech, or the pattern of the phrase
    hits: frozenset[Place]
    optional: frozenset[Place]  # participles of a verb: neither required nor wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """The sentences of a language and the terms asked of them."""

    sentences: dict[str, str]
    queries: tuple[Query, ...]


class Result(NamedTuple):
    """What became of some queries."""

    wanted: int
    missed: tuple[tuple[Query, Place], ...]
    wrong: tuple[tuple[Query, Place], ...]

    @property
    def recall(self) -> float:
        return self.right / self.wanted

    @property
    def precision(self) -> float:
        return self.right / ((self.right + len(self.wrong)) or 1)

    @property
    def right(self) -> int:
        return self.wanted - len(self.missed)


def load(language: str) -> Gold:
    """The gold of a language; uk and pl lie apart, their licence is a non-commercial one."""
    folder = DATA / "morphology" / ("nc" if language in {"uk", "pl"} else "")
    return Gold(
        sentences={row["id"]: row["text"] for row in rows(folder / f"{language}_sentences.jsonl")},
        queries=tuple(_query(row) for row in rows(folder / f"{language}_queries.jsonl")),
    )


def rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def score(queries: Iterable[Query], found: dict[Query, set[Place]]) -> Result:
    """A hit is found where a span touches it; a span that touches no hit is wrong."""
    wanted = 0
    missed: list[tuple[Query, Place]] = []
    wrong: list[tuple[Query, Place]] = []
    for query in queries:
        places = found.get(query, set())
        wanted += len(query.hits)
        missed += [(query, hit) for hit in sorted(query.hits) if not _touches(hit, places)]
        allowed = query.hits | query.optional
        wrong += [(query, place) for place in sorted(places) if not _touches(place, allowed)]
    return Result(wanted, tuple(missed), tuple(wrong))


def _touches(place: Place, others: Iterable[Place]) -> bool:
    return any(
        place.sentence == other.sentence and place.start < other.end and other.start < place.end
        for other in others
    )


def _query(row: dict[str, Any]) -> Query:
    return Query(
        term=row["term"],
        kind=row["kind"],
        pos=row["pos"],
        hits=frozenset(Place(*place) for place in row["hits"]),
        optional=frozenset(Place(*place) for place in row.get("optional", ())),
    )
