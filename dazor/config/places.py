"""Places in a file of settings: the steps that lead to a value, and how a person calls them."""

from collections.abc import Mapping, Sequence
from typing import Any

Place = Sequence[str | int]  # as in ("section", 1, "id"): the id of the second [[section]]


def at(place: Place, data: Any) -> Any:
    """The value at a place; None where the file has none."""
    for step in place:
        if isinstance(data, Mapping):
            data = data.get(step)
        elif isinstance(data, tuple) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def is_tables(value: Any) -> bool:
    """Whether a value is what `[[name]]` makes."""
    return isinstance(value, tuple) and bool(value) and all(isinstance(item, Mapping) for item in value)


def split(place: Place, data: Mapping[str, Any]) -> tuple[str, str]:
    """The header of the table that a value stands in, as in `[[section]] 2`, and its key there."""
    inside = max((n for n in range(len(place)) if isinstance(at(place[:n], data), Mapping)), default=0)
    return _header(place[:inside]), _key(place[inside:])


def _header(place: Place) -> str:
    name = ".".join(step for step in place if isinstance(step, str))
    numbers = [step + 1 for step in place if isinstance(step, int)]
    if not name:
        return ""
    return f"[[{name}]] {numbers[-1]} " if numbers else f"[{name}] "


def _key(place: Place) -> str:
    return "".join(f", item {step + 1}" if isinstance(step, int) else step for step in place)
