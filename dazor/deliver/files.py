"""Letters as files, and how a file is written whole or not at all."""

import os
from pathlib import Path

from store.letters import Letter


def write(letter: Letter, folder: Path, name: str) -> None:
    """
    Write NAME.html, with the full texts where the letter has them, and NAME.txt.

    May be called again: the same letter has the same name. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    replace(folder / f"{name}.html", letter.attachment or letter.html)
    replace(folder / f"{name}.txt", letter.text)


def replace(path: Path, text: str) -> None:
    """The file is the old one or the new one, never a part. Raises OSError."""
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
