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
_NAME = r"[\w!#$%&'*+/=?^`{|}~-]+"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_MAILBOX = re.compile(rf"{_NAME}(?:\.{_NAME})*@{_LABEL}(?:\.{_LABEL})+")
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_HOURS = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
LONGEST_MAILBOX = 254
FOLDER, FEED = "file", "atom"  # what stands for an address of this machine's own
WITHOUT_KEY = ("form", "forms", "json", "jsons", "ntfy", "ntfys", "syslog", "xml", "xmls")
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


def recipient(text: str) -> str:
    """Where a digest goes: a mail address, `file`, `atom`, or an address of Apprise that holds no key."""
    scheme, is_url, rest = text.partition("://")
    if is_url and scheme in WITHOUT_KEY and rest and "@" not in rest and not re.search(r"\s", rest):
        return text
    if is_url:
        raise PydanticCustomError(
            "whole",
            "such an address may hold a key, which must not be written here. Write it into a file that only "
            'you can read, and name that, as in to_file = "chat.secret".',
        )
    plain = text.removeprefix("mailto:")
    if text in (FOLDER, FEED) or (_MAILBOX.fullmatch(plain) and len(plain) <= LONGEST_MAILBOX):
        return plain
    raise ValueError(f'not a mail address. Write it as "reader@example.org"; or "{FOLDER}", or "{FEED}".')


def mailbox(text: str) -> str:
    """A mail address."""
    if not _MAILBOX.fullmatch(text) or len(text) > LONGEST_MAILBOX:
        raise ValueError("not a mail address")
    return text


def host(text: str) -> str:
    """The name or the address of a machine."""
    if _HOST.fullmatch(text):
        return text
    try:
        return str(ipaddress.ip_address(text))
    except ValueError as error:
        raise ValueError("not the name of a server") from error


def one_line(text: str) -> str:
    """Words that fit into one line of a mail."""
    if not text.strip() or not text.isprintable():
        raise ValueError("not words on one line")
    return text


def hours(text: str) -> str:
    """From one time of day to another, over midnight where the second is the earlier one."""
    found = _HOURS.fullmatch(text)
    ends = [_time(end) for end in found.groups()] if found else [None]
    if None in ends or ends[0] == ends[1]:
        raise ValueError("not a time from one hour to another")
    return text


def language(text: str) -> str:
    """The tag of a language, as in be."""
    if not _LANGUAGE.fullmatch(text):
        raise ValueError("not the tag of a language")
    return text


def clock_time(value: Any) -> time:
    """HH:MM. Whether clock changes touch it depends on a zone: `dazor.config.clocks`."""
    found = value if isinstance(value, time) else _time(str(value))
    if found is None:
        raise ValueError("not a time of day")
    return found


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
