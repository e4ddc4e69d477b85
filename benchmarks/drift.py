"""
How soon another template is noticed, and how often a site that is as ever is accused, by simulation.

    python -m benchmarks.drift [--runs 200]

Each run: a source with a past of its own (how many articles a day, how many without a text, author or date,
how long they are; days differ, and articles come in series that resemble each other), eight weeks of it, then
a month in which it stays as it is: false drift is counted; looked for every three hours. Then, from the
middle of that month on, five kinds of another template: after how many articles, and in how many looks.
Lengths: made, or those of real posts in their order (../shared/data/telegram_posts_ru).
"""

import argparse
import gzip
import json
import math
import random
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dazor.health import drift
from dazor.health.drifting import past_before
from store.extractions import Extraction

POSTS = Path("../shared/data/telegram_posts_ru")
T0 = datetime(2026, 1, 5, tzinfo=UTC)
MONTH = T0 + timedelta(days=56)
CHANGE = MONTH + timedelta(days=14)
END = MONTH + timedelta(days=30)
LOOK = timedelta(hours=3)
ABLE = 0.4  # of the articles have an author
TEMPLATES: dict[str, dict[str, object]] = {
    "no text": {"length": 0, "outcome": "no_text"},
    "no author": {"has_author": False},
    "no date": {"has_date": False},
    "lead alone": {"length": 0.15},
    "menus in the text": {"length": 1.3, "repeated": 0.45},
}


def main() -> int:
    """All figures; the exit code."""
    parser = argparse.ArgumentParser(description="How soon another template is noticed.")
    parser.add_argument("--runs", type=int, default=200)
    runs = parser.parse_args().runs
    real = list(_real_lengths()) if POSTS.is_dir() else []
    is_good = True
    for name, lengths in {"made": [], "real posts": real}.items():
        if name == "made" or lengths:
            sources = [list(_source(random.Random(run), lengths)) for run in range(runs)]
            false = sum(_first_alarm(source, MONTH, END) is not None for source in sources)
            print(json.dumps({"lengths": name, "source_months": runs, "false": false, "share": false / runs}))
            is_good &= false <= 0.02 * runs
            for template in TEMPLATES:
                print(json.dumps({"lengths": name, "template": template} | _noticed(sources, template)))
    return 0 if is_good else 1


def _noticed(sources: Sequence[list[Extraction]], template: str) -> dict[str, float | str]:
    """A source that hardly ever has an author cannot lose it."""
    able = [one for one in sources if template != "no author" or _share_with_author(one) > ABLE]
    articles, hours = [], []
    for source in able:
        changed = [_changed(one, TEMPLATES[template]) if one.at >= CHANGE else one for one in source]
        alarm = _first_alarm(changed, CHANGE, END)
        articles.append(sum(CHANGE <= one.at < alarm for one in changed) if alarm else math.inf)
        hours.append((alarm - CHANGE) / timedelta(hours=1) if alarm else math.inf)
    return {
        "sources": len(able),
        "named": sum(hour < math.inf for hour in hours),
        "median_articles": statistics.median(articles),
        "p90_articles": sorted(articles)[int(0.9 * len(articles))],
        "median_h": statistics.median(hours),
    }


def _share_with_author(source: Sequence[Extraction]) -> float:
    return statistics.mean(one.has_author for one in source)


def _changed(one: Extraction, template: dict[str, object]) -> Extraction:
    length = template.get("length", 1)
    assert isinstance(length, int | float)
    return replace(one, **(template | {"length": int(one.length * length)}))  # type: ignore[arg-type]


def _first_alarm(source: Sequence[Extraction], start: datetime, end: datetime) -> datetime | None:
    now, done = start, 0
    while now < end:
        now += LOOK
        known = [one for one in source if one.at < now]
        if len(known) == done:
            continue
        done = len(known)
        border = past_before(known[0].at, now)
        past = [one for one in known if one.at < border][-drift.MOST_PAST :]
        new = [one for one in known if one.at >= border][-drift.WINDOWS[-1] :]
        if drift.judge(past, new):
            return now
    return None


def _source(chance: random.Random, real: Sequence[list[int]]) -> Iterator[Extraction]:
    """Twelve weeks of one source, as it is read."""
    per_day = math.exp(chance.uniform(math.log(2), math.log(80)))
    no_text, no_date = chance.choice([0, 0.01, 0.05]), chance.choice([0, 0, 0.02, 0.3])
    author = chance.choice([0, 0.1, 0.5, 0.8, 0.95, 1.0])
    typical, width, briefs = chance.uniform(1200, 4000), chance.uniform(0.3, 0.8), chance.uniform(0, 0.4)
    lengths = chance.choice(real) if real else []
    position, number = chance.randrange(len(lengths)) if lengths else 0, 0
    for day in range((END - T0).days):
        weekday = 0.6 if (T0 + timedelta(days=day)).weekday() > 4 else 1.0
        shift = chance.gauss(0, 0.7)  # who is on duty
        times = sorted(chance.gammavariate(6, 2.2) % 24 for _ in range(_poisson(per_day * weekday, chance)))
        series = 0
        for hour in times:
            series = series - 1 if series else chance.choice([0] * 19 + [chance.randint(2, 5)])
            number += 1
            is_brief = chance.random() < briefs / weekday
            made = typical * (0.2 if is_brief else 1) * math.exp(chance.gauss(0, width))
            length = lengths[(position + number) % len(lengths)] if lengths else int(made)
            has_text = chance.random() >= no_text
            yield Extraction(
                reading=number,
                source="source",
                at=T0 + timedelta(days=day, hours=hour),
                outcome="ok" if has_text else "no_text",
                length=max(length, 40) if has_text else 0,
                has_author=chance.random() < _shifted(author, shift) and not series,
                has_date=chance.random() >= no_date,
                repeated=chance.uniform(0.2, 0.8) if series else chance.choice([0, 0, 0, 0.03]),
            )


def _shifted(share: float, shift: float) -> float:
    """A share moved on the logistic scale; none and all stay."""
    if share in (0, 1):
        return share
    return 1 / (1 + math.exp(-(math.log(share / (1 - share)) + shift)))


def _real_lengths() -> Iterator[list[int]]:
    """The lengths of the posts of each channel with enough of them, oldest first."""
    for file in sorted(POSTS.glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            found = [len(json.loads(line)["text"]) for line in lines]
        found = [length for length in reversed(found) if length]
        if len(found) > 300:
            yield found


def _poisson(rate: float, chance: random.Random) -> int:
    if rate > 30:
        return max(round(chance.gauss(rate, math.sqrt(rate))), 0)
    limit, product, count = math.exp(-rate), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


if __name__ == "__main__":
    sys.exit(main())
