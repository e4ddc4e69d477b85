"""What must occur in a text before a rule is looked at: the rarest word that it cannot do without."""

from dazor.rules import vocabulary
from dazor.rules.tree import (
    And,
    Exact,
    Forms,
    Near,
    Node,
    Not,
    Only,
    Or,
    Phrase,
    Prefix,
    Rubric,
    Times,
    Title,
    Word,
)
from dazor.rules.vocabulary import Vocabulary

Trigger = int | str  # number of a term, or a fact such as "source:belta"


def triggers(node: Node, words: Vocabulary) -> frozenset[Trigger]:
    """A text that matches has at least one of these. Empty: the node does not narrow anything."""
    return frozenset(_weighed(node, words))


def _weighed(node: Node, words: Vocabulary) -> dict[Trigger, float]:
    """The triggers, each with a guess of the share of texts that have it."""
    match node:
        case Word() | Exact() | Prefix() | Forms():
            return {vocabulary.number(words, node): _share(node)}
        case Phrase(terms=parts) | And(parts=parts):
            return _rarest([_weighed(part, words) for part in parts])
        case Near(left=left, right=right):
            return _rarest([_weighed(left, words), _weighed(right, words)])
        case Or(parts=parts):
            return {trigger: share for part in parts for trigger, share in _weighed(part, words).items()}
        case Not(wanted=part) | Title(part=part) | Rubric(part=part) | Times(part=part):
            return _weighed(part, words)
        case Only(fact="source", values=values):
            return {f"source:{value}": 0.1 for value in values}
        case _:
            return {}


def _rarest(choices: list[dict[Trigger, float]]) -> dict[Trigger, float]:
    return min(filter(None, choices), key=lambda choice: sum(choice.values()), default={})


def _share(term: Word | Exact | Prefix | Forms) -> float:
    """Long words are rare; a beginning has the words of all its endings."""
    match term:
        case Word(typed=typed):
            return 1.0 / 2.0 ** min(len(typed), 30)
        case Exact(typed=typed):
            return 0.5 / 2.0 ** min(len(typed), 30)
        case Prefix(typed=typed):
            return 8.0 / 2.0 ** min(len(typed), 30)
        case _:
            return 0.01
