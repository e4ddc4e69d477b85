"""
How well texts that carry the same passages are found, on twelve kinds of edits of real posts.

    python -m benchmarks.stories [--posts 400] [--examples 0]

Edits as in ../shared/reference/engine.md, section 4: each of some hundred real posts is edited twelve
ways and given to another source; all other real posts are noise. Recall: the post is found. Precision:
of the links, those that lead to the post; links to texts that share passages with the unedited post
are not counted, nor are those with what the edit put around it. Beside it, in the same run, MinHash
(datasketch, 128 numbers, threshold .3) and SimHash (trafilatura, 12 of 64 bits). A minute on two cores.
"""

import argparse
import gzip
import importlib.util
import json
import random
import re
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from trafilatura.deduplication import Simhash

from dazor.stories import relation
from dazor.stories.relation import Key, Row
from dazor.text import passages

POSTS = Path("../shared/data/telegram_posts_ru")
FLOORS = {"recall": 0.98, "precision": 0.97, "quotes": 0.98}
Find = Callable[[str], set[int]]  # a text → places of earlier ones

_SENTENCE_ENDS = re.compile(r"(?<=[.!?\n])\s+")


@dataclass(frozen=True, slots=True)
class Post:
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Edited:
    """An edited post; `around`: the texts that the edit took words from."""

    kind: str
    of: int
    text: str
    around: tuple[str, ...] = ()


def main() -> int:
    """All figures; the exit code."""
    parser = argparse.ArgumentParser(description="Stories on twelve kinds of edits.")
    parser.add_argument("--posts", type=int, default=400)
    parser.add_argument("--examples", type=int, default=0, help="wrong links to print")
    wanted = parser.parse_args()
    if not POSTS.is_dir():
        print(f"{POSTS} is not there: nothing to measure.")
        return 0
    chance = random.Random(11)
    posts = _posts(chance)
    bases, hosts, noise = (
        posts[: wanted.posts],
        posts[wanted.posts : 3 * wanted.posts],
        posts[3 * wanted.posts :],
    )
    earlier = [*bases, *noise]
    edits = list(_edits(bases, [post.text for post in hosts], chance))
    print(f"{len(bases)} posts, 12 edits each, {len(noise)} other posts")
    ways = {"stories": _stories(earlier), "simhash": _simhash(earlier)}
    if importlib.util.find_spec("datasketch"):
        ways["minhash"] = _minhash(earlier)
    else:
        print("datasketch is not installed (pip install datasketch): no MinHash beside it.")
    figures = {}
    for name, find in ways.items():
        figures[name] = _score(name, earlier, edits, find, wanted.examples if name == "stories" else 0)
    return 1 if any(figures["stories"][what] < floor for what, floor in FLOORS.items()) else 0


