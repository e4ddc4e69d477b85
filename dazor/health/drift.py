"""
Is a site read otherwise than before? Its new articles against its own past. Pure.

A page without a text, author or date, a text that is short, long or the same as others: each happens to every
site now and then. What happens to so many of the newest articles that the past makes it next to impossible
(beta-binomial, the past as the prior) is drift: most often another template.
"""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from store.extractions import Extraction

WINDOWS = (5, 8, 12, 20, 30, 50, 80, 120)  # newest articles that are looked at together
LEAST_PAST = 20  # articles
MOST_PAST = 300
PAST_AGE = timedelta(days=28)  # what is younger is not yet usual
CHANCE = 1e-6  # of one look to be wrong, as far as articles are independent
BLOCK = 10  # articles in a row
LEAST_RISE = 0.4  # of the share
LEAST_RISE_OF = {"short": 0.7, "long": 0.7}  # how long texts are is also a matter of habit
SAMPLES = 3
_HALF_WAY = 0.5
_SHORTER, _LONGER, _MORE_REPEATED = 0.8, 1.25, 0.2

Test = Callable[[Extraction], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One thing that is otherwise than before."""

    kind: str  # no_text, no_author, no_date, short, long, repeated
    bad: int  # of the newest articles
    of: int
    before: float  # share in the past
    since: datetime  # the first of these articles
    samples: tuple[int, ...]  # readings, newest first
    outcome: str  # the most frequent one of those readings


def judge(past: Sequence[Extraction], new: Sequence[Extraction]) -> tuple[Drift, ...]:
    """What is otherwise in the new articles than in those of the past, both oldest first."""
    found = (_judge(kind, test, _fit(kind, past), _fit(kind, new)) for kind, test in tests(past).items())
    return tuple(drift for drift in found if drift)


def tests(past: Sequence[Extraction]) -> dict[str, Test]:
    """What can be bad about an article, by what was usual in the past."""
    lengths = sorted(one.length for one in past if one.length)
    shares = sorted(one.repeated for one in past if one.length)
    short, long = _SHORTER * _quantile(lengths, 0.05), _LONGER * _quantile(lengths, 0.95)
    repeated = _quantile(shares, 0.8) + _MORE_REPEATED
    return {
        "no_text": lambda one: not one.length,
        "no_author": lambda one: not one.has_author,
        "no_date": lambda one: not one.has_date,
        "short": lambda one: one.length < short,
        "long": lambda one: one.length > long,
        "repeated": lambda one: one.repeated > repeated,
    }


def chance_of(bad: int, of: int, usual: float, past: float) -> float:
    """The chance of so many bad ones or more, when the past is all that is known (Jeffreys' prior)."""
    a, b = usual * past + 0.5, (1 - usual) * past + 0.5
    return sum(
        math.comb(of, count) * math.exp(_log_beta(a + count, b + of - count) - _log_beta(a, b))
        for count in range(bad, of + 1)
    )


def likeness(flags: Sequence[bool]) -> float:
    """
    So many articles tell no more than one: they come in days and series that resemble each other.

    The variance of blocks through that of chance (the design effect, Kish 1965), 1 at least.
    """
    share = sum(flags) / len(flags)
    blocks = [sum(flags[at : at + BLOCK]) for at in range(0, len(flags) - BLOCK + 1, BLOCK)]
    if not 0 < share < 1 or len(blocks) < 2:
        return 1.0
    variance = sum((block - share * BLOCK) ** 2 for block in blocks) / (len(blocks) - 1)
    return max(variance / (BLOCK * share * (1 - share)), 1.0)


def _judge(kind: str, test: Test, past: Sequence[Extraction], new: Sequence[Extraction]) -> Drift | None:
    if len(past) < LEAST_PAST:
        return None
    before = [test(one) for one in past]
    usual, alike = sum(before) / len(before), likeness(before)
    flags = [test(one) for one in new]
    for size in WINDOWS[: bisect_right(WINDOWS, len(new))]:
        bad = sum(flags[-size:])
        rise = bad / size - usual
        if rise < LEAST_RISE_OF.get(kind, LEAST_RISE) or not _lasts(flags, usual + _HALF_WAY * rise):
            continue
        if chance_of(int(bad / alike), math.ceil(size / alike), usual, len(past) / alike) < CHANCE:
            return _drift(kind, [one for one in new[-size:] if test(one)], size, usual)
    return None


def _lasts(flags: Sequence[bool], share: float) -> bool:
    """Whether the very newest are bad too: else it is over."""
    newest = flags[-WINDOWS[0] :]
    return sum(newest) / len(newest) >= share


def _drift(kind: str, bad: Sequence[Extraction], of: int, before: float) -> Drift:
    return Drift(
        kind=kind,
        bad=len(bad),
        of=of,
        before=before,
        since=bad[0].at,
        samples=tuple(one.reading for one in reversed(bad[-SAMPLES:])),
        outcome=Counter(one.outcome for one in bad).most_common(1)[0][0],
    )


def _fit(kind: str, found: Sequence[Extraction]) -> Sequence[Extraction]:
    """What lacks a text lacks everything else too: that is said once."""
    return found if kind == "no_text" else [one for one in found if one.length]


def _quantile(found: Sequence[float], share: float) -> float:
    return found[min(int(share * len(found)), len(found) - 1)] if found else 0.0


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
