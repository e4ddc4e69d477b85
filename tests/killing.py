"""Passes over the pretend newsroom with jobs that are killed again and again, and the same undisturbed."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from dazor.demo.newsroom import Newsroom
from dazor.demo.setup import write_setup
from store import chain, documents, raws
from store.database import Database, opened_to_read
from tests import crawling

EXTRACT_STARTS_S = 0.9  # about; a kill comes some time after


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What a desk has after its last pass, without what depends on when exactly something came."""

    urls: list[tuple[str, str, str]]  # source, key, state
    fetched: set[str]  # addresses with a good answer
    exported: list[dict[str, Any]]
    integrity: str
    chain_broken_at: int | None
    unreadable: list[str]  # versions whose bytes cannot be read


def rehearse(folder: Path, *, kills: int, minutes: tuple[int, ...], seed: int) -> tuple[Left, Left]:
    """What two desks have after the same passes: one undisturbed, one with so many kills in all."""
    rng = random.Random(seed)
    with Newsroom() as newsroom:
        calm, disturbed = (
            write_setup(folder / name, newsroom, only=crawling.FIRST_HOSTS) for name in ("calm", "disturbed")
        )
        for number, minute in enumerate(minutes):
            now = newsroom.t0 + timedelta(minutes=minute)
            newsroom.set_time(now)
            share = kills * (number + 1) // len(minutes) - kills * number // len(minutes)
            _run_killed(disturbed, newsroom, now, share - share // 3, rng)
            with ThreadPoolExecutor() as beside:
                done = beside.submit(_run_calmly, calm, now)
                _run_extract_killed(disturbed, now, share // 3, rng)
            done.result()
    return left(calm), left(disturbed)


def left(config: Path) -> Left:
    """What is in a store."""
    with opened_to_read(config.parent / "data" / "news.db") as db:
        urls = db.rows("SELECT source, key, state FROM url ORDER BY source, key")
        fetched = db.rows("SELECT DISTINCT url FROM fetch WHERE outcome IN ('ok', 'not_modified')")
        return Left(
            urls=[(row["source"], row["key"], row["state"]) for row in urls],
            fetched={row["url"] for row in fetched},
            exported=sorted(
                map(_timeless, documents.export(db)), key=lambda row: (row["source"], row["key"])
            ),
            integrity=db.value("PRAGMA integrity_check"),
            chain_broken_at=chain.broken_at(db),
            unreadable=_unreadable(db),
        )


def _run(config: Path, now: datetime, job: str) -> None:
    code, said = crawling.run(config, now, job)
    assert (0, "") == (code, said)


def _run_calmly(config: Path, now: datetime) -> None:
    _run(config, now, "web")
    _run(config, now, "extract")


def _run_killed(config: Path, newsroom: Newsroom, now: datetime, kills: int, rng: random.Random) -> None:
    """The web job, killed so many times when the newsroom has served a few more requests."""
    for _ in range(kills):
        child = crawling.start(config, now)
        enough = len(newsroom.log) + rng.randint(0, 12)
        while len(newsroom.log) < enough and child.poll() is None:
            time.sleep(0.0005)
        time.sleep(rng.random() * 0.01)
        crawling.kill(child)
    _run(config, now, "web")


def _run_extract_killed(config: Path, now: datetime, kills: int, rng: random.Random) -> None:
    for _ in range(kills):
        child = crawling.start(config, now, "extract")
        time.sleep(EXTRACT_STARTS_S + rng.random())
        crawling.kill(child)
    _run(config, now, "extract")


def _timeless(row: dict[str, Any]) -> dict[str, Any]:
    kept = {
        name: row[name] for name in row if name not in ("document", "first_seen_at", "gone_at", "versions")
    }
    if kept["post"]:
        kept["post"] = kept["post"] | {"views": None}  # they grow with every look
    versions = [(one["version"], one["title"], one["text"]) for one in row["versions"]]
    return kept | {"is_gone": row["gone_at"] is not None, "versions": versions}


def _unreadable(db: Database) -> list[str]:
    hashes = [row["raw_sha256"] for row in db.rows("SELECT raw_sha256 FROM version")]
    return [sha256 for sha256 in hashes if not raws.is_kept(db, sha256) or not raws.read(db, sha256)]
