"""`dazor` as people start it: a process of its own, its exit code and what it said."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
LIMIT_S = 300


def dazor(config: Path, *words: object, now: datetime | None = None) -> "subprocess.CompletedProcess[str]":
    """One command to its end, at a pretend time where one is given."""
    return subprocess.run(
        command(config, *words, now=now),
        check=False,
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        timeout=LIMIT_S,
    )


def start(config: Path, *words: object, now: datetime | None = None) -> "subprocess.Popen[str]":
    """One command that goes on while the test does."""
    return subprocess.Popen(
        command(config, *words, now=now),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )


def command(config: Path, *words: object, now: datetime | None = None) -> Sequence[str]:
    """The words of a command line."""
    at = ["--now", now.isoformat()] if now else []
    return [sys.executable, "-m", "dazor", "--config", str(config), *map(str, words), *at]
