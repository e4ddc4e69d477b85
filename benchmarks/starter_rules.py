"""
The rules that `dazor init` writes: how loud each is, and what they find of each kind of item.

    python -m benchmarks.starter_rules [--each 1]

Hits a day on the Russian posts of ../shared/data/telegram_posts_ru, which are about everything, so that a
rule that fires often there is too loose; days are those on which the posts were written. Then the
sentences of tests/findable.toml by kind, with the rules that found them. Exits with 1 where a rule
fires on more than 2 % of the posts or a sentence is not found. Half a minute with all posts.
"""

import argparse
import gzip
import json
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dazor.config import init
from dazor.rules import load
from dazor.rules.matcher import Rules, Text, compile_rules, match

SHARED = Path(__file__).parent.parent.parent / "shared"
FINDABLE = Path(__file__).parent.parent / "tests" / "findable.toml"
TOO_LOUD = 0.02


def main() -> int:
    parser = argparse.ArgumentParser(description="How loud and how deaf the starter rules are.")
    parser.add_argument("--each", type=int, default=1, help="every so many posts only")
    wanted = parser.parse_args()
    began_s = time.perf_counter()
    loaded = load.from_text(init.starter_rules(), file="rules.toml", sections=None)
    print(f"{len(loaded.rules)} rules with their examples read in {time.perf_counter() - began_s:.1f} s")
    rules = compile_rules((rule.id, rule.tree) for rule in loaded.rules)
    is_good = not loaded.problems
    if SHARED.is_dir():
        is_good &= loudness(rules, wanted.each)
    else:
        print("../shared is not there: docs/data.md says how to get the posts.", file=sys.stderr)
    return 0 if found(rules) and is_good else 1


def loudness(rules: Rules, each: int) -> bool:
    """Print hits a day for each rule, the loudest first; False where one is too loud."""
    hits: Counter[str] = Counter()
    days: set[str] = set()
    posts = with_any = 0
    for post in texts(each):
        days.add(post["date"][:10])
        posts += 1
        rules_here = {hit.rule for hit in match(rules, Text(text=post["text"]))}
        hits.update(rules_here)
        with_any += bool(rules_here)
    print(f"\n{posts} posts of {len(days)} days; {with_any / posts:.1%} are found by any rule")
    print("hits a day   share  rule")
    for rule in sorted(rules.ids, key=lambda rule: -hits[rule]):
        mark = "  too loud" if hits[rule] > TOO_LOUD * posts else ""
        print(f"{hits[rule] / len(days):10.2f}  {hits[rule] / posts:6.2%}  {rule}{mark}")
    return all(number <= TOO_LOUD * posts for number in hits.values())


def texts(each: int) -> Iterator[dict[str, str]]:
    for file in sorted((SHARED / "data" / "telegram_posts_ru").glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line) for number, line in enumerate(lines) if number % each == 0)


def found(rules: Rules) -> bool:
    """Print the kinds of items with what found their sentences; False where one was not found."""
    print("\nkind  found  rules")
    missed: list[str] = []
    for kind, sentences in tomllib.loads(FINDABLE.read_text("utf-8")).items():
        by_sentence = {text: [hit.rule for hit in match(rules, Text(text=text))] for text in sentences}
        missed += [text for text, names in by_sentence.items() if not names]
        counts = Counter(name for names in by_sentence.values() for name in names)
        named = ", ".join(f"{name} {number}" for name, number in counts.most_common(4))
        print(f"{kind:4} {sum(map(bool, by_sentence.values())):3}/{len(sentences)}  {named}")
    for text in missed:
        print(f"not found: {text}")
    return not missed


if __name__ == "__main__":
    sys.exit(main())
