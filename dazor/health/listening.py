"""What a source brought in each quarter of an hour in which somebody looked, and whether it is too silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dazor.health import rhythm
from dazor.health.rhythm import STEPS, Silence
from store import income
from store.database import Database

STEP = timedelta(minutes=rhythm.STEP_MIN)
HISTORY = timedelta(weeks=rhythm.WEEKS)
LISTENED = timedelta(weeks=2)  # how far back silence is looked for; the rhythm is that of the time before
FIRST_PASS = timedelta(hours=2)  # what comes at first has gathered for days
USUAL_PAUSE = timedelta(hours=2)  # between two looks; longer than that and than usual, nobody looked
DAY = timedelta(days=1)
MONDAY = datetime(2024, 1, 1, tzinfo=UTC)  # any

Times = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """How much came, how much was to be expected, and whether that is too little."""

    received: int | None  # in the last day; None: not watched for a day yet
    expected: float | None = None  # in the hours of it in which somebody looked; None: no rhythm is known
    silence: Silence | None = None
    since: datetime | None = None  # that silence

    @property
    def is_known(self) -> bool:
        """Whether the source has a rhythm by which it can be judged."""
        return self.expected is not None


def hear(
    db: Database,
    source: str,
    looks: Sequence[Times],
    *,
    first_at: datetime | None,
    last_at: datetime | None,
    now: datetime,
) -> Heard:
    """
    Listen to one source.

    `looks` are the runs that could have brought a text, `first_at` when the source was first collected,
    `last_at` when its newest text came; None: never.
    """
    start = _whole(max(now - HISTORY - LISTENED, (first_at or now) + FIRST_PASS))
    if last_at is not None and last_at < now - LISTENED:  # its rhythm is that of the time when it spoke
        start = _whole(max(last_at - HISTORY, (first_at or now) + FIRST_PASS))
    steps = max((now - start) // STEP, 0)
    found = income.counts(db, source, since=start, step=STEP)
    counts = masked([found.get(at, 0) for at in range(steps)], start, looks, now)
    day_ago = steps - DAY // STEP
    if day_ago < 0:
        return Heard(received=None)
    received = sum(found.get(at, 0) for at in range(day_ago, steps + 1))
    end = min(steps - min(steps // 2, LISTENED // STEP), _last(found, steps) + 1)
    known = rhythm.learn(counts[:end], step_of_week(start))
    if known is None:
        return Heard(received=received)
    silence = rhythm.judge(known, counts[end:], step_of_week(start + end * STEP))
    return Heard(
        received=received,
        expected=rhythm.expected(known, counts[day_ago:], step_of_week(start + day_ago * STEP)),
        silence=silence,
        since=_began(counts, silence, now) if silence else None,
    )


def masked(counts: Sequence[int], start: datetime, looks: Sequence[Times], now: datetime) -> list[int | None]:
    """The counts, None where nobody looked: between two looks that lie too far apart."""
    ends = [start, *(end for _, end in looks if end > start)]
    nexts = [*(begin for begin, end in looks if end > start), now]
    pauses = sorted(after - before for before, after in zip(ends, nexts, strict=True))
    most = max(USUAL_PAUSE, 3 * pauses[len(pauses) // 2]) if len(pauses) > 1 else USUAL_PAUSE
    seen: list[int | None] = list(counts)
    for before, after in zip(ends, nexts, strict=True):
        if after - before > most:
            for at in range((before - start) // STEP, min((after - start) // STEP, len(seen))):
                seen[at] = seen[at] or None
    return seen


def step_of_week(at: datetime) -> int:
    """Of the week in UTC, Monday 00:00 is 0."""
    return (at - MONDAY) // STEP % STEPS


def _whole(at: datetime) -> datetime:
    """The beginning of the next step."""
    return MONDAY - (MONDAY - at) // STEP * STEP


def _last(found: dict[int, int], steps: int) -> int:
    return max((at for at in found if at < steps), default=-1)


def _began(counts: Sequence[int | None], silence: Silence, now: datetime) -> datetime:
    """When so many hours of looking ago was; hours in which nobody looked are not counted."""
    left = round(silence.hours * 60 / rhythm.STEP_MIN)
    for back, count in enumerate(reversed(counts)):
        if left == 0:
            return now - back * STEP
        left -= count is not None
    return now - len(counts) * STEP
