"""
How fast everything stored is searched, as ratios of one run; see ../shared/reference/engine.md, section 8.

    python -m benchmarks.search [--texts 200000] [--fuzz 100000]

The texts are generated: pieces of real posts put together anew (../shared/data/telegram_posts_ru), of made-up
words where there are none. Prints a JSON line a figure; exits with 1 where one misses its limit, where the
matcher finds fault with what the index was sure of, or where a query ends in no result and no message.
Four minutes on two cores, half a minute with --texts 20000.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import chain, islice
from pathlib import Path

from benchmarks import made_archive, made_rules
from dazor import search
from dazor.rules import parse
from dazor.rules.compile import compile_asked
from dazor.rules.mistakes import RuleError
from dazor.rules.tree import Node
from dazor.search import Query
from store import words_asked, words_found, words_generations
from store.database import Database, open_database

PAGE = 20
EACH = 25  # queries of a kind
EACH_VERIFIED = 4  # these read texts
REPEATS = 5
POSTS = 3_000  # that texts are made of
SHORT = 50  # words
LIMITS = {"search_overhead": 1.5, "search_scale": 3.0}  # at most
FLOORS = {"search_v_like": 400.0}  # at least
WORDS = (
    "санкции",
    "=Рада",
    "мигр*",
    '"ядерное оружие"',
    "(дуб OR вяз)",
    "title:мост",
    "source:a.b",
    "lang:be",
)
WORDS += (
    "2x год",
    "@lukashenka-aliaksandr",
    "text",
    "rowid",
    "words_a",
    "é",
    "한",
    "🙂",
    "o'neil",
    "x-y-z",
    "2024",
)
OPERATORS = ("AND", "OR", "NOT", "NEAR/3", "->", "AND", "OR")
SIGNS = "()\"«»=*@/|:,.-'’`^~+&%$#\\\0\n\u00ad 3x"


def main() -> int:
    """All figures; the exit code."""
    parser = argparse.ArgumentParser(description="How fast everything stored is searched, as ratios.")
    parser.add_argument(
        "--texts", type=int, default=200_000, help="at the end; a tenth and a half on the way"
    )
    parser.add_argument("--fuzz", type=int, default=0, help="arbitrary strings as queries")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_database(Path(folder) / "news.db") as db:
        posts = made_rules.posts(POSTS, longer_than=SHORT) or made_rules.generated(POSTS)
        figures = measure(db, made_archive.Source(posts, seed=1), wanted.texts)
        if wanted.fuzz:
            figures["fuzz_failures"] = fuzz(db, wanted.fuzz)
    for name, ratio in figures.items():
        limits = {"at_most": LIMITS.get(name), "at_least": FLOORS.get(name)}
        print(json.dumps({"id": name, "figure": round(ratio, 2), **limits}))
    return 1 if any(map(is_bad, figures, figures.values())) else 0


def is_bad(name: str, figure: float) -> bool:
    """Is a figure on the wrong side of its limit?"""
    wrong = name in ("sure_and_wrong", "fuzz_failures") and figure > 0
    return wrong or figure > LIMITS.get(name, figure) or figure < FLOORS.get(name, figure)


def measure(db: Database, made: made_archive.Source, texts: int) -> dict[str, float]:
    """The figures of a store that grows: at a tenth, a half and all of the texts."""
    made_archive.begin(db)
    made_archive.grow(db, made, texts // 10)
    exact = trees(made_archive.exact_queries(made, EACH))
    rough = trees(made_archive.verified_queries(made, EACH_VERIFIED))
    small = newest(db, exact)
    made_archive.grow(db, made, texts // 2)
    figures = (
        overhead(db, exact) | verified(db, rough) | {"search_v_like": v_like(db, exact["middling word"])}
    )
    made_archive.grow(db, made, texts)
    figures |= growth(small, newest(db, exact))
    figures["sure_and_wrong"] = faults(db, exact)
    return figures | sizes(db)


def trees(queries: dict[str, list[str]]) -> dict[str, list[Node]]:
    return {kind: [parse.parse(query) for query in rows] for kind, rows in queries.items()}


def overhead(db: Database, kinds: dict[str, list[Node]]) -> dict[str, float]:
    """Search, from a tree to the newest twenty, over the bare statement: of all kinds, and of each."""
    ours, bare, figures = 0.0, 0.0, {}
    for kind, rows in kinds.items():
        one = sum(seconds(lambda: page(db, tree)) for tree in rows)  # noqa: B023 (called at once)
        other = sum(seconds(statement(db, tree)) for tree in rows)
        figures[f"search_overhead, {kind}"] = one / other
        ours, bare = ours + one, bare + other
    return {"search_overhead": ours / bare, **figures}


def verified(db: Database, kinds: dict[str, list[Node]]) -> dict[str, float]:
    """Where the index is asked roughly: candidates for a hit, and the time over the bare statement."""
    figures = {}
    for kind, rows in kinds.items():
        began_s = time.process_time()
        hits = [page(db, tree) for tree in rows]
        ours = time.process_time() - began_s
        bare = sum(seconds(statement(db, tree)) for tree in rows)
        read = sum(candidates_to(db, tree, found) for tree, found in zip(rows, hits, strict=True))
        figures[f"verified_overhead, {kind}"] = ours / bare
        figures[f"candidates_per_hit, {kind}"] = read / max(1, sum(map(len, hits)))
    return figures


def candidates_to(db: Database, tree: Node, hits: list[int]) -> int:
    """How many candidates come up to the last hit of a page; all, where the page is not full."""
    found = (one.version for one in words_found.candidates(db, *asked(tree)))
    return sum(1 for version in found if len(hits) < PAGE or version >= hits[-1])


def v_like(db: Database, rows: list[Node]) -> float:
    """A scan for the letters of a word, over a search for the word."""
    words = [tree.typed for tree in rows[:5] if hasattr(tree, "typed")]
    sql = "SELECT id FROM version WHERE text LIKE ? ORDER BY id DESC LIMIT ?"
    scan = [seconds(lambda: db.rows(sql, (f"%{word}%", PAGE)), 1) for word in words]  # noqa: B023 (called at once)
    return statistics.median(scan) / statistics.median(seconds(lambda: page(db, tree)) for tree in rows)  # noqa: B023


def newest(db: Database, kinds: dict[str, list[Node]]) -> dict[str, list[float]]:
    """Seconds to the newest twenty of each query."""
    return {kind: [seconds(lambda: page(db, tree)) for tree in rows] for kind, rows in kinds.items()}  # noqa: B023


def growth(small: dict[str, list[float]], large: dict[str, list[float]]) -> dict[str, float]:
    """What ten times as many texts cost, of all kinds together and of each, at the 95th percentile."""
    figures = {f"search_scale, {kind}": p95(large[kind]) / p95(small[kind]) for kind in small}
    return {"search_scale": p95(list(chain(*large.values()))) / p95(list(chain(*small.values()))), **figures}


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def faults(db: Database, kinds: dict[str, list[Node]]) -> int:
    """Hits of a page that the matcher does not find in their texts: there must be none."""
    pages = [(tree, page(db, tree)) for rows in kinds.values() for tree in rows]
    return sum(len(found) - len(search.find(db, Query(tree=tree), PAGE)) for tree, found in pages)


def sizes(db: Database) -> dict[str, float]:
    """Bytes of the index, and of everything else, for a text of so many words."""
    tables = "name GLOB '*words_*' OR name GLOB '*lemma*' OR name GLOB '*word_class*' OR name = 'indexed'"
    index = db.value(f"SELECT sum(pgsize) FROM dbstat WHERE {tables}")
    everything = db.value("SELECT sum(pgsize) FROM dbstat")
    texts = db.value("SELECT count(*) FROM version")
    return {
        "index_bytes_per_text": index / texts,
        "other_bytes_per_text": (everything - index) / texts,
        "words_per_text": made_archive.WORDS,
    }


def page(db: Database, tree: Node) -> list[int]:
    return list(islice(search.versions(db, Query(tree=tree)), PAGE))


def asked(tree: Node) -> tuple[words_asked.Asked, str]:
    return compile_asked(tree), search.row.analysers()


def statement(db: Database, tree: Node) -> Callable[[], object]:
    """What the search engine of SQLite alone does for a page."""
    [generation] = words_generations.standing(db)
    said = words_asked.say(db, generation.id, compile_asked(tree))
    sql = "SELECT rowid FROM words_a WHERE words_a MATCH ? ORDER BY rowid DESC LIMIT ?"
    return lambda: db.conn.execute(sql, (said.expression or '"0"', PAGE)).fetchall()


def seconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Of the processor, the median, the first time left out: words that the desk asks for are known."""
    work()
    times = []
    for _ in range(repeats):
        began_s = time.process_time()
        work()
        times.append(time.process_time() - began_s)
    return statistics.median(times)


def fuzz(db: Database, count: int) -> int:
    """Arbitrary strings as queries: those that end in neither a result nor a message with a column."""
    chance = random.Random(7)
    failures = 0
    for _ in range(count):
        query = arbitrary(chance)
        try:
            page(db, parse.parse(query))
        except RuleError as error:
            failures += error.column < 1
        except Exception as error:  # noqa: BLE001 (any other end is what is looked for)
            print(f"{query!r}: {error!r}", file=sys.stderr)
            failures += 1
    return failures


def arbitrary(chance: random.Random) -> str:
    """Words and operators by turns, a third of them with signs between; or nothing but signs."""
    if chance.random() < 0.3:
        return "".join(chance.choices([*SIGNS, *WORDS, *OPERATORS], k=chance.randint(0, 9)))
    words = chance.choices(WORDS, k=chance.randint(1, 6))
    query = words[0] + "".join(f" {chance.choice(OPERATORS)} {word}" for word in words[1:])
    if chance.random() < 0.3:
        at = chance.randrange(len(query))
        query = query[:at] + chance.choice(SIGNS) + query[at:]
    return query


if __name__ == "__main__":
    sys.exit(main())
