"""Secrets do not stand in config.toml: copies of it travel by mail and into repositories."""

import re
from collections.abc import Iterator
from typing import Any

_SECRET = re.compile(
    r"(api_id|api_hash|session|password|passwd|passphrase|token|secret|private_key|api_key)", re.IGNORECASE
)
_VARIABLES = {
    ("telegram", "api_id"): "DAZOR_TELEGRAM_API_ID",
    ("telegram", "api_hash"): "DAZOR_TELEGRAM_API_HASH",
    ("telegram", "session"): "DAZOR_TELEGRAM_SESSION",
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


def _sentence(place: tuple[str, ...], key: str) -> str:
    where = f"[{'.'.join(place)}] " if place else ""
    variable = _VARIABLES.get((place[0] if place else "", key.lower()))
    remedy = f"Set the variable {variable} instead" if variable else "Keep it out of this file"
    return f"{where}{key}: a secret must not be written here. {remedy}; change it if others saw the file."
