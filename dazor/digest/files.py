"""The files of a digest, written whole or not at all."""

import os
from pathlib import Path

from store.ledger import Digest


def write(digest: Digest, folder: Path) -> None:
    """
    Write 2026-03-02.html, .md and .txt into the subscriber's folder; may be called again.

    Raises OSError where they cannot be written; a file is the old one or the new one, never a part.
    """
    place = folder / digest.subscriber
    place.mkdir(parents=True, exist_ok=True)
    for ending, text in (("html", digest.html), ("md", digest.markdown), ("txt", digest.text)):
        _replace(place / f"{digest.day.isoformat()}.{ending}", text)


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
