"""What a file of rules says, once it is read."""

from dataclasses import dataclass

from dazor.rules import mistakes
from dazor.rules.tree import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing the desk wants to know of."""

    id: str
    name: str  # the id where the file gives none
    sections: tuple[str, ...]  # ids
    query: str  # as it is written in the file
    tree: Node
    weight: float = 1.0
    urgent: bool = False
    match: tuple[str, ...] = ()  # examples
    no_match: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """What the desk does not want to see; counted in the footer."""

    id: str
    query: str
    tree: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A mistake in the file, with the id of the rule that is refused for it."""

    file: str  # as it is shown
    line: int  # from 1
    column: int  # from 1
    what: str
    picture: str  # the line of the file and a caret below
    rule: str | None  # None: of no rule, or of one without a readable id

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}, column {self.column}: {self.what}\n{self.picture}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The good part of a file, in its order, and the mistakes, in theirs."""

    rules: tuple[Rule, ...] = ()
    mutes: tuple[Mute, ...] = ()
    problems: tuple[Problem, ...] = ()


def problem(file: str, text: str, at: int, what: str, rule: str | None = None) -> Problem:
    """A problem at an offset of the text of a file."""
    line, column = mistakes.place(text, at)
    return Problem(
        file=file, line=line, column=column, what=what, picture=mistakes.picture(text, at), rule=rule
    )
