"""
Secrets do not stand in config.toml: copies of it travel by mail and into repositories.

They come from variables, or from files that nobody else can read.
"""

import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from store.errors import UsageError

API_ID, API_HASH, SESSION = OF_TELEGRAM = (
    "DAZOR_TELEGRAM_API_ID",
    "DAZOR_TELEGRAM_API_HASH",
    "DAZOR_TELEGRAM_SESSION",
)
_SECRET = re.compile(
    r"(api_id|api_hash|session|password|passwd|passphrase|token|secret|private_key|api_key|phone)",
    re.IGNORECASE,
)
_VARIABLES = {
    ("telegram", "api_id"): API_ID,
    ("telegram", "api_hash"): API_HASH,
    ("telegram", "session"): SESSION,
    ("mail", "password"): "DAZOR_MAIL_PASSWORD",
    ("crawl", "password"): "DAZOR_PROXY_PASSWORD",
    ("crawl", "proxy_password"): "DAZOR_PROXY_PASSWORD",
    ("", "proxy_password"): "DAZOR_PROXY_PASSWORD",
}


def is_secret(key: str) -> bool:
    """Whether a key names a secret; `…_file` only says where one lies."""
    return bool(_SECRET.search(key)) and not key.endswith("_file")


def refuse(data: dict[str, Any], place: tuple[str, ...] = ()) -> Iterator[str]:
    """A sentence for every secret in a file of settings; the secret itself is not repeated."""
    for key, value in data.items():
        inner = value if isinstance(value, tuple) else (value,)
        tables = [item for item in inner if isinstance(item, dict)]
        if not tables and is_secret(key):
            yield _sentence(place, key)
        for table in tables:
            yield from refuse(table, (*place, key))


def read(path: Path) -> str:
    """
    A secret from a file of its own, without white space around it.

    Raises `UsageError` where others can read the file, or nobody can, or nothing is in it.
    """
    refuse_readable(path)
    try:
        found = path.read_text("utf-8").strip()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}). Check its owner and rights.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not a text. Write the secret into it, and nothing else.") from error
    if not found:
        raise UsageError(f"{path}: nothing is in it. Write the secret into it, and nothing else.")
    return found


def refuse_readable(path: Path) -> None:
    """Raise `UsageError` where others than the owner can read or change a file, or it is not there."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}). Check its owner and rights.") from error
    if mode & 0o077:
        raise UsageError(
            f"{path}: others can read this secret (mode {mode:04o}). Take their rights away: chmod 600 {path}"
        )


def _sentence(place: tuple[str, ...], key: str) -> str:
    where = f"[{'.'.join(place)}] " if place else ""
    variable = _VARIABLES.get((place[0] if place else "", key.lower()))
    remedy = f"Set the variable {variable} instead" if variable else "Keep it out of this file"
    return f"{where}{key}: a secret must not be written here. {remedy}; change it if others saw the file."
