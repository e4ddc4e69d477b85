"""Checks of single values. Each gives the value or raises ValueError that says what is wrong with it."""

import ipaddress
import re
from datetime import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import ValidationInfo
from pydantic_core import PydanticCustomError

from dazor.config.words import did_you_mean

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

CLOCKS_CHANGE_UNTIL = time(4)  # in every zone of Europe they are done by then

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*")
_MAIL = re.compile(r"[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+")


def zone(name: str) -> str:
    """A zone of the time zone database."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # OSError: the name of a folder, as in "Europe"
        guess = did_you_mean(name, available_timezones())
        raise ValueError(f"not a time zone.{guess}" if guess else "not a time zone") from error
    return name


def slug(text: str) -> str:
    """A short name for files and scripts."""
    if not _SLUG.fullmatch(text):
        raise ValueError("not a short name of small Latin letters, digits, - and _")
    return text


def address(text: str) -> str:
    """An http or https address."""
    try:
        parts = urlsplit(text)
        named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        named = False
    if not named or parts.scheme not in ("http", "https") or re.search(r"\s", text):
        raise ValueError("not an address that begins with http:// or https://")
    if parts.password is not None:
        raise PydanticCustomError("whole", "a password must not stand in an address. Take it out.")
    return text


def without_last_slash(text: str) -> str:
    """What a path is appended to."""
    return text.rstrip("/")


def contact(text: str) -> str:
    """How sites can reach the operator, as an address: `mailto:` is added to plain mail."""
    if _MAIL.fullmatch(text.removeprefix("mailto:")):
        return f"mailto:{text.removeprefix('mailto:')}"
    if text.startswith("https://"):
        return address(text)
    raise ValueError("neither a mail address nor an https address")


def time_of_day(value: Any) -> time:
    """HH:MM when no clock change can swallow or repeat it."""
    found = value if isinstance(value, time) else _time(str(value))
    if found is None:
        raise ValueError("not a time of day")
    if found < CLOCKS_CHANGE_UNTIL:
        raise ValueError(
            "on the days when clocks change, a time between midnight and four comes twice or never. "
            'Write "04:00" or later.'
        )
    return found


def network(value: Any) -> Network:
    """A range of addresses."""
    try:
        return ipaddress.ip_network(value)
    except (ValueError, TypeError) as error:
        raise ValueError("not a range of addresses") from error


def ip_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """An address of a machine, without its name: looking a name up would tell who is asked for."""
    try:
        return ipaddress.ip_address(text)
    except ValueError as error:
        raise ValueError("not an IP address") from error


def path(value: Any, info: ValidationInfo) -> Path:
    """A path; a relative one starts from the folder of the file it stands in."""
    text = str(value) if isinstance(value, str | Path) else ""
    if not text or "\0" in text:
        raise ValueError("not a path")
    folder: Path = (info.context or {}).get("folder", Path())
    return folder / Path(text).expanduser()


def _time(text: str) -> time | None:
    if not re.fullmatch(r"\d\d:\d\d", text):
        return None
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None
