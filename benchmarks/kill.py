"""
Kills the jobs of a desk at random moments of three passes and compares what is left with an undisturbed desk.

    python -m benchmarks.kill [--kills 30] [--seed 1]

Prints a line and exits with 1 where the two differ. A good minute on two cores.
"""

import argparse
import sys
import tempfile
from dataclasses import fields
from pathlib import Path

from tests.killing import Left, rehearse


def main() -> int:
    """The whole rehearsal; the exit code."""
    parser = argparse.ArgumentParser(description="Kill jobs at random moments; nothing may be lost.")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        calm, disturbed = rehearse(Path(folder), kills=wanted.kills, minutes=(0, 70, 140), seed=wanted.seed)
    different = [
        field.name for field in fields(Left) if getattr(calm, field.name) != getattr(disturbed, field.name)
    ]
    print(
        f"kills={wanted.kills} seed={wanted.seed} urls={len(disturbed.urls)} "
        f"documents={len(disturbed.exported)} different={', '.join(different) or 'nothing'}"
    )
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
