"""`dazor rules import` and `export`: rules go from file to file as they were written."""

import os
import shutil
from collections.abc import Collection
from pathlib import Path

from dazor.register import Register
from dazor.rules import passages
from store.errors import DazorError, UsageError


def imported(
    rules_file: Path, new_file: Path, *, sections: Collection[str], register: Register
) -> tuple[str, ...]:
    """
    Add the rules of another file to the desk's, with their comments; the ids that came.

    UsageError if anything is wrong with one of them; the desk's file is as it was then,
    and after a crash it is the old one or the new one.
    """
    old, new = _read(rules_file) if rules_file.exists() else "", _read(new_file)
    text = passages.joined(old, new, rules_file.name, new_file.name, sections=sections, register=register)
    _write(rules_file, text)
    return tuple(passage.id or "" for passage in passages.passages(new, new_file.name))


def exported(rules_file: Path, ids: Collection[str], section: str | None) -> str:
    """These rules of the desk as they stand in its file; all, where neither ids nor a section are named."""
    found = passages.passages(_read(rules_file), rules_file.name)
    return "\n\n".join(passage.text for passage in passages.chosen(found, ids, section, rules_file.name))


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}. Name a file of rules.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: this is not UTF-8 text: save the file as UTF-8.") from error


def _write(path: Path, text: str) -> None:
    """All or nothing, with the rights that the file has."""
    half = path.with_name(f".{path.name}.half")
    try:
        with half.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, half)
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise DazorError(f"{path}: cannot be written ({error.strerror}). Nothing was added.") from error
