"""A round of one account: the newest posts of every channel first, then what is still to be read or asked."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from dazor.catalogue import Source
from store import channels, floods, gaps, sources
from store.database import Database
from store.gaps import Gap
from store.times import Clock
from store.types import Counts
from telegram import absent, backfill, holes, rhythm, states, sweep, watched
from telegram.calls import LONGEST_SLEEP_S
from telegram.history import Ask
from telegram.watched import KIND, Watched

HISTORY = "messages.getHistory"
LONGEST_SLEEP = timedelta(seconds=LONGEST_SLEEP_S)
REFUSED = "Dazor tries again tomorrow; if it lasts, show this to who looks after it."
Work = Callable[[Watched], Awaitable[int]]


@dataclass(slots=True, kw_only=True)
class Round:
    """What a round works with, and how far it has come."""

    db: Database
    account: str
    clock: Clock
    first_days: float
    ends_at: datetime
    counts: Counts = field(default_factory=Counts)
    is_read: set[str] = field(default_factory=set)  # sources whose newest posts are read
    is_out: set[str] = field(default_factory=set)  # sources that failed by themselves


async def go(here: Round, ask: Ask, known: Iterable[Source], *, is_due: bool, since: datetime | None) -> None:
    """Read the channels of these sources. Raises what ends the account for now; what was read is stored."""
    reached = _reached(here, known)
    wanted = due(reached, here.clock()) if is_due else reached
    for one in wanted:
        await _try(here, one, partial(_newest, here, ask))
    if since:
        for one in wanted:
            backfill.want_since(here.db, _now(here, one), since)
    for one in reached:
        while gap := _first_gap(here, _now(here, one)):
            if not await _try(here, one, partial(_fill, here, ask, gap)):
                break
    for one in wanted:
        await _try(here, one, partial(_check_holes, here, ask))


def has_work(here: Round, known: Iterable[Source], *, is_due: bool) -> bool:
    """
    Whether there is anything to connect for. Raises `Deferred` where nothing may be asked now.

    A connection costs calls too, and who looks in every ten minutes for nothing is noticed.
    """
    reached, now = _reached(here, known), here.clock()
    until = floods.until(here.db, here.account, HISTORY, now)
    if reached and until and until - now > LONGEST_SLEEP:
        raise states.Deferred(here.account, HISTORY, until, now)
    return not is_due or bool(due(reached, now)) or any(_first_gap(here, one) for one in reached)


def readable(here: Round, known: Iterable[Source]) -> list[Watched]:
    """The channels of the account among these sources that it can read now."""
    return [one for one in _reached(here, known) if one.channel.state == "ok"]


def due(reached: Iterable[Watched], now: datetime) -> list[Watched]:
    """The channels that are to be looked at, what was not seen for longest first."""
    found = [one for one in reached if one.channel.next_look_at is None or one.channel.next_look_at <= now]
    return sorted(found, key=lambda one: (one.channel.looked_at is not None, one.channel.looked_at))


def _reached(here: Round, known: Iterable[Source]) -> list[Watched]:
    """The channels of the account among these sources."""
    return [one for source in known if (one := watched.find(here.db, source, here.account))]


def _first_gap(here: Round, one: Watched) -> Gap | None:
    """What comes next of a channel; nothing while it cannot be read."""
    return next(iter(gaps.of(here.db, one.channel.id)), None) if one.channel.state == "ok" else None


async def _try(here: Round, one: Watched, work: Work) -> bool:
    """Do this for a channel; False where it failed, failed before, or no time is left."""
    if one.source.id in here.is_out or here.clock() >= here.ends_at:
        return False
    try:
        here.counts.new += await work(_now(here, one))
    except states.ChannelOut as out:
        _out(here, one, out.state.id, out.state.why, out.state.remedy)
        return False
    except states.Refused as refused:
        _out(here, one, "refused", f"Telegram refused a call for it ({refused.word})", REFUSED)
        return False
    here.counts.done += 1
    return True


async def _newest(here: Round, ask: Ask, one: Watched) -> int:
    made = await sweep.look(here.db, ask, one, here.clock, first_days=here.first_days)
    here.is_read.add(one.source.id)
    await _if_allowed(absent.confirm(here.db, ask, one, here.clock, first_days=here.first_days))
    return made


async def _fill(here: Round, ask: Ask, gap: Gap, one: Watched) -> int:
    return await backfill.fill(here.db, ask, one, gap, here.clock, first_days=here.first_days)


async def _check_holes(here: Round, ask: Ask, one: Watched) -> int:
    await _if_allowed(holes.check(here.db, ask, one, here.clock, first_days=here.first_days))
    return 0


async def _if_allowed(asking: Awaitable[int]) -> None:
    """A call that can wait; where its method is closed for a while, the round goes on without it."""
    try:
        await asking
    except states.Deferred as wait:
        if wait.method == HISTORY:
            raise


def _out(here: Round, one: Watched, state: str, why: str, remedy: str) -> None:
    """The account cannot read a channel: it tries again tomorrow, and meanwhile the preview is due."""
    now = here.clock()
    here.is_out.add(one.source.id)
    here.counts.failed += 1
    with here.db.transaction():
        channels.set_state(here.db, one.channel.id, state, now, why=why, remedy=remedy)
        channels.put_off(here.db, one.channel.id, now + rhythm.OUT_FOR)
    fall_back(here.db, one.source.id, one.url, state, now)


def fall_back(db: Database, source: str, url: str, why: str, at: datetime) -> None:
    """The account does not read a channel: it is written down, and at its beginning the preview is due."""
    with db.transaction():
        entry = sources.save_entry(db, source, KIND, url)
        if entry.failing_since is None:
            sources.wake_preview(db, source)
        sources.looked_at(db, entry.id, outcome=why, is_good=False, at=at, wait=rhythm.SHORTEST)


def _now(here: Round, one: Watched) -> Watched:
    """The channel as the store knows it by now."""
    return watched.find(here.db, one.source, here.account) or one
