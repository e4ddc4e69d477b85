"""Values as TOML writes them, and the word that somebody probably meant."""

import difflib
import json
from collections.abc import Iterable
from datetime import time
from pathlib import Path
from typing import Any


def toml(value: Any) -> str:
    """A value as it would stand in a TOML file, on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {toml(item)}' for key, item in value.items())} }}"
    if isinstance(value, time):
        return f'"{value:%H:%M}"'
    if isinstance(value, Path):
        return json.dumps(value.as_posix(), ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def nearest(word: str, known: Iterable[str], limit: int = 1) -> list[str]:
    """The known words most like a given one, best first; empty where none is like it."""
    by_small = {name.lower(): name for name in known}
    found = difflib.get_close_matches(word.lower(), by_small, n=limit, cutoff=0.6)
    return [by_small[name] for name in found]


def did_you_mean(word: str, known: Iterable[str], limit: int = 1) -> str:
    """A question with the nearest words, with a space before it; empty where none is like it."""
    found = nearest(word, known, limit)
    return f" Did you mean {', '.join(map(toml, found))}?" if found else ""
