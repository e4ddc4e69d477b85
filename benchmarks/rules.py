"""
How fast many rules are matched, as ratios within one run; see ../shared/reference/engine.md, section 8.

    python -m benchmarks.rules [--texts 500] [--repeats 5] [--equal 100000]

Measures real posts of 120 words and more where ../shared/data/telegram_posts_ru is there, and generated
texts of 210 words. Each figure is given twice: `matching` has the words and languages of a text found
beforehand, as one reading serves all rules, mutes and the index; `all` begins with the text as it came. In
both, the lemmas of a word form are remembered: those of a new form cost a tenth of a millisecond once, and
are in neither. Prints a JSON line a figure and exits with 1 where one is on the wrong side of its bound.
Two minutes on an idle core; a minute more for 100,000 cases.
"""

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks import made_rules, rival_rules
from dazor.rules import matcher, parse
from dazor.rules.matcher import Read, Rules, Text
from dazor.rules.mistakes import RuleError
from dazor.rules.tree import Node
from tests import random_rules, slow_rules

# Evaluating all and expressions are compared by the matching alone: words and lemmas are found once for all
# rules, mutes and the index. What grows with the rules is the whole.
FLOORS = {("alerts_1000", "matching"): 8.0, ("alerts_v_regex", "matching"): 25.0}
CEILINGS = {("alerts_growth", "all"): 5.0}
Trees = list[tuple[str, Node]]


def main() -> int:
    """All figures; the exit code."""
    parser = argparse.ArgumentParser(description="How fast many rules are matched, as ratios.")
    parser.add_argument("--texts", type=int, default=500)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--equal", type=int, default=10_000, help="random rules x texts to compare")
    wanted = parser.parse_args()
    kinds = {"posts": made_rules.posts(wanted.texts), "generated": made_rules.generated(wanted.texts)}
    is_good = True
    for kind, given in kinds.items():
        if not given:
            print("../shared/data/telegram_posts_ru is not there: no real posts.", file=sys.stderr)
            continue
        for figure in measured(given, wanted.repeats):
            print(json.dumps({**figure, "texts": kind}), flush=True)
            is_good = is_good and is_reached(figure)
    return 0 if agree(wanted.equal) and is_good else 1


def is_reached(figure: dict[str, Any]) -> bool:
    """Is a figure on the right side of its bounds?"""
    ratios = {(figure["id"], part): figure.get(part) for part in ("matching", "all")}
    floors = [ratios[key] >= floor for key, floor in FLOORS.items() if key in ratios]
    ceilings = [ratios[key] <= ceiling for key, ceiling in CEILINGS.items() if key in ratios]
    return all(floors + ceilings)


def measured(given: list[str], repeats: int) -> list[dict[str, Any]]:
    """The figures of some texts."""
    trees = {count: understood(given, count) for count in (100, 1_000, 10_000)}
    rules = {count: matcher.compile_rules(found) for count, found in trees.items()}
    known = [matcher.read(Text(text=text)) for text in given]
    regexes = rival_rules.regexes(trees[100], rules[100], known)
    ways: dict[str, Callable[[Read], list[str]]] = {
        **{f"rules {count}": partial(matched, rules[count]) for count in rules},
        "brute": partial(rival_rules.brute, trees[1_000], rules[1_000]),
        "regex": lambda read: [rule for rule, decide in regexes if decide(read.text.text)],
    }
    said = {name: [way(read) for read in known] for name, way in ways.items()}
    assert said["brute"] == said["rules 1000"], "brute evaluation finds other matches"
    rounds = [{name: spent(way, given, known) for name, way in ways.items()} for _ in range(repeats)]
    cost = {name: tuple(statistics.median(one[name][at] for one in rounds) for at in (0, 1)) for name in ways}
    hits = sum(map(len, said["rules 1000"]))
    return [
        figure("alerts_1000", cost["brute"], cost["rules 1000"], hits_per_text=hits / len(given)),
        figure("alerts_growth", cost["rules 10000"], cost["rules 100"]),
        figure("alerts_v_regex", (cost["regex"][0],) * 2, cost["rules 100"], differ=differing(said)),
        {"id": "texts_per_s", **{name: round(len(given) / all_s) for name, (_, all_s) in cost.items()}},
    ]


def matched(rules: Rules, read: Read) -> list[str]:
    return [hit.rule for hit in matcher.match(rules, read)]


def spent(way: Callable[[Read], list[str]], given: list[str], known: list[Read]) -> tuple[float, float]:
    """CPU seconds for texts whose words, languages and lemmas are known, and for the same as they came."""
    began_s = time.process_time()
    for read in known:
        way(read)
    between_s = time.process_time()
    for text in given:
        way(matcher.read(Text(text=text)))
    return between_s - began_s, time.process_time() - between_s


def figure(name: str, slow: tuple[float, ...], fast: tuple[float, ...], **more: float) -> dict[str, Any]:
    ratios = {"matching": round(slow[0] / fast[0], 1), "all": round(slow[1] / fast[1], 1)}
    return {"id": name, **ratios, **{key: round(value, 2) for key, value in more.items()}}


def differing(said: dict[str, list[list[str]]]) -> float:
    """The share of matches on which the expressions and the rules differ: they know no languages."""
    pairs = list(zip(said["regex"], said["rules 100"], strict=True))
    return sum(len(set(a) ^ set(b)) for a, b in pairs) / max(sum(len(b) for _, b in pairs), 1)


def understood(given: list[str], count: int) -> Trees:
    """So many rules that make sense; some that are made up leave out what they look for."""
    found: Trees = []
    for number, query in enumerate(made_rules.rules(given, count + count // 50)):
        try:
            found.append((str(number), parse.parse(query)))
        except RuleError:
            continue
    return found[:count]


def agree(cases: int) -> bool:
    """Do matcher and slow evaluator say the same of random rules and texts, spans and all?"""
    chance = random.Random(1)
    differences = 0
    for _ in range(max(cases // 10_000, 1)):
        trees = random_rules.trees(chance, 200)
        rules = matcher.compile_rules(trees.items())
        for text in (random_rules.text(chance) for _ in range(min(cases // 200, 50))):
            actual = {hit.rule: (hit.title_spans, hit.spans) for hit in matcher.match(rules, text)}
            differences += sum(
                slow_rules.spans(tree, text) != actual.get(query) for query, tree in trees.items()
            )
    print(json.dumps({"id": "alerts_equal", "cases": cases, "differences": differences}))
    return differences == 0


if __name__ == "__main__":
    sys.exit(main())
