"""Gaps are filled from the newest end down: some pages and the cursor that covers them in one transaction."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from telethon.tl import types

from store import channels, gaps, posts
from store.database import Database
from store.gaps import Gap
from store.times import Clock
from telegram import convert, history
from telegram.history import Answer, Ask, Settled
from telegram.sweep import keep_holes, miss
from telegram.watched import Watched

TOGETHER = 10  # pages
TURNS = 10  # of the loop, until a call is on its way


async def fill(db: Database, ask: Ask, watched: Watched, gap: Gap, clock: Clock, *, first_days: float) -> int:
    """
    Read some pages of a gap; how many versions they made. The gap has moved then, or is closed.

    While a page is taken apart the next one is on its way. What came before an error is kept.
    """
    answers: list[Answer] = []
    question = history.below(watched, gap.below)
    coming: asyncio.Future[Any] | None = asyncio.ensure_future(ask(question.request))
    try:
        while coming:
            given, at, asked = await coming, clock(), question
            coming = None
            below = next_below(gap, given)
            if below and len(answers) + 1 < TOGETHER:
                question = history.below(watched, below)
                coming = asyncio.ensure_future(ask(question.request))
                for _ in range(TURNS):
                    await asyncio.sleep(0)
            answers.append(history.read(watched, asked, given, at))
    finally:
        if coming:
            coming.cancel()
        made = _keep(db, watched, gap, answers, first_days) if answers else 0
    return made


def want_since(db: Database, watched: Watched, since: datetime) -> None:
    """Posts of a channel back to a time are wanted, as backfill."""
    channel = watched.channel
    with db.transaction():
        if not gaps.reach_back(db, channel.id, since):
            below = posts.lowest(db, watched.source.id) or channel.newest_id + 1
            gaps.open_gap(db, channel.id, below=below, back_to=since, is_backfill=True)


def next_below(gap: Gap, given: types.messages.ChannelMessages) -> int | None:
    """Where the next page of a gap begins; None: this one has reached its number, its time or the first."""
    there = convert.shown(given, is_whole=False)
    if not there or there[0].id >= gap.below or there[0].id <= gap.down_to + 1:
        return None
    is_old = gap.back_to is not None and there[0].date < gap.back_to
    return None if is_old else there[0].id


def _keep(db: Database, watched: Watched, gap: Gap, answers: Sequence[Answer], first_days: float) -> int:
    """Several pages in one transaction: to flush each to the disk alone would take longer than to read it."""
    made = []
    with db.transaction():
        for answer in answers:
            settled = history.settle(db, watched, answer, first_days=first_days, is_backfill=gap.is_backfill)
            _note_absent(db, watched, gap, settled)
            below = next_below(gap, answer.given)
            _move(db, watched, gap, below, answer.at)
            gap = replace(gap, below=below or 0)
            made.append(settled)
        history.keep_bytes(db, *made)
    return sum(settled.made for settled in made)


def _note_absent(db: Database, watched: Watched, gap: Gap, settled: Settled) -> None:
    """What the page leaves out: posts that were there, and numbers that never were."""
    numbers = settled.page.numbers
    if numbers:
        miss(db, watched, settled, numbers[0], gap.below - 1)
    if numbers and not gap.is_reread:
        keep_holes(db, watched, settled, max(numbers[0], gap.down_to + 1), gap.below - 1)


def _move(db: Database, watched: Watched, gap: Gap, below: int | None, at: datetime) -> None:
    if below:
        gaps.move(db, gap.id, below)
        return
    gaps.close(db, gap.id)
    if gap.is_reread:
        channels.reread(db, watched.channel.id, at)
