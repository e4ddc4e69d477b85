"""
The Belarusian lexicon against pymorphy3: words a second, nothing remembered from one word to the next.

    python -m benchmarks.belarusian_speed

Reads real sentences of both languages from ../shared/data/morphology. The fastest of five passes counts.
Exits with 1 where the lexicon is less than 20 times as fast.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pymorphy3

from dazor.text import belarusian, tokens

_SENTENCES = Path(__file__).parents[2] / "shared" / "data" / "morphology"
_LEAST_RATIO = 20
_PASSES = 5


def main() -> int:
    """Both speeds and their ratio; the exit code."""
    if not _SENTENCES.is_dir():
        print(f"Skipped: {_SENTENCES} is not here.")
        return 0
    analyser = pymorphy3.MorphAnalyzer(lang="ru")
    be = speed(belarusian.lemmas, words("be"))
    ru = speed(analyser.parse, words("ru")[:20_000])
    print(f"be lexicon {be:>9,.0f} words a second")
    print(f"pymorphy3  {ru:>9,.0f} words a second")
    print(f"ratio      {be / ru:>9.1f}, at least {_LEAST_RATIO} asked")
    return 0 if be >= _LEAST_RATIO * ru else 1


def words(language: str) -> list[str]:
    """The words of the sentences, folded, their case kept."""
    lines = (_SENTENCES / f"{language}_sentences.jsonl").read_text(encoding="utf-8").splitlines()
    return [token.exact for line in lines for token in tokens.split(json.loads(line)["text"])]


def speed(analyse: Callable[[str], object], written: list[str]) -> float:
    """Words a second in the fastest pass."""
    fastest = min(_seconds(analyse, written) for _ in range(_PASSES))
    return len(written) / fastest


def _seconds(analyse: Callable[[str], object], written: list[str]) -> float:
    started = time.perf_counter()
    for word in written:
        analyse(word)
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
