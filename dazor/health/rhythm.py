"""
When is a source too silent? A statistical rule over its own rhythm. Pure.

A source's rhythm is how many texts it brings in each hour of the week. Silence is measured in
texts that were to be expected since the last one, so a night or a Sunday costs nothing. Two
alarms: nothing at all for too long, and much less than usual for too long (a cumulative sum, Page 1954).
The limits follow from how often a healthy source may be accused: less than once in a quarter.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

STEP_MIN = 15  # texts are counted by such steps
STEPS = 7 * 24 * 60 // STEP_MIN  # of a week; step 0 is Monday, 00:00 UTC
WEEKS = 8  # of history that are looked at
LEAST = 20  # texts in the history: with fewer no rhythm is known

_FALSE_PER_QUARTER = 0.5  # alarms of a healthy source, as far as chance alone goes
_QUARTER_DAYS = 91
_DAY = 24 * 60 // STEP_MIN  # steps
_LESS = 0.35  # of the usual: what the second alarm looks for
_LEAST_RATE = 1e-6  # texts a step
_TAIL = 1.5  # expected texts: longer gaps show how uneven a source is
_MOST_UNEVEN = 4.0
_DEFICIT_MARGIN = 1.6  # a part of a source may fail a little longer than all of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How many texts a source brings in each step of the week, and how unevenly."""

    rates: tuple[float, ...]  # of each step of the week
    gap_scale: float  # 1: as if each text came by itself; more: they come in bunches
    day_scale: float  # variance of a day's texts through their mean, 1 at least

    @property
    def per_day(self) -> float:
        """Texts on an average day."""
        return sum(self.rates) / 7

    @property
    def longest_gap(self) -> float:
        """So many expected texts may fail to come in a row."""
        gaps = self.per_day * _QUARTER_DAYS
        return self.gap_scale * math.log(max(gaps / _FALSE_PER_QUARTER, math.e))

    @property
    def largest_deficit(self) -> float:
        """So far the cumulative sum may rise."""
        texts = self.per_day * _QUARTER_DAYS
        return self.day_scale * _DEFICIT_MARGIN * math.log(max(texts / _FALSE_PER_QUARTER, math.e))


class Stretch(NamedTuple):
    """Some steps in a row: how many, the texts in them, and those that were to be expected."""

    steps: int = 0
    received: int = 0
    expected: float = 0.0

    def longer(self, count: int, rate: float) -> "Stretch":
        """One step more."""
        return Stretch(self.steps + 1, self.received + count, self.expected + rate)


