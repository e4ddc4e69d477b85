"""What `dazor analyse` prints: language and mentions of given texts, a line each."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

from dazor.analyse import mentions
from dazor.register import load
from dazor.rules import matcher, texts
from store.errors import DazorError


def analysed(given: TextIO, entities_file: Path, *, warn: Callable[[str], None]) -> Iterator[dict[str, Any]]:
    """
    A line in the shape of COMMANDS.md for each text; quotes are null, they are not looked for yet.

    Warns of each entry of the desk's register that is refused, and raises DazorError at the
    end if there was one: done, with something worth a look.
    """
    loaded = load.beside(entities_file)
    for problem in loaded.problems:
        warn(str(problem))
    compiled = mentions.rules(loaded.register)
    for key, text in texts.read(given, Path(given.name).name):
        read = matcher.read(text)
        found = mentions.find(loaded.register, compiled, read)
        yield {
            "id": key,
            "language": read.text.language,
            "paragraphs": [
                {"start": one.start, "end": one.end, "language": one.language} for one in read.text.paragraphs
            ],
            "mentions": [{"entity": one.entity, "start": one.start, "end": one.end} for one in found],
            "quotes": None,
        }
    if loaded.problems:
        raise DazorError(
            f"{entities_file.name}: mistakes: {len(loaded.problems)}. The entries without one did count."
        )
