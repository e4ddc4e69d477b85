"""Texts for load, and rules after their words in the mix of ../shared/reference/engine.md, section 3."""

import gzip
import json
import random
from collections import Counter
from pathlib import Path

from dazor.text import tokens

POSTS = Path(__file__).parent.parent.parent / "shared/data/telegram_posts_ru"
_LEAST_WORDS = 120
_COMMON = 0.1  # the share of texts above which nobody asks for a word alone
_LETTERS = "оаеинтсрвлкмдпуяыьгзбчйхжшюцщэф"
_ENDINGS = (
    "",
    "а",
    "у",
    "ом",
    "е",
    "ы",
    "ов",
    "ам",
    "ами",
    "ах",
    "ый",
    "ого",
    "ому",
    "ая",
    "ую",
    "ал",
    "ать",
)


def posts(count: int, seed: int = 0, longer_than: int = _LEAST_WORDS) -> list[str]:
    """Real posts of more words than that; fewer or none where they are not at hand."""
    found = []
    for file in sorted(POSTS.glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            found += [text for line in lines if len((text := json.loads(line)["text"]).split()) > longer_than]
    random.Random(seed).shuffle(found)
    return found[:count]


def generated(count: int, words: int = 210, seed: int = 0) -> list[str]:
    """Texts of made-up words with endings; a few words are most of every text, and pairs of words recur."""
    chance = random.Random(seed)
    stems = ["".join(chance.choices(_LETTERS, k=chance.randint(3, 8))) for _ in range(20_000)]
    weights = [1 / (rank + 40) for rank in range(len(stems))]
    follows = {stem: chance.choices(stems, weights, k=8) for stem in stems}
    return [_text(stems, weights, follows, words, chance) for _ in range(count)]


def rules(texts: list[str], count: int, seed: int = 0) -> list[str]:
    """
    Queries after the words of the texts; half of the words that need each other stand in one of them.

    30 % phrases of two or three words, 20 % AND, 25 % `(a OR b OR c*) AND d NOT e`,
    15 % NEAR/10, 10 % `(a* AND b OR "c d") NOT e`.
    """
    chance = random.Random(seed)
    words = [[token.folded for token in tokens.split(text)] for text in texts]
    texts_with = Counter(word for row in words for word in set(row))
    common = {word for word, count in texts_with.items() if count > _COMMON * len(texts)}
    rows = [_Row(row, common) for row in words if len(row) > 30]
    return [_rule(chance.choice(rows), chance.choice(rows), chance) for _ in range(count)]


class _Row:
    """The words of a text, and those a desk might ask for: long ones that are not everywhere."""

    def __init__(self, words: list[str], common: set[str]) -> None:
        self.words = words
        places = [at for at, word in enumerate(words[:-2]) if len(word) > 4 and word.isalpha()]
        self.places = [at for at in places if words[at] not in common] or places or [0]

    def word(self, chance: random.Random) -> str:
        return self.words[chance.choice(self.places)]

    def phrase(self, length: int, chance: random.Random) -> str:
        start = chance.choice(self.places)
        return f'"{" ".join(self.words[start : start + length])}"'


def _rule(row: _Row, other: _Row, chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.3:
        return row.phrase(chance.choice((2, 3)), chance)
    a, b, c, e = (
        row.word(chance),
        chance.choice((row, other)).word(chance),
        other.word(chance),
        other.word(chance),
    )
    if kind < 0.5:
        return f"{a} AND {b}"
    if kind < 0.75:
        return f"({a} OR {c} OR {_beginning(e)}) AND {b} NOT {row.word(chance)}"
    if kind < 0.9:
        return f"{a} NEAR/10 {b}"
    return f"({_beginning(a)} AND {b} OR {other.phrase(2, chance)}) NOT {e}"


def _beginning(word: str) -> str:
    return f"{word[:6]}*" if len(word) > 5 else word


def _text(
    stems: list[str], weights: list[float], follows: dict[str, list[str]], words: int, chance: random.Random
) -> str:
    found: list[str] = []
    stem = chance.choices(stems, weights)[0]
    while len(found) < words:
        found.append(stem + chance.choice(_ENDINGS))
        stem = chance.choice(follows[stem]) if chance.random() < 0.5 else chance.choices(stems, weights)[0]
    return " ".join(found)
