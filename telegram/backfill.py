"""Gaps are filled: page after page from the newest end down, each with its cursor in one transaction."""

from datetime import datetime

from store import channels, gaps, posts
from store.database import Database
from store.gaps import Gap
from store.times import Clock
from telegram import history
from telegram.history import Ask, Settled
from telegram.sweep import keep_holes, miss
from telegram.watched import Watched


async def fill(db: Database, ask: Ask, watched: Watched, gap: Gap, clock: Clock, *, first_days: float) -> int:
    """Read one page of a gap; how many versions it made. The gap has moved then, or is closed."""
    question = history.below(watched, gap.below)
    answer = await ask(question.request)
    at = clock()
    with db.transaction():
        settled = history.settle(
            db,
            watched,
            question,
            answer,
            at,
            is_whole=not answer.messages,
            first_days=first_days,
            is_backfill=gap.is_backfill,
        )
        _move(db, watched, gap, settled, at)
    return settled.made


def want_since(db: Database, watched: Watched, since: datetime) -> None:
    """Posts of a channel back to a time are wanted, as backfill."""
    channel = watched.channel
    with db.transaction():
        if not gaps.reach_back(db, channel.id, since):
            below = posts.lowest(db, watched.source.id) or channel.newest_id + 1
            gaps.open_gap(db, channel.id, below=below, back_to=since, is_backfill=True)


def is_filled(gap: Gap, settled: Settled) -> bool:
    """Whether a page has reached the end of its gap: its number, its time, or the channel's beginning."""
    numbers = settled.page.numbers
    if not numbers or numbers[0] >= gap.below or numbers[0] <= gap.down_to + 1:
        return True
    oldest = settled.page.posts[0].published_at if settled.page.posts else None
    return gap.back_to is not None and oldest is not None and oldest < gap.back_to


def _move(db: Database, watched: Watched, gap: Gap, settled: Settled, at: datetime) -> None:
    numbers = settled.page.numbers
    if numbers:
        miss(db, watched, settled, numbers[0], gap.below - 1)
        if not gap.is_reread:
            keep_holes(db, watched, settled, max(numbers[0], gap.down_to + 1), gap.below - 1)
    if not is_filled(gap, settled):
        gaps.move(db, gap.id, numbers[0])
        return
    gaps.close(db, gap.id)
    if gap.is_reread:
        channels.reread(db, watched.channel.id, at)
