"""Times and numbers of a world, the same in every run."""

import hashlib
import time
from datetime import UTC, datetime


def when(value: float | str | datetime | None) -> datetime | None:
    """A time as a world writes it: seconds of the epoch, or ISO 8601 (UTC where it names no zone)."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime.fromtimestamp(int(value), UTC) if isinstance(value, int | float) else value


def now() -> datetime:
    """The time in whole seconds, as the protocol has it."""
    return datetime.fromtimestamp(int(time.time()), UTC)


def stable_id(*parts: object, bits: int = 62) -> int:
    """A large number made of words."""
    digest = hashlib.sha256("/".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - bits)
