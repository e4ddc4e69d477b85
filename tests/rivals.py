"""Two `dazor run` at once on the pretend newsroom, again and again: nothing may be done twice."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from dazor.demo.newsroom import Newsroom
from dazor.demo.setup import write_setup
from dazor.demo.show import T0
from store import chain
from store.database import opened_to_read
from tests import commands, crawling

ONCE = {  # what must not be there twice
    "url": "source, key",
    "document": "source, key",
    "match": "rule, version",
    "ledger": "subscriber, match",
    "digest": "subscriber, day",
    "version": "document, sha256",
    "fetch": "url, at",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rivalry:
    """What came of it."""

    codes: list[tuple[int, ...]]  # of each round, lowest first
    said: set[str]
    repeated_requests: int  # addresses asked for twice in one round
    doubled: dict[str, int]  # table to rows that are there twice
    rows: dict[str, int]  # table to rows
    integrity: str
    chain_broken_at: int | None


def rival(folder: Path, *, rounds: int, step: timedelta) -> Rivalry:
    """So many rounds of two passes that start together, each round a step after the one before."""
    codes: list[tuple[int, ...]] = []
    said: set[str] = set()
    repeated = 0
    with Newsroom(t0=T0) as newsroom:
        config = write_setup(folder, newsroom, only=crawling.FIRST_HOSTS)
        for number in range(rounds):
            now = newsroom.t0 + number * step
            newsroom.set_time(now)
            before = len(newsroom.log)
            both = [commands.start(config, "run", now=now) for _ in range(2)]
            told = [child.communicate(timeout=commands.LIMIT_S)[1] for child in both]
            codes.append(tuple(sorted(child.returncode for child in both)))
            said |= {line for text in told for line in text.splitlines()}
            asked = [(line.host, line.path) for line in newsroom.log[before:]]
            repeated += len(asked) - len(set(asked))
    return _left(config, codes, said, repeated)


def _left(config: Path, codes: list[tuple[int, ...]], said: set[str], repeated: int) -> Rivalry:
    with opened_to_read(config.parent / "data/news.db") as db:
        return Rivalry(
            codes=codes,
            said=said,
            repeated_requests=repeated,
            doubled={
                table: db.value(
                    f"SELECT count(*) FROM (SELECT 1 FROM {table} GROUP BY {once} HAVING count(*) > 1)"
                )
                for table, once in ONCE.items()
            },
            rows={table: db.value(f"SELECT count(*) FROM {table}") for table in ONCE},
            integrity=db.value("PRAGMA integrity_check"),
            chain_broken_at=chain.broken_at(db),
        )
