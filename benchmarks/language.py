"""
How well words are found in all their forms, through `dazor match`, beside four ways without a dictionary.

    python -m benchmarks.language [be ru uk en pl] [--by-pos] [--misses 50]
        [--data FOLDER] [--classical FOLDER]

Reads ../shared/data/morphology (docs/data.md): a rule for each term, a text for each sentence. Prints
recall and precision of words and phrases, seconds and memory of each `dazor match`, the small
yes/no cases, the language of a few words, and Belarusian in the classical orthography as
the npm package taraskevizer writes it (FOLDER has it in node_modules). Exits with 1 below
a figure that is required.
"""

import argparse
import sys
from pathlib import Path

from benchmarks import baselines, classical, language_of_words, matching, word_gold
from benchmarks.word_gold import LANGUAGES, Gold, Place, Query, Result
from dazor.text import detector

REQUIRED = {  # recall and precision of words
    "be": (0.96, 0.95),
    "ru": (0.98, 0.94),
    "uk": (0.97, 0.95),
    "en": (0.96, 0.94),
    "pl": (0.90, 0.87),
}
REQUIRED_PHRASES = (0.98, 0.98)
REQUIRED_LANGUAGE = {5: 0.985, 10: 0.995}
MOST_MEMORY_MB = {"be ru": 90, "be ru uk en pl": 200}


def main() -> int:
    """All tables; the exit code."""
    wanted = _arguments()
    word_gold.DATA = wanted.data
    if not (word_gold.DATA / "morphology").is_dir():
        print(f"{word_gold.DATA} has no morphology: docs/data.md says how to get it.", file=sys.stderr)
        return 2
    short: list[str] = []
    for language in wanted.languages or LANGUAGES:
        short += forms(language, wanted.by_pos, wanted.misses)
    short += cases()
    short += languages()
    short += memory()
    classical_orthography(wanted.classical)
    print("\n".join(["", *short]) if short else "\nAll figures that are required are reached.")
    return 1 if short else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Words in all their forms, through dazor match.")
    parser.add_argument("languages", nargs="*", choices=[*LANGUAGES, []], metavar="LANGUAGE")
    parser.add_argument("--by-pos", action="store_true", help="also by part of speech")
    parser.add_argument("--misses", type=int, default=0, help="list so many misses and wrong hits a language")
    parser.add_argument("--data", type=Path, default=word_gold.DATA, help="else ../shared/data")
    parser.add_argument("--classical", type=Path, help="a folder with taraskevizer in node_modules")
    return parser.parse_args()


def forms(language: str, by_pos: bool, misses: int) -> list[str]:
    """The rows of a language; says which required figures are not reached."""
    gold = word_gold.load(language)
    run = matching.run([query.term for query in gold.queries], gold.sentences)
    found = {query: {Place(*place) for place in run.found[at]} for at, query in enumerate(gold.queries)}
    print(
        f"\n{language}: {len(gold.queries)} rules, {len(gold.sentences)} texts, refused {run.refused}; "
        f"{run.seconds:.1f} s, {run.memory_mb:.0f} MB at most (resident, the whole process)"
    )
    print(f"  {'':22}{'words R / P':>16}{'phrases R / P':>18}")
    for way in baselines.WAYS:
        _print_row(way, gold, baselines.find(way, gold, language))
    _print_row("dazor", gold, found)
    if by_pos:
        _print_pos(gold, found)
    if misses:
        _print_misses(gold, found, misses)
    return _short(language, gold, found)


def cases() -> list[str]:
    """The hand-written yes/no cases."""
    rows = word_gold.rows(word_gold.DATA / "morphology" / "normalisation_cases.jsonl")
    run = matching.run([row["term"] for row in rows], {str(at): row["text"] for at, row in enumerate(rows)})
    wrong = [
        f"{row['term']} in {row['text']}: {row['why']}"
        for at, row in enumerate(rows)
        if row["match"] != any(place[0] == str(at) for place in run.found[at])
    ]
    print(f"\nyes/no cases: {len(rows) - len(wrong)} of {len(rows)}")
    return [f"case: {one}" for one in wrong]


