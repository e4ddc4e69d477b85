"""
The look at a channel's newest posts: one call shows what is new, edited or missing among the last hundred.

The cursor moves in the transaction of the page. What lies between the page and what was read before, or
before the first page, becomes a gap: newest posts come first, the rest follows and survives a kill.
"""

from datetime import datetime

from store import channels, gaps, holes, looks, posts, sources
from store.database import Database
from store.times import Clock
from telegram import history, names, rhythm
from telegram.history import Ask, Settled
from telegram.watched import KIND, Watched


async def look(db: Database, ask: Ask, watched: Watched, clock: Clock, *, first_days: float) -> int:
    """Look at the newest posts of a channel; how many versions that made."""
    answer = await history.ask_for(ask, watched, history.newest(watched), clock)
    with db.transaction():
        sources.started(db, watched.source.id, answer.at)
        settled = history.settle(db, watched, answer, first_days=first_days)
        names.keep(db, watched, answer)
        _move(db, watched, settled, answer.at, is_whole=answer.is_whole)
        _looked_at(db, watched, settled, answer.at)
        history.keep_bytes(db, settled)
    return settled.made


def miss(db: Database, watched: Watched, settled: Settled, low: int, high: int) -> None:
    """
    Stored posts between two numbers that the answer leaves out are absent from now on.

    Nobody takes that for their end: they are asked for one by one, an hour later (`telegram.absent`).
    """
    for absent in posts.missing(db, watched.source.id, low, high, settled.page.numbers):
        if absent.absent_since is None:
            looks.gone(db, settled.look, absent, "is absent")


def keep_holes(db: Database, watched: Watched, settled: Settled, low: int, high: int) -> None:
    """Numbers between these two, both included, that were never seen: each stretch once."""
    stored = {
        number
        for absent in posts.missing(db, watched.source.id, low, high, settled.page.numbers)
        for number in absent.ids
    }
    seen = sorted({number for number in (*settled.page.numbers, *stored) if low <= number <= high})
    edges = zip((low - 1, *seen), (*seen, high + 1), strict=True)
    stretches = [(before + 1, after - 1) for before, after in edges if after - before > 1]
    holes.found(db, watched.channel.id, stretches, settled.look.at)


def _move(db: Database, watched: Watched, settled: Settled, at: datetime, *, is_whole: bool) -> None:
    """Cursor, gaps and holes after a look at the newest posts. A page without any says nothing."""
    channel, numbers = watched.channel, settled.page.numbers
    if not numbers:
        return
    low, high = 1 if is_whole else numbers[0], numbers[-1]
    miss(db, watched, settled, low, max(high, channel.newest_id))
    if high > channel.newest_id:
        keep_holes(db, watched, settled, max(numbers[0], channel.newest_id + 1), high)
    if not is_whole and channel.newest_id == 0:
        gaps.open_gap(db, channel.id, below=low, back_to=at - rhythm.FIRST_BACK)
        channels.reread(db, channel.id, at)
    elif not is_whole and low > channel.newest_id + 1:
        gaps.open_gap(db, channel.id, below=low, down_to=channel.newest_id)
    if rhythm.is_reread_due(channel.reread_at, at) and channel.newest_id:
        _reread(db, watched, low, at, is_whole=is_whole)
    channels.read_up_to(db, channel.id, high)


def _reread(db: Database, watched: Watched, low: int, at: datetime, *, is_whole: bool) -> None:
    """Once a day the posts of seven days are read again; a walk that is under way goes on."""
    channel = watched.channel
    if is_whole:
        channels.reread(db, channel.id, at)
    elif not any(gap.is_reread for gap in gaps.of(db, channel.id)):
        gaps.open_gap(db, channel.id, below=low, back_to=at - rhythm.REREAD_BACK, is_reread=True)


def _looked_at(db: Database, watched: Watched, settled: Settled, at: datetime) -> None:
    """The account serves this channel: its preview is not due until the account is late."""
    wait = rhythm.wait(settled.page.posts, at)
    channels.set_state(db, watched.channel.id, "ok", at)
    channels.looked_at(db, watched.channel.id, at, at + wait)
    entry = sources.save_entry(db, watched.source.id, KIND, watched.url)
    found_new = any(saved.outcome == "new" for saved in settled.saved)
    sources.looked_at(db, entry.id, outcome="ok", is_good=True, at=at, wait=wait, found_new=found_new)
    newest = max((*settled.page.numbers, watched.channel.newest_id), default=0)
    sources.rest_preview(db, watched.source.id, newest, at + wait + rhythm.PREVIEW_SLACK)
