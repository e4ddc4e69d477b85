"""How often the language of a few words is known: runs of words from inside sentences of treebanks."""

import gzip
import random
import re
import time
from functools import cache
from typing import NamedTuple

from benchmarks import word_gold
from dazor.text import detector

_TREEBANKS = {"be": ("be_hse",), "ru": ("ru_gsd", "ru_taiga"), "uk": ("uk_iu",)}
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_MARKUP = re.compile(r"<[^>]*>|\S*(?:http|www\.|href|@|\.com|\.org|\.by)\S*")  # addresses are of no language
_MOST = 600  # texts a language


class Row(NamedTuple):
    """Shares of the texts, and how many were told a second."""

    right: float
    unsure: float
    wrong: float
    right_be: float
    a_second: float


def measure(count: int) -> Row:
    """The language of so many words, 600 times in each of the five languages."""
    samples = _samples(count)
    detector._vote.cache_clear()
    began_s = time.process_time()
    answers = [detector.language(text) for _, text in samples]
    taken_s = time.process_time() - began_s
    right = [answer == language for answer, (language, _) in zip(answers, samples, strict=True)]
    unsure = answers.count(None)
    of_be = [one for one, (language, _) in zip(right, samples, strict=True) if language == "be"]
    return Row(
        right=sum(right) / len(samples),
        unsure=unsure / len(samples),
        wrong=(len(samples) - sum(right) - unsure) / len(samples),
        right_be=sum(of_be) / len(of_be),
        a_second=len(samples) / taken_s,
    )


def _samples(count: int) -> list[tuple[str, str]]:
    chance = random.Random(count)
    found: list[tuple[str, str]] = []
    for language in word_gold.LANGUAGES:
        runs = []
        for sentence in _sentences(language):
            words = list(_WORD.finditer(sentence))
            if len(words) >= count:
                first = chance.randrange(len(words) - count + 1)
                runs.append(sentence[words[first].start() : words[first + count - 1].end()])
        found += [(language, text) for text in chance.sample(runs, min(_MOST, len(runs)))]
    return found


@cache
def _sentences(language: str) -> list[str]:
    if language not in _TREEBANKS:
        texts = list(word_gold.load(language).sentences.values())
    else:
        texts = [text for name in _TREEBANKS[language] for text in _treebank(name)]
    return [" ".join(_MARKUP.sub(" ", text).split()) for text in texts]


def _treebank(name: str) -> list[str]:
    (file,) = (word_gold.DATA / "ud").glob(f"{name}-ud-*.conllu.gz")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [line.removeprefix("# text = ").strip() for line in lines if line.startswith("# text = ")]
