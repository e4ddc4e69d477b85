"""
How soon a silent source is noticed, by simulation.

    python -m benchmarks.silence [--runs 200]

Each run: eight weeks of history, then a quarter in health (false alarms are counted), then the source
dies, or loses four of five texts. Two generators: memoryless (texts come by themselves at one rate),
and with the rhythm of hours and weekdays of real Russian channels (../shared/data/telegram_posts_ru).
Beside it, on the same runs, the rules of Media Cloud as ../shared/reference/peers.md describes them in
1.3: the last day under mean − 1.5 σ of 28 days, and a change point after which the usual day has no text.
Medians of hours from the death to the alarm; looked for each quarter of an hour.
"""

import argparse
import gzip
import json
import math
import random
import statistics
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from dazor.health import rhythm

POSTS = Path("../shared/data/telegram_posts_ru")
HOUR = 60 // rhythm.STEP_MIN  # steps
DAY = 24 * HOUR
HISTORY = rhythm.WEEKS * rhythm.STEPS
QUARTER = 91 * DAY
AFTER = 28 * DAY
FLOORS = {("memoryless", 60): 4.0, ("memoryless", 20): 10.0, ("memoryless", 5): 30.0, ("rhythm", 20): 8.0}
Alarm = Callable[[Sequence[int], int], list[bool]]  # counts by step, from which step → alarms from there on


def main() -> int:
    """All figures; the exit code."""
    parser = argparse.ArgumentParser(description="How soon a silent source is noticed.")
    parser.add_argument("--runs", type=int, default=200)
    runs = parser.parse_args().runs
    profiles = {"memoryless": [1 / rhythm.STEPS] * rhythm.STEPS}
    if POSTS.is_dir():
        profiles["rhythm"] = _real_profile()
    is_good = True
    for generator, profile in profiles.items():
        for per_day in (60, 20, 5):
            for kept in (0.0, 0.2):
                for name, alarm in (("dazor", _dazor), ("mean", _mean), ("change", _change)):
                    found = _simulate(alarm, profile, per_day, kept, runs)
                    print(
                        json.dumps(
                            {"generator": generator, "per_day": per_day, "kept": kept, "rule": name} | found
                        )
                    )
                    is_good &= name != "dazor" or _is_good(generator, per_day, kept, found)
    return 0 if is_good else 1


def _is_good(generator: str, per_day: int, kept: float, found: dict[str, float]) -> bool:
    hours = found["median_h"]
    if kept:
        return per_day != 20 or hours <= 48
    return hours <= FLOORS.get((generator, per_day), math.inf) and found["false_per_quarter"] < 1


def _simulate(
    alarm: Alarm, profile: Sequence[float], per_day: float, kept: float, runs: int
) -> dict[str, float]:
    waits, false = [], 0
    for run in range(runs):
        chance = random.Random(run)
        rates = [share * per_day * 7 for share in profile]
        death = HISTORY + QUARTER + chance.randrange(rhythm.STEPS)
        counts = [
            _poisson(rates[at % rhythm.STEPS] * (1 if at < death else kept), chance)
            for at in range(death + AFTER)
        ]
        alarms = alarm(counts, HISTORY)
        healthy, after = alarms[: death - HISTORY], alarms[death - HISTORY :]
        false += sum(now and not before for before, now in zip([False, *healthy], healthy, strict=False))
        waits.append(next(((at + 1) / HOUR for at, is_on in enumerate(after) if is_on), math.inf))
    caught = sum(wait < math.inf for wait in waits)
    return {
        "caught": caught / runs,
        "median_h": statistics.median(waits),
        "false_per_quarter": round(false / runs, 3),
    }


def _dazor(counts: Sequence[int], start: int) -> list[bool]:
    """The product's rule, its rhythm learnt anew each week."""
    alarms = []
    known, watch = None, rhythm.Watch()
    for now in range(start, len(counts)):
        if (now - start) % rhythm.STEPS == 0:
            known = rhythm.learn(counts[now - HISTORY : now], (now - HISTORY) % rhythm.STEPS)
        assert known is not None
        watch = rhythm.advance(watch, counts[now], known.rates[now % rhythm.STEPS])
        alarms.append(rhythm.silence(known, watch) is not None)
    return alarms


def _mean(counts: Sequence[int], start: int) -> list[bool]:
    """Media Cloud's older rule: the mean of the last days is under mean − 1.5 σ of 28 days."""
    return _by_days(counts, start, _is_under_mean)


def _change(counts: Sequence[int], start: int) -> list[bool]:
    """Media Cloud's newer rule, in short: after the last change of level the usual day has no text."""
    return _by_days(counts, start, _is_changed_to_nothing)


def _by_days(counts: Sequence[int], start: int, rule: Callable[[list[int]], bool]) -> list[bool]:
    """A rule that looks at whole days is asked at midnight."""
    alarms, is_on = [], False
    for now in range(start, len(counts)):
        if (now + 1) % DAY == 0:
            first = now + 1 - 28 * DAY
            is_on = rule([sum(counts[at : at + DAY]) for at in range(first, now + 1, DAY)])
        alarms.append(is_on)
    return alarms


def _is_under_mean(days: list[int]) -> bool:
    week = statistics.mean(days[-7:])
    return any(days) and week < statistics.mean(days) - 1.5 * statistics.stdev(days)


def _is_changed_to_nothing(days: list[int]) -> bool:
    """One change point by least squares (what PELT finds with one change), then the mode of what follows."""
    best, at = min((_cost(days[:cut]) + _cost(days[cut:]), cut) for cut in range(2, len(days) - 1))
    penalty = 3 * math.log(len(days)) * max(statistics.variance(days[:at]), 1e-9)
    return best + penalty < _cost(days) and statistics.mode(days[at:]) == 0


def _cost(days: list[int]) -> float:
    mean = statistics.mean(days)
    return sum((day - mean) ** 2 for day in days)


def _real_profile() -> list[float]:
    """The share of each hour of the week in the posts of real channels, night hours of the crew included."""
    found = [1.0] * (rhythm.STEPS // HOUR)
    for file in sorted(POSTS.glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                at = datetime.fromisoformat(json.loads(line)["date"])
                found[at.weekday() * 24 + at.hour] += 1
    return [found[step // HOUR] / sum(found) / HOUR for step in range(rhythm.STEPS)]


def _poisson(rate: float, chance: random.Random) -> int:
    limit, product, count = math.exp(-rate), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


if __name__ == "__main__":
    sys.exit(main())
