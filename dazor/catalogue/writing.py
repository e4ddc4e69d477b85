"""Writing a source file that a person can read and go on with."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dazor.catalogue.source import Article, Entry, Source
from dazor.config.words import toml
from store.errors import UsageError

LONGEST_LIST = 90  # characters of a list on one line


def text(source: Source, remarks: Iterable[str] = ()) -> str:
    """The file of a source: what differs from the defaults, in the order of the documentation."""
    parts = ["".join(f"# {remark}\n" for remark in remarks), "".join(_lines(source))]
    parts += ["[[entry]]\n" + "".join(_lines(entry)) for entry in source.entries]
    if source.article != Article():
        parts.append("[article]\n" + "".join(_lines(source.article)))
    return "\n".join(part for part in parts if part)


def save(folder: Path, source_id: str, content: str) -> Path:
    """Write a new source file; its path. Raises `UsageError` where there is one already."""
    path = folder / f"{source_id}.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(content)
    except FileExistsError as error:
        raise UsageError(
            f"{path}: is there already, and nothing was written. Take it away first, or edit it."
        ) from error
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be written ({error.strerror}). Check the folder's rights."
        ) from error
    return path


def _lines(table: Source | Entry | Article) -> Iterator[str]:
    fields = type(table).model_fields
    for name, field in fields.items():
        value = getattr(table, name)
        if name in ("entries", "article") or (value == field.default and not field.is_required()):
            continue
        yield f"{field.alias or name} = {_written(value)}\n"


def _written(value: Any) -> str:
    """A value as TOML; a pattern in single quotes, so that its backslashes stay as they are."""
    if isinstance(value, str) and "\\" in value and "'" not in value:
        return f"'{value}'"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    if isinstance(value, tuple) and len(toml(value)) > LONGEST_LIST:
        return "[\n" + "".join(f"  {toml(item)},\n" for item in value) + "]"
    return toml(value)
