"""
Two `dazor run` that start together, twenty times, on the pretend newsroom: nothing may be there twice.

    python -m benchmarks.rivals [--rounds 20]

Prints exit codes, rows and what was doubled; exits with 1 where something was. A good minute on two cores.
"""

import argparse
import sys
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

from tests.rivals import rival

STEP = timedelta(minutes=20)  # past the next look at every entry point
CODES = {0, 75}


def main() -> int:
    """All rounds; the exit code."""
    parser = argparse.ArgumentParser(description="Two passes at once do nothing twice.")
    parser.add_argument("--rounds", type=int, default=20)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = rival(Path(folder) / "desk", rounds=wanted.rounds, step=STEP)
    for codes, times in Counter(found.codes).items():
        print(f"exit codes {' and '.join(map(str, codes))}: {times} times")
    for table, rows in found.rows.items():
        print(f"{table:9} {rows:5} rows, {found.doubled[table]} twice")
    print(f"requests repeated in a round: {found.repeated_requests}")
    print(f"integrity: {found.integrity}; chain broken at: {found.chain_broken_at}")
    for line in sorted(found.said):
        print(f"said: {line}")
    is_bad = (
        any(found.doubled.values())
        or found.repeated_requests
        or found.integrity != "ok"
        or found.chain_broken_at is not None
        or not CODES.issuperset(code for codes in found.codes for code in codes)
    )
    return 1 if is_bad else 0


if __name__ == "__main__":
    sys.exit(main())
