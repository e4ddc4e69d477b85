"""
How fast texts are stored, as ratios within one run; see ../shared/reference/engine.md, section 8.

    python -m benchmarks.store [--texts 2000] [--repeats 5]

Prints a JSON line a figure and exits with 1 where one is under its floor. Ten seconds on two cores.
ingest_one and refetch get floors with the search index, which is the greater part of both sides then.
"""

import argparse
import json
import multiprocessing
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from store import documents, sources
from store.database import Database, open_database
from store.documents import Arrival
from store.types import Published, Reading

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
WORDS = [f"слово{number}" for number in range(5000)]
WEIGHTS = [1 / (rank + 1) for rank in range(len(WORDS))]  # a few words are most of every text
FLOORS = {"writers": 0.5}
WRITERS = 4


def main() -> int:
    """All figures; the exit code."""
    parser = argparse.ArgumentParser(description="How fast texts are stored, as ratios.")
    parser.add_argument("--texts", type=int, default=2000)
    parser.add_argument("--repeats", type=int, default=5)
    wanted = parser.parse_args()
    rounds = []
    for repeat in range(wanted.repeats):
        arrivals = texts(wanted.texts, random.Random(repeat))
        with tempfile.TemporaryDirectory() as folder:
            rounds.append(measure(Path(folder), arrivals))
    figures = {name: round(statistics.median(one[name] for one in rounds), 2) for name in rounds[0]}
    for name, ratio in figures.items():
        print(json.dumps({"id": name, "ratio": ratio, "floor": FLOORS.get(name)}))
    return 1 if any(figures[name] < floor for name, floor in FLOORS.items()) else 0


def measure(folder: Path, arrivals: list[Arrival]) -> dict[str, float]:
    """
    One round of ratios of rates.

    ingest_one: a text a transaction, to 1000 a transaction. refetch: unchanged texts, to new ones.
    writers: four processes, to one, a text a transaction.
    """
    batch_s = timed(folder / "batch.db", lambda db: save(db, arrivals, per_transaction=1000))
    again_s = timed(folder / "batch.db", lambda db: save(db, arrivals, per_transaction=1000))
    one_s = timed(folder / "one.db", lambda db: save(db, arrivals, per_transaction=1))
    many_s = timed(folder / "many.db", lambda _: save_at_once(folder / "many.db", arrivals))
    for name in ("batch.db", "one.db", "many.db"):
        with open_database(folder / name) as db:
            assert len(arrivals) == db.value("SELECT count(*) FROM version"), f"{name} lost texts"
    return {"ingest_one": batch_s / one_s, "refetch": batch_s / again_s, "writers": one_s / many_s}


def timed(path: Path, work: Callable[[Database], None]) -> float:
    """Wall seconds of some work on a store that has a source."""
    with open_database(path) as db:
        with db.transaction():
            name = {"id": "prudok", "name": "Prudok News", "kind": "site", "zone": "Europe/Minsk"}
            sources.save(db, **name, languages=["ru"], usual_per_day=None, is_on=True)
        began_s = time.perf_counter()
        work(db)
        return time.perf_counter() - began_s


def save(db: Database, arrivals: list[Arrival], *, per_transaction: int) -> None:
    """Save texts, so many in a transaction."""
    for start in range(0, len(arrivals), per_transaction):
        with db.transaction():
            for arrival in arrivals[start : start + per_transaction]:
                documents.save(db, arrival)


def save_at_once(path: Path, arrivals: list[Arrival]) -> None:
    """Four processes share the texts, each in transactions of its own."""
    fork = multiprocessing.get_context("fork")
    writers = [
        fork.Process(target=save_share, args=(path, arrivals[part::WRITERS])) for part in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()


def save_share(path: Path, arrivals: list[Arrival]) -> None:
    """What one of the processes does."""
    with open_database(path) as db:
        save(db, arrivals, per_transaction=1)


def texts(count: int, chance: random.Random) -> list[Arrival]:
    """Texts of some 250 words."""
    return [
        Arrival(
            source="prudok",
            kind="article",
            key=f"prudok.example/{number}",
            url=f"https://prudok.example/{number}",
            reading=Reading(
                extractor="benchmark",
                outcome="ok",
                title=f"Новость {number}",
                text=" ".join(chance.choices(WORDS, WEIGHTS, k=250)),
                published=Published(at=NOW, precision="minute"),
            ),
            seen_at=NOW + timedelta(seconds=number),
        )
        for number in range(count)
    ]


if __name__ == "__main__":
    sys.exit(main())
