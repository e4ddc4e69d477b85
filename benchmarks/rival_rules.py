"""What the matcher is measured against: all rules evaluated, and a set of regular expressions a rule."""

import re
from collections.abc import Callable, Iterable

from dazor.rules import vocabulary
from dazor.rules.matcher import Read, Rules
from dazor.rules.tree import And, Near, Node, Not, Or, Phrase, Prefix, Term
from dazor.rules.vocabulary import Index

Decide = Callable[[str], bool]
_BETWEEN = r"\W*[^\w'’-]\W*"  # two words; a hyphen or apostrophe makes them one
_WORD = r"\w+(?:['’-]\w+)*"


def brute(trees: Iterable[tuple[str, Node]], rules: Rules, read: Read) -> list[str]:
    """The rules that match the body of a text: each tree is walked over a map from terms to positions."""
    index = vocabulary.find(rules.words, read.text)
    return [rule for rule, tree in trees if _is_match(tree, index, rules)]


def _is_match(node: Node, index: Index, rules: Rules) -> bool:
    match node:
        case And(parts=parts):
            return all(_is_match(part, index, rules) for part in parts)
        case Or(parts=parts):
            return any(_is_match(part, index, rules) for part in parts)
        case Not(wanted=wanted, unwanted=unwanted):
            return _is_match(wanted, index, rules) and not any(
                _is_match(part, index, rules) for part in unwanted
            )
        case Phrase(terms=terms):
            rows = [_positions(term, index, rules) for term in terms]
            return any(all(at + step in row for step, row in enumerate(rows)) for at in rows[0])
        case Near(left=left, right=right, words_between=between):
            first, second = _positions(left, index, rules), _positions(right, index, rules)
            return any(0 <= abs(a - b) - 1 <= between for a in first for b in second)
        case _:
            return bool(_positions(node, index, rules))


def _positions(term: Term, index: Index, rules: Rules) -> Iterable[int]:
    return index.get(vocabulary.number(rules.words, term), {})


def regexes(trees: Iterable[tuple[str, Node]], rules: Rules, texts: list[Read]) -> list[tuple[str, Decide]]:
    """
    For each rule what decides it: an expression for each of its words, phrases and neighbours.

    A word is all its forms that occur in the texts, without regard to case.
    """
    forms: dict[int, set[str]] = {}
    for read in texts:
        for number, places in vocabulary.find(rules.words, read.text).items():
            found = forms.setdefault(number, set())
            for at, marks in places.items():
                spans = (read.text.span(at, start, at, end) for start, end in marks)
                found.update(read.text.text[start:end].lower() for start, end in spans)
    return [(rule, _decide(tree, rules, forms)) for rule, tree in trees]


def _decide(node: Node, rules: Rules, forms: dict[int, set[str]]) -> Decide:
    match node:
        case And(parts=parts):
            wanted = [_decide(part, rules, forms) for part in parts]
            return lambda text: all(decide(text) for decide in wanted)
        case Or(parts=parts):
            choices = [_decide(part, rules, forms) for part in parts]
            return lambda text: any(decide(text) for decide in choices)
        case Not(wanted=node, unwanted=unwanted):
            is_in = _decide(node, rules, forms)
            outs = [_decide(part, rules, forms) for part in unwanted]
            return lambda text: is_in(text) and not any(decide(text) for decide in outs)
        case _:
            search = re.compile(_expression(node, rules, forms), re.IGNORECASE).search
            return lambda text: search(text) is not None


def _expression(node: Node, rules: Rules, forms: dict[int, set[str]]) -> str:
    match node:
        case Phrase(terms=terms):
            return _BETWEEN.join(_expression(term, rules, forms) for term in terms)
        case Near(left=left, right=right, words_between=between):
            first, second = _expression(left, rules, forms), _expression(right, rules, forms)
            gap = f"(?:{_BETWEEN}{_WORD}){{0,{between}}}?{_BETWEEN}"
            return f"{first}{gap}{second}|{second}{gap}{first}"
        case Prefix(typed=typed):
            return rf"(?<!\w){re.escape(typed)}\w*"
        case _:
            known = sorted(forms.get(vocabulary.number(rules.words, node), ()), key=len, reverse=True)
            return rf"(?<!\w)(?:{'|'.join(map(re.escape, known)) or '(?!)'})(?!\w)"