class Watch(NamedTuple):
    """How far a source is from either alarm."""

    gap: Stretch = Stretch()  # since the last text
    deficit: float = 0.0  # the cumulative sum for a drop to a part of the usual
    fall: Stretch = Stretch()  # since the sum rises


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Why a source is too silent."""

    kind: str  # silent, fewer
    hours: float  # since when, counted back from now
    expected: float  # texts in that time
    received: int


def learn(counts: Sequence[int | None], first_step: int) -> Rhythm | None:
    """
    The rhythm of a history: texts in each step, oldest first; None for a step in which nobody looked.

    `first_step` is the step of the week of the first count. None: too little is known.
    """
    watched = [count for count in counts if count is not None]
    if sum(watched) < LEAST or len(watched) < STEPS:
        return None
    rates = _rates(counts, first_step)
    return Rhythm(
        rates=rates,
        gap_scale=_gap_scale(counts, first_step, rates),
        day_scale=_day_scale(counts, first_step, rates),
    )


def judge(rhythm: Rhythm, counts: Iterable[int | None], first_step: int) -> Silence | None:
    """Is the source too silent at the end of these steps? None: it is not."""
    watch = Watch()
    for at, count in enumerate(counts):
        if count is not None:
            watch = advance(watch, count, rhythm.rates[(first_step + at) % STEPS])
    return silence(rhythm, watch)


def expected(rhythm: Rhythm, counts: Iterable[int | None], first_step: int) -> float:
    """So many texts were to be expected in these steps, as far as somebody looked."""
    watched = (at for at, count in enumerate(counts) if count is not None)
    return sum(rhythm.rates[(first_step + at) % STEPS] for at in watched)


def advance(watch: Watch, count: int, rate: float) -> Watch:
    """One step more, in which so many texts came and so many were to be expected."""
    gap = Stretch() if count else watch.gap.longer(0, rate)
    deficit = watch.deficit + rate * (1 - _LESS) + count * math.log(_LESS)
    if deficit <= 0:
        return Watch(gap=gap)
    return Watch(gap=gap, deficit=deficit, fall=watch.fall.longer(count, rate))


def silence(rhythm: Rhythm, watch: Watch) -> Silence | None:
    """What is said of a source in this state; None: nothing is wrong."""
    if watch.gap.expected > rhythm.longest_gap:
        return _said("silent", watch.gap)
    if watch.deficit > rhythm.largest_deficit:
        return _said("fewer", watch.fall)
    return None


def _said(kind: str, stretch: Stretch) -> Silence:
    hours = stretch.steps * STEP_MIN / 60
    return Silence(kind=kind, hours=hours, expected=stretch.expected, received=stretch.received)


def _rates(counts: Sequence[int | None], first_step: int) -> tuple[float, ...]:
    """By hour of the day and day of the week, each smoothed; a busy hour on a busy day is both."""
    of_hour, of_day = [0.0] * 24, [0.0] * 7
    seen_hour, seen_day = [0] * 24, [0] * 7
    for at, count in enumerate(counts):
        if count is not None:
            day, step = divmod((first_step + at) % STEPS, _DAY)
            of_hour[step * 24 // _DAY] += count
            of_day[day] += count
            seen_hour[step * 24 // _DAY] += 1
            seen_day[day] += 1
    week = sum(of_day) / sum(seen_day) * STEPS * 24 / _DAY
    hours, days = _neighbours(_shares(_level(of_hour, seen_hour))), _shares(_level(of_day, seen_day))
    return tuple(
        max(week * days[step // _DAY] * hours[step % _DAY * 24 // _DAY], _LEAST_RATE) for step in range(STEPS)
    )


def _level(found: Sequence[float], seen: Sequence[int]) -> list[float]:
    """As if somebody had looked equally often at each part; one never looked at is as all together."""
    usual = sum(seen) / len(seen)
    rate = sum(found) / sum(seen)
    return [
        count * usual / often if often else rate * usual for count, often in zip(found, seen, strict=True)
    ]


def _neighbours(found: list[float]) -> list[float]:
    return [
        0.25 * found[at - 1] + 0.5 * value + 0.25 * found[(at + 1) % len(found)]
        for at, value in enumerate(found)
    ]


def _shares(found: list[float]) -> list[float]:
    """
    Shares of the whole, drawn towards all being alike as far as chance explains the differences.

    The more the variance exceeds that of chance (James and Stein 1961), the more it is believed.
    """
    mean = sum(found) / len(found)
    variance = sum((value - mean) ** 2 for value in found) / (len(found) - 1)
    belief = max(1 - mean / variance, 0.0) if variance else 0.0
    return [(mean + belief * (value - mean)) / (mean * len(found)) for value in found]


def _gap_scale(counts: Sequence[int | None], first_step: int, rates: Sequence[float]) -> float:
    """The mean excess of the long gaps in expected texts: 1 where texts come by themselves."""
    gaps, gap = [], 0.0
    for at, count in enumerate(counts):
        if count is not None:
            gap += rates[(first_step + at) % STEPS]
        if count:
            gaps.append(gap)
            gap = 0.0
    excess = [one - _TAIL for one in gaps if one > _TAIL]
    return _proven((sum(excess) + 30) / (len(excess) + 30), len(excess) + 30)


def _day_scale(counts: Sequence[int | None], first_step: int, rates: Sequence[float]) -> float:
    squares, days = 0.0, 0
    for start in range(0, len(counts) - _DAY + 1, _DAY):
        day = [count for count in counts[start : start + _DAY] if count is not None]
        if len(day) == _DAY:
            usual = sum(rates[(first_step + at) % STEPS] for at in range(start, start + _DAY))
            squares += (sum(day) - usual) ** 2 / usual
            days += 1
    return _proven((squares + 30) / (days + 30), days + 30)


def _proven(scale: float, seen: float) -> float:
    """A source is as uneven as is proven: the estimate less its standard error, 1 at least."""
    return min(max(scale - scale / math.sqrt(seen), 1.0), _MOST_UNEVEN)
