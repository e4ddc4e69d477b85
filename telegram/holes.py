"""Numbers that no look has shown: asked for once, many in one call. Most were deleted early, or notices."""

from datetime import datetime, timedelta

from store import holes
from store.database import Database
from store.holes import Hole
from store.times import Clock
from telegram import history
from telegram.history import Ask
from telegram.watched import Watched

LATELY = timedelta(days=1)
USUALLY = timedelta(days=14)
FEW = 20  # numbers; so many may be missing in a day without anybody wondering
JUMP = 3  # times the usual share


async def check(db: Database, ask: Ask, watched: Watched, clock: Clock, *, first_days: float) -> int:
    """Ask for the newest holes, one call; how many of their numbers were there after all."""
    wanted = _of_one_call(holes.unchecked(db, watched.channel.id, history.PAGE))
    numbers = {number for hole in wanted for number in range(hole.first_id, hole.last_id + 1)}
    if not numbers:
        return 0
    question = history.by_number(watched, numbers)
    answer = await history.ask_for(ask, watched, question, clock)
    with db.transaction():
        settled = history.settle(db, watched, answer, first_days=first_days)
        history.keep_bytes(db, settled)
        for hole in wanted:
            shown = [number for number in settled.page.numbers if hole.first_id <= number <= hole.last_id]
            holes.checked(db, hole, shown, answer.at)
    return len(settled.page.numbers)


def alarm(db: Database, watched: Watched, now: datetime) -> str | None:
    """Why the missing numbers of the last day are worth a look; None: they are as usual."""
    lately = holes.share(db, watched.channel.id, now - LATELY, now + LATELY)
    usually = holes.share(db, watched.channel.id, now - USUALLY, now - LATELY)
    if not has_jumped(lately, usually):
        return None
    missing, seen = lately
    return (
        f"{missing} of {missing + seen} numbers of the last day were never seen; usual {_percent(usually)}."
    )


def has_jumped(lately: tuple[int, int], usually: tuple[int, int]) -> bool:
    """Whether many more numbers are missing than usual; each is (missing, seen). Without a usual day: no."""
    missing, seen = lately
    if missing < FEW or not sum(usually):
        return False
    return missing / (missing + seen) > JUMP * (usually[0] + 1) / (sum(usually) + 1)


def _of_one_call(found: list[Hole]) -> list[Hole]:
    """The first ones that together are not more than one call may name; a long one alone is cut."""
    taken: list[Hole] = []
    left = history.PAGE
    for hole in found:
        size = hole.last_id - hole.first_id + 1
        if size > left and taken:
            break
        taken.append(hole)
        left -= size
    return taken


def _percent(share: tuple[int, int]) -> str:
    return f"{100 * share[0] / max(1, sum(share)):.0f} %"
