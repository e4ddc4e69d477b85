"""
How fast posts of a channel are stored, beside a bare walk of Telethon over the same channel.

    python -m benchmarks.telegram [--posts 5000] [--rounds 3]

A Telegram server of the tests on loopback; walk and sweep take turns. Exits with 1 where fewer than 0.35
posts are stored in the time in which Telethon alone reads one. Half a minute on two cores.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

TESTS = Path(__file__).parent.parent / "tests"
sys.path.insert(0, str(TESTS))  # its modules name each other without a package

import rehearsal  # noqa: E402
import telegram_desk as desk  # noqa: E402
from telethon.tl.types import InputPeerChannel  # noqa: E402
from tgserver.rig import Rig  # noqa: E402

from dazor.config import Config  # noqa: E402
from store.database import Database, open_database  # noqa: E402
from store.times import Clock  # noqa: E402
from telegram import account, client, loop, sessions  # noqa: E402
from telegram.rounds import Round, go  # noqa: E402

ENOUGH = 0.35
ACCESS_HASH = desk.FIRST * 7


def main() -> int:
    """Both, in turns; the exit code."""
    parser = argparse.ArgumentParser(description="Posts stored a second beside a bare Telethon.")
    parser.add_argument("--posts", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rig = Rig({"channels": [channel(wanted.posts)]}, Path(folder) / "server")
        try:
            config = rehearsal.settings(rig, Path(folder), timeout_s=60.0)
            rehearsal.log_in(config)
            walk(config)  # the server has its pages ready from now on
            ratios = [measured(config, Path(folder), wanted.posts, number) for number in range(wanted.rounds)]
        finally:
            rig.stop()
    print(f"stored / bare: median {median(ratios):.2f}, at least {ENOUGH} is wanted")
    return 0 if median(ratios) >= ENOUGH else 1


def channel(posts: int) -> dict[str, object]:
    """A channel whose posts are all of the last month."""
    start = desk.NOW.timestamp() - posts * 60
    made = {"count": posts, "start": start, "step": 60, "gap_every": 50, "album_every": 25}
    return desk.channel(desk.FIRST, generate=made)


def measured(config: Config, folder: Path, posts: int, number: int) -> float:
    """One turn of both; how much of the bare speed storing has."""
    bare_s, _ = timed(lambda: walk(config))
    with open_database(folder / f"{number}" / "news.db") as db:
        desk.watch(db)
        stored_s, _ = timed(lambda: sweep(db, config))
        stored = len(desk.ids(db))
    if stored != posts:
        sys.exit(f"{stored} of {posts} posts were stored: the figures mean nothing.")
    print(
        f"bare {posts / bare_s:6.0f} posts a second, stored {posts / stored_s:6.0f}: {bare_s / stored_s:.2f}"
    )
    return bare_s / stored_s


def timed(work: Callable[[], object]) -> tuple[float, object]:
    began_s = time.perf_counter()
    given = work()
    return time.perf_counter() - began_s, given


def walk(config: Config) -> None:
    """Telethon alone over all posts."""
    who = account.of(config, "desk")

    async def read() -> None:
        bare = client.build(who, sessions.kept(who))
        await client.connect(bare, who)
        async for _ in bare.iter_messages(InputPeerChannel(desk.FIRST, ACCESS_HASH), wait_time=0):
            pass
        await client.end(bare)

    asyncio.run(read())


def sweep(db: Database, config: Config) -> None:
    """A round of the account over the same channel."""
    ends_at = desk.NOW + timedelta(days=1)
    here = Round(db=db, account="desk", clock=Clock(desk.NOW), first_days=2, ends_at=ends_at)

    async def read() -> None:
        async with rehearsal.opened(db, config) as asking:
            await go(here, asking.ask, [desk.source()], is_due=True, since=None)

    loop.run(read())


if __name__ == "__main__":
    sys.exit(main())
