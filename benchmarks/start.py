"""
How long `dazor --help` and `dazor match` on ten texts take, beside a bare interpreter.

    python -m benchmarks.start [--runs 15]

The same interpreter, runs in turn; prints the medians and their ratios, and exits with 1 above a limit.
The ten texts, in Russian and Belarusian, are invented; each run loads all that it needs for them.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMIT = 8  # bare starts
LIMIT_OF_MATCH = 25
BARE = ("-c", "pass")
HELP = ("-m", "dazor", "--help")
RULES = """
[[rule]]
id = "sanctions"
name = "Sanctions"
query = "санкции OR санкцыі"

[[rule]]
id = "migrants"
name = "Migrants at the border"
query = 'мигрант NEAR/10 граница OR "граница закрыта"'
"""
TEXTS = (
    "Министерство сообщило о новых санкциях против заводов.",
    "На границе задержали двух мигрантов.",
    "Міністэрства паведаміла пра новыя санкцыі супраць заводаў.",
    "Выбары адбыліся ўчора, удзел узялі ўсе.",
    "Суд перенёс заседание на четверг.",
    "У суботу на плошчы быў канцэрт.",
    "Граница закрыта с понедельника, сказал начальник пункта пропуска.",
    "Завод атрымаў дзяржаўную падтрымку.",
    "Президент подписал указ о призыве.",
    "Прэзідэнт падпісаў указ аб прызыве.",
)


def main() -> int:
    """The ratios; the exit code."""
    parser = argparse.ArgumentParser(description="dazor --help and dazor match beside a bare interpreter.")
    parser.add_argument("--runs", type=int, default=15)
    wanted = parser.parse_args()
    bare_s, help_s, match_s = medians_s(wanted.runs)
    rows = (("dazor --help", help_s, LIMIT), ("dazor match, 10 texts", match_s, LIMIT_OF_MATCH))
    print(f"bare {bare_s * 1000:.1f} ms")
    for name, seconds, limit in rows:
        print(f"{name} {seconds * 1000:.1f} ms  ratio {seconds / bare_s:.1f} (limit {limit})")
    return 1 if any(seconds / bare_s > limit for _, seconds, limit in rows) else 0


def medians_s(runs: int) -> tuple[float, float, float]:
    """Seconds of a bare start, of `dazor --help` and of `dazor match`; first runs are not counted."""
    with tempfile.TemporaryDirectory() as folder:
        rules, texts = Path(folder) / "rules.toml", Path(folder) / "texts.jsonl"
        rules.write_text(RULES, "utf-8")
        texts.write_text("".join(_line(at, text) for at, text in enumerate(TEXTS)), "utf-8")
        match = ("-m", "dazor", "match", "--rules", str(rules), "--texts", str(texts))
        taken = [(_seconds(BARE), _seconds(HELP), _seconds(match)) for _ in range(runs + 1)][1:]
    bare, of_help, of_match = (statistics.median(column) for column in zip(*taken, strict=True))
    return bare, of_help, of_match


def _line(at: int, text: str) -> str:
    return json.dumps({"id": at, "text": text}, ensure_ascii=False) + "\n"


def _seconds(words: tuple[str, ...]) -> float:
    began_s = time.perf_counter()
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began_s


if __name__ == "__main__":
    sys.exit(main())