def languages() -> list[str]:
    """The language of the first words of sentences."""
    print(
        "\nlanguage of a text   right  unsure  wrong   be right   texts/s (CPU, words met for the first time)"
    )
    short = []
    for count in (1, 2, 3, 5, 10, 20):
        row = language_of_words.measure(count)
        print(
            f"  {count:>2} words          {row.right:7.4f} {row.unsure:7.4f} {row.wrong:6.4f} "
            f"{row.right_be:10.4f} {row.a_second:9,.0f}"
        )
        if row.right < REQUIRED_LANGUAGE.get(count, 0):
            short.append(f"language of {count} words: {row.right:.4f}")
    return short


def memory() -> list[str]:
    """The most that `dazor match` has resident, with what it loads for 1,000 sentences in some languages."""
    print("\nmemory of the whole process of `dazor match`, one rule, 1,000 sentences that are read in")
    short = []
    for names, most in MOST_MEMORY_MB.items():
        run = matching.run(["санкции"], _sentences_in(names.split(), 1_000))
        print(f"  {names:22}{run.memory_mb:6.1f} MB (under {most})")
        if run.memory_mb >= most:
            short.append(f"memory, {names}: {run.memory_mb:.0f} MB")
    return short


def _sentences_in(names: list[str], count: int) -> dict[str, str]:
    """As many of each language; what is taken for another one is left out, since that would be loaded too."""
    return {
        key: text
        for name in names
        for key, text in list(word_gold.load(name).sentences.items())[: count // len(names)]
        if detector.language(text) in names
    }


def classical_orthography(folder: Path | None) -> None:
    """Belarusian terms in official spelling, sentences in the classical one."""
    converted = classical.gold(word_gold.load("be"), folder)
    if isinstance(converted, str):
        print(f"\nclassical orthography: skipped, {converted}")
        return
    rewritten, respelled = converted
    run = matching.run([query.term for query in rewritten.queries], rewritten.sentences)
    found = {query: {Place(*place) for place in run.found[at]} for at, query in enumerate(rewritten.queries)}
    print(f"\n{'classical orthography, machine-converted':32}")
    _print_row("dazor", rewritten, found)
    print(f"  of {respelled.wanted:,} hits that are spelled anew {respelled.share(found):.4f} are found")


def _print_row(name: str, gold: Gold, found: dict[Query, set[Place]]) -> None:
    words, phrases = (_of_kind(gold, found, kind) for kind in ("word", "phrase"))
    of_words = f"{words.recall:8.4f} /{words.precision:7.4f}"
    print(f"  {name:22}{of_words}{phrases.recall:10.4f} /{phrases.precision:7.4f}")


def _print_pos(gold: Gold, found: dict[Query, set[Place]]) -> None:
    for pos in sorted({query.pos for query in gold.queries}):
        result = word_gold.score([query for query in gold.queries if query.pos == pos], found)
        print(
            f"    {pos:20}{result.recall:8.4f} /{result.precision:7.4f}   of {result.wanted:,}: "
            f"{len(result.missed)} missed, {len(result.wrong)} wrong"
        )


def _print_misses(gold: Gold, found: dict[Query, set[Place]], count: int) -> None:
    result = word_gold.score(gold.queries, found)
    for name, rows in (("missed", result.missed), ("wrong", result.wrong)):
        step = max(1, len(rows) // count)
        for query, (sentence, start, end) in rows[::step][:count]:
            text = gold.sentences[sentence]
            around = f"{text[max(0, start - 30) : start]}[{text[start:end]}]{text[end : end + 30]}"
            print(f"    {name} {query.pos} {query.term}: {around.strip()}")


def _short(language: str, gold: Gold, found: dict[Query, set[Place]]) -> list[str]:
    short = []
    for kind, least in (("word", REQUIRED[language]), ("phrase", REQUIRED_PHRASES)):
        result = _of_kind(gold, found, kind)
        if result.recall < least[0] or result.precision < least[1]:
            short.append(f"{language} {kind}s: {result.recall:.4f} / {result.precision:.4f}, not {least}")
    return short


def _of_kind(gold: Gold, found: dict[Query, set[Place]], kind: str) -> Result:
    return word_gold.score([query for query in gold.queries if query.kind == kind], found)


if __name__ == "__main__":
    sys.exit(main())
