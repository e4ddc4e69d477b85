"""The files of a digest, written whole or not at all."""

import os
from pathlib import Path

from store.ledger import Digest


def write(digest: Digest, folder: Path) -> None:
    """
    Write 2026-03-02.html, .md and .txt into the subscriber's folder; may be called again.

    The second digest of a day is 2026-03-02_2.html.

    Raises OSError where they cannot be written; a file is the old one or the new one, never a part.
    """
    place = folder / digest.subscriber
    place.mkdir(parents=True, exist_ok=True)
    name = digest.day.isoformat() + (f"_{digest.of_day}" if digest.of_day > 1 else "")
    for ending, text in (("html", digest.html), ("md", digest.markdown), ("txt", digest.text)):
        _replace(place / f"{name}.{ending}", text)


def _replace(path: Path, text: str) -> None:
    half = path.with_name(f".{path.name}.part")
    try:
        with half.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except OSError:
        half.unlink(missing_ok=True)
        raise
