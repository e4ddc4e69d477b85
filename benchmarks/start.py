"""
How long `dazor --help` takes, beside a bare interpreter.

    python -m benchmarks.start [--runs 15]

The same interpreter, runs in turn; prints both medians and their ratio, and exits with 1 above the limit.
"""

import argparse
import statistics
import subprocess
import sys
import time

LIMIT = 8  # bare starts
BARE = ("-c", "pass")
HELP = ("-m", "dazor", "--help")


def main() -> int:
    """The ratio; the exit code."""
    parser = argparse.ArgumentParser(description="dazor --help beside a bare interpreter.")
    parser.add_argument("--runs", type=int, default=15)
    wanted = parser.parse_args()
    bare_s, help_s = medians_s(wanted.runs)
    ratio = help_s / bare_s
    print(
        f"bare {bare_s * 1000:.1f} ms  dazor --help {help_s * 1000:.1f} ms  ratio {ratio:.1f} (limit {LIMIT})"
    )
    return 1 if ratio > LIMIT else 0


def medians_s(runs: int) -> tuple[float, float]:
    """Seconds of a bare start and of `dazor --help`, after one run of each that is not counted."""
    taken = [(_seconds(BARE), _seconds(HELP)) for _ in range(runs + 1)][1:]
    return statistics.median(bare for bare, _ in taken), statistics.median(of_help for _, of_help in taken)


def _seconds(words: tuple[str, ...]) -> float:
    began_s = time.perf_counter()
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began_s


if __name__ == "__main__":
    sys.exit(main())
