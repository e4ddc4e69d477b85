"""Reading a TOML file that a person wrote."""

import tomllib
from pathlib import Path
from typing import Any

from store.errors import UsageError


def read(path: Path, name: str) -> dict[str, Any]:
    """
    What a TOML file says, lists as tuples.

    Where it cannot be read or is not TOML, raises `UsageError` that begins with `name` and says the line.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{name}: cannot be read ({error.strerror}). Check its owner and rights.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).rstrip(")").rpartition(" (at ")
        raise UsageError(f"{name}, {where}: not TOML ({what}). Mend that place.") from error
    except RecursionError as error:
        raise UsageError(f"{name}: not TOML: brackets are nested too deep. Take them out.") from error
    return {key: _frozen(value) for key, value in data.items()}


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return value
