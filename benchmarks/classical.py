"""Belarusian gold in the classical orthography, as the npm package taraskevizer writes it."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.word_gold import Gold, Place, Query, score

_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_SCRIPT = """
import { pipelines, TaraskConfig } from "taraskevizer";
import { readFileSync } from "node:fs";
const config = new TaraskConfig({ variations: "first", g: false, j: "never" });
const texts = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(texts.map((text) => pipelines.tarask(text, config))));
"""


@dataclass(frozen=True, slots=True)
class Respelled:
    """The queries reduced to hits that are spelled in another way than before."""

    queries: tuple[Query, ...]

    @property
    def wanted(self) -> int:
        return sum(len(query.hits) for query in self.queries)

    def share(self, found: dict[Query, set[Place]]) -> float:
        """How many of them are found, of what was found for the whole queries."""
        by_term = {(query.kind, query.term, query.pos): places for query, places in found.items()}
        return score(
            self.queries,
            {query: by_term[query.kind, query.term, query.pos] for query in self.queries},
        ).recall


def gold(official: Gold, folder: Path | None) -> tuple[Gold, Respelled] | str:
    """The gold with rewritten sentences, and what is spelled anew; else why there is none."""
    if folder is None:
        return "give a folder where `npm install taraskevizer` was run: --classical FOLDER"
    if not (folder / "node_modules" / "taraskevizer").is_dir():
        return f"{folder} has no node_modules/taraskevizer"
    if shutil.which("node") is None:
        return "node is not installed"
    rewritten = dict(
        zip(official.sentences, _rewritten(list(official.sentences.values()), folder), strict=True)
    )
    moves = {key: _moves(text, rewritten[key]) for key, text in official.sentences.items()}
    queries = tuple(
        replace(query, hits=_moved(query.hits, moves), optional=_moved(query.optional, moves))
        for query in official.queries
    )
    converted = Gold(sentences={key: rewritten[key] for key, move in moves.items() if move}, queries=queries)
    changed = tuple(
        replace(query, hits=frozenset(hit for hit in query.hits if _is_new(hit, converted, official, moves)))
        for query in queries
    )
    return converted, Respelled(changed)


def _rewritten(texts: list[str], folder: Path) -> list[str]:
    run = subprocess.run(
        ["node", "--input-type=module", "-e", _SCRIPT],
        cwd=folder,
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    given: list[str] = json.loads(run.stdout)
    return given


def _moves(before: str, after: str) -> dict[int, tuple[int, int]]:
    """Where each word of the sentence stands now, by its old start; empty if words were joined or parted."""
    old, new = list(_WORD.finditer(before)), list(_WORD.finditer(after))
    if len(old) != len(new):
        return {}
    return {one.start(): other.span() for one, other in zip(old, new, strict=True)}


def _moved(places: Iterable[Place], moves: dict[str, dict[int, tuple[int, int]]]) -> frozenset[Place]:
    return frozenset(
        Place(place.sentence, *moves[place.sentence][place.start])
        for place in places
        if place.start in moves[place.sentence]
    )


def _is_new(hit: Place, now: Gold, before: Gold, moves: dict[str, dict[int, tuple[int, int]]]) -> bool:
    word = now.sentences[hit.sentence][hit.start : hit.end]
    starts = {span: start for start, span in moves[hit.sentence].items()}
    start = starts[hit.start, hit.end]
    return not before.sentences[hit.sentence].startswith(word, start)
