"""Ids that the catalogue does not have."""

from collections.abc import Iterable

from dazor.config.words import nearest
from store.errors import UsageError


def refuse_unknown(ids: Iterable[str], known: Iterable[str], place: str) -> None:
    """Raise `UsageError` with a line and the nearest names for each id that is not known."""
    names = list(known)
    lines = [_sentence(f"{place} {name}", name, names) for name in dict.fromkeys(ids) if name not in names]
    if lines:
        raise UsageError("\n".join(lines))


def _sentence(place: str, name: str, known: list[str]) -> str:
    found = nearest(name, known, limit=3)
    guess = f"Did you mean {', '.join(found)}?" if found else "`dazor doctor` lists all of them."
    return f"{place}: no such source. {guess}"
