"""Posts that a look has missed are asked for by their numbers, an hour later: are they gone?"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from store import looks, posts
from store.database import Database
from store.posts import Absent
from store.times import Clock
from telegram import history
from telegram.history import Ask
from telegram.watched import Watched


async def confirm(db: Database, ask: Ask, watched: Watched, clock: Clock, *, first_days: float) -> int:
    """Ask for every post that was absent an hour ago; how many are gone. What is there again is back."""
    absent = posts.absent(db, watched.source.id, clock() - timedelta(seconds=looks.ABSENCE_S))
    return sum([await _ask_for(db, ask, watched, some, clock, first_days) for some in pages(absent)])


def pages(absent: Sequence[Absent]) -> Iterator[list[Absent]]:
    """So many at once as one call may name."""
    page: list[Absent] = []
    for one in absent:
        if sum(len(other.ids) for other in page) + len(one.ids) > history.PAGE:
            yield page
            page = []
        page.append(one)
    if page:
        yield page


async def _ask_for(
    db: Database, ask: Ask, watched: Watched, absent: Sequence[Absent], clock: Clock, first_days: float
) -> int:
    question = history.by_number(watched, (number for one in absent for number in one.ids))
    answer = await history.ask_for(ask, watched, question, clock)
    with db.transaction():
        settled = history.settle(db, watched, answer, first_days=first_days)
        history.keep_bytes(db, settled)
        there = set(settled.page.numbers)
        how = f"is not there when it is asked for by its number ({question.kind})"
        return sum(looks.gone(db, settled.look, one, how) for one in absent if there.isdisjoint(one.ids))