def _posts(chance: random.Random) -> list[Post]:
    """Real posts of 60 to 400 words, those that begin alike once, in random order."""
    found: dict[tuple[str, ...], Post] = {}
    for file in sorted(POSTS.glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                text = json.loads(line)["text"] or ""
                words = passages.words(text)
                if 60 <= len(words) <= 400:
                    found.setdefault(tuple(words[:12]), Post(file.stem, text))
    posts = list(found.values())
    chance.shuffle(posts)
    return posts


def _edits(bases: Sequence[Post], hosts: Sequence[str], chance: random.Random) -> Iterable[Edited]:
    vocabulary = sorted({word for post in bases for word in post.text.split()})
    for of, post in enumerate(bases):
        words, sentences = post.text.split(), [one for one in _SENTENCE_ENDS.split(post.text) if one.strip()]
        first, second = chance.sample(hosts, 2)
        yield Edited("exact", of, post.text)
        yield Edited("capitals", of, re.sub(r"[\"«».,!?*]", "", post.text).upper())
        for share in (0.05, 0.15, 0.3):
            yield Edited(f"{share:.0%} other words", of, _replaced(words, share, vocabulary, chance))
        yield Edited("cut to 60 %", of, " ".join(words[: int(len(words) * 0.6)]))
        yield Edited("cut to 30 %", of, " ".join(words[: max(12, int(len(words) * 0.3))]))
        wrapped = " ".join([*first.split()[:25], *words, "Источник:", chance.choice(vocabulary)])
        yield Edited("wrapped", of, wrapped, (first,))
        kept = [one for one in sentences if chance.random() > 0.3] or sentences[:1]
        for foreign in _SENTENCE_ENDS.split(first)[:2]:
            kept.insert(chance.randrange(len(kept) + 1), foreign)
        yield Edited("30 % cut, 2 foreign", of, " ".join(kept), (first,))
        yield Edited("reordered", of, " ".join(chance.sample(sentences, len(sentences))))
        for length in (40, 20):
            yield Edited(
                f"quotes {length}", of, _quoting(words, length, first, second, chance), (first, second)
            )


def _replaced(words: list[str], share: float, vocabulary: list[str], chance: random.Random) -> str:
    return " ".join(chance.choice(vocabulary) if chance.random() < share else word for word in words)


def _quoting(words: list[str], length: int, first: str, second: str, chance: random.Random) -> str:
    start = chance.randrange(max(len(words) - length, 0) + 1)
    host = [*first.split(), *second.split()]
    middle = len(host) // 2
    return " ".join([*host[:middle], *words[start : start + length], *host[middle:]])


def _stories(earlier: Sequence[Post]) -> Find:
    words = [passages.words(post.text) for post in earlier]
    rows: dict[int, list[Row]] = defaultdict(list)
    for key, post in enumerate(earlier):
        for number in passages.fingerprint(passages.shingles(words[key])):
            rows[number].append(Row(number=number, key=key, source=post.source))

    def words_of(key: Key) -> Sequence[str]:
        return words[int(key)]

    def find(text: str) -> set[int]:
        own = passages.words(text)
        numbers = passages.fingerprint(passages.shingles(own))
        near = [row for number in numbers for row in rows.get(number, ())]
        return {int(link.of) for link in relation.links(own, "another", near, words_of)}

    return find


def _minhash(earlier: Sequence[Post]) -> Find:
    from datasketch import MinHash, MinHashLSH  # not among what the tests need: it brings numpy and scipy

    index = MinHashLSH(threshold=0.3, num_perm=128)

    def hashed(text: str) -> MinHash:
        words = passages.words(text)
        hashes = MinHash(num_perm=128)
        hashes.update_batch([" ".join(words[at : at + 3]).encode() for at in range(max(len(words) - 2, 1))])
        return hashes

    for key, post in enumerate(earlier):
        index.insert(key, hashed(post.text))
    return lambda text: set(index.query(hashed(text)))


def _simhash(earlier: Sequence[Post]) -> Find:
    hashes = [int(Simhash(post.text).hash) & (2**64 - 1) for post in earlier]

    def find(text: str) -> set[int]:
        own = int(Simhash(text).hash) & (2**64 - 1)
        return {key for key, other in enumerate(hashes) if (own ^ other).bit_count() <= 12}

    return find


def _score(
    name: str, earlier: Sequence[Post], edits: Sequence[Edited], find: Find, examples: int
) -> dict[str, float]:
    found: dict[str, list[bool]] = defaultdict(list)
    wrong: list[tuple[Edited, int]] = []
    for edited in edits:
        got = find(edited.text)
        found[edited.kind].append(edited.of in got)
        wrong += [(edited, key) for key in got - {edited.of} if not _is_natural(earlier, edited, key)]
    right = sum(map(sum, found.values()))
    recalls = {kind: statistics.mean(ones) for kind, ones in found.items()}
    figures = {
        "recall": statistics.mean(recalls.values()),
        "precision": right / max(right + len(wrong), 1),
        "quotes": min(recall for kind, recall in recalls.items() if kind.startswith("quotes")),
    }
    print(json.dumps({"method": name, **{what: round(figure, 4) for what, figure in figures.items()}}))
    print("  " + ", ".join(f"{kind} {recall:.3f}" for kind, recall in recalls.items()))
    for edited, key in wrong[:examples]:
        print(f"  wrong: {edited.kind}\n    {edited.text[:300]!r}\n    {earlier[key].text[:300]!r}")
    return figures


def _is_natural(earlier: Sequence[Post], edited: Edited, key: int) -> bool:
    """Does the text share a passage with the post as it was, or with what the edit put around it?"""
    other = _rows(earlier[key].text)
    return any(len(other & _rows(text)) >= 4 for text in (earlier[edited.of].text, *edited.around))


def _rows(text: str) -> set[tuple[str, ...]]:
    words = passages.words(text)
    return {tuple(words[at : at + 4]) for at in range(len(words) - 3)}


if __name__ == "__main__":
    sys.exit(main())
