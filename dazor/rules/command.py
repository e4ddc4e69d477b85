"""What `dazor match` and `dazor rules` print."""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, TextIO

from dazor.rules import load, texts
from store.errors import DazorError

Warn = Callable[[str], None]  # says a sentence on stderr


def matches(rules_file: Path, given: TextIO, *, warn: Warn) -> Iterator[dict[str, Any]]:
    """
    The matches of all rules in given texts, in the shape of COMMANDS.md.

    Warns of each refused rule first and of what the mutes hid last, then raises
    DazorError if a rule was refused: done, with something worth a look.
    """
    loaded = load.from_file(rules_file, sections=None)
    for problem in loaded.problems:
        warn(str(problem))
    muted = 0
    for found, hidden in texts.answer(loaded, texts.read(given, Path(given.name).name)):
        yield from found
        muted += hidden
    if muted:
        warn(f"{muted} {'match was' if muted == 1 else 'matches were'} hidden by a mute.")
    if loaded.problems:
        raise DazorError(
            f"{rules_file.name}: mistakes: {len(loaded.problems)}. The rules without one did run."
        )


def check(rules_file: Path, sections: Collection[str], *, warn: Warn) -> int:
    """
    Says every mistake of a file of rules, with its place and a caret; how many there are.

    What only deserves a second look is said after them and not counted.
    """
    loaded = load.from_file(rules_file, sections=sections, with_doubts=True)
    for problem in loaded.problems:
        warn(str(problem))
    for doubt in loaded.doubts:
        warn(f"Worth a look: {doubt}")
    return len(loaded.problems)


def listed(rules_file: Path, sections: Collection[str], *, warn: Warn) -> Iterator[str]:
    """A line for each rule, then for each mute; warns of those that are refused."""
    loaded = load.from_file(rules_file, sections=sections)
    for problem in loaded.problems:
        warn(str(problem))
    for rule in loaded.rules:
        facts = [", ".join(rule.sections) or "no section", f"weight {rule.weight:g}"]
        facts += ["urgent"] if rule.urgent else []
        yield f"rule {rule.id} ({', '.join(facts)}): {rule.name}"
    for mute in loaded.mutes:
        yield f"mute {mute.id}: {mute.query}"
