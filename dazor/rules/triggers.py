"""
What must occur in a text before a rule is looked at: two of the rarest words that it cannot do without.

One word alone would call for many rules that lack the other: of ten thousand rules
two hundred a text, a quarter of them rightly.
"""

from itertools import product

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
Pair = tuple[Trigger, Trigger]  # the rarer one first; twice the same: one is all that is needed
Shares = dict[Pair, float]  # each with a guess of the share of texts that have both

_MOST_PAIRS = 30  # of one rule; beyond, a word alone


def triggers(node: Node, words: Vocabulary) -> frozenset[Pair]:
    """A text that matches has at least one of these pairs. Empty: the node does not narrow anything."""
    return frozenset(_weighed(node, words))


def _weighed(node: Node, words: Vocabulary) -> Shares:
    match node:
        case Word() | Exact() | Prefix() | Forms():
            number = vocabulary.number(words, node)
            return {(number, number): _share(node)}
        case Phrase(terms=parts) | And(parts=parts):
            return _both([_weighed(part, words) for part in parts])
        case Near(left=left, right=right):
            return _both([_weighed(left, words), _weighed(right, words)])
        case Or(parts=parts):
            choices = [_weighed(part, words) for part in parts]
            if not all(choices):  # one of them needs no word at all: lang:be
                return {}
            return {pair: share for choice in choices for pair, share in choice.items()}
        case Not(wanted=part) | Title(part=part) | Rubric(part=part) | Times(part=part):
            return _weighed(part, words)
        case Only(fact="source", values=values):
            return {(f"source:{value}", f"source:{value}"): 0.1 for value in values}
        case _:
            return {}


def _both(parts: list[Shares]) -> Shares:
    """The two rarest parts together; the rarest alone where there is no other or the pairs are too many."""
    rarest = sorted(filter(None, parts), key=lambda part: sum(part.values()))
    if len(rarest) < 2 or len(rarest[0]) * len(rarest[1]) > _MOST_PAIRS:
        return rarest[0] if rarest else {}
    return {
        (first[0], second[0]): share * other
        for (first, share), (second, other) in product(rarest[0].items(), rarest[1].items())
    }


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
            return sum(1.0 / 2.0 ** min(len(form), 30) for form in term.forms)
