"""
Ten days of digests by mail to a server that refuses, is down, is slow and cuts off, and jobs that are killed.

    python -m benchmarks.delivery [--texts 1000] [--days 10] [--seed 1]

Prints what happened and what became of each match, and exits with 1 where one is neither in
exactly one letter nor explained. Two minutes on two cores.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.delivering import READERS, rehearse


def main() -> int:
    """The whole rehearsal; the exit code."""
    parser = argparse.ArgumentParser(
        description="Each match once or explained, whatever the mail server does."
    )
    parser.add_argument("--texts", type=int, default=1000, help="A day.")
    parser.add_argument("--days", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = rehearse(Path(folder), days=wanted.days, a_day=wanted.texts, seed=wanted.seed)
    print("passes: " + ", ".join(f"{count} {name}" for name, count in sorted(found.mishaps.items())))
    print(
        f"matches={found.matches} readers={len(READERS)} once={found.once} "
        f"refused_and_told={found.explained} unexplained={len(found.unexplained)} "
        f"letters_again={found.repeats} without_saying_so={found.silent_repeats}"
    )
    return 1 if found.unexplained or found.silent_repeats else 0


if __name__ == "__main__":
    sys.exit(main())
