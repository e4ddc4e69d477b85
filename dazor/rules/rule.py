"""What a file of rules says, once it is read."""

from dataclasses import dataclass

from dazor.rules.tree import Node
from dazor.toml.problems import Problem


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
class Loaded:
    """The good part of a file, in its order, and the mistakes, in theirs."""

    rules: tuple[Rule, ...] = ()
    mutes: tuple[Mute, ...] = ()
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Problem, ...] = ()  # nothing is refused for these; found where they are asked for
