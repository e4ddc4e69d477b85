"""From what the desk types to the tree of a rule. Every mistake is a RuleError that shows its place."""

from collections.abc import Callable
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from dazor.register import Register, shipped
from dazor.rules import check, expected, names, terms
from dazor.rules import doubts as rule_doubts
from dazor.rules.expand import expand, with_surnames
from dazor.rules.mistakes import Misunderstood, RuleError
from dazor.rules.tree import And, Near, Node, Not, Only, Or, Phrase, Rubric, Term, Times, Title, walk
from dazor.text.fold import Composed, compose

LONGEST = 10_000  # code points of a query
DEEPEST = 40  # nodes from the root to a leaf
_FIELDS = ("title", "rubric", "source", "kind", "lang", "change")
_WIDEST = 100  # words between two words


def parse(query: str, register: Register | None = None) -> Node:
    """
    The tree of a rule that makes sense, as matcher and search understand it; else RuleError.

    Each `@id` is replaced by the names that the register has for it, and a surname of the register, typed
    with its capital, finds the forms that it knows. None: the register that ships with Dazor.
    """
    return _read(query, lambda tree: _understood(tree, register))


def syntax(query: str) -> Node:
    """The tree of a rule as it is written, sense or no sense; RuleError if it cannot be read."""
    return _read(query, lambda tree: tree)


def doubts(query: str, register: Register) -> list[RuleError]:
    """What deserves a second look in a query that `parse` takes."""
    composed = compose(query)
    found = sorted(rule_doubts.find(_tree(composed.text), register), key=lambda doubt: doubt.at)
    return [RuleError(doubt.what, query, _original(composed, doubt.at)) for doubt in found]


def _read(query: str, understand: Callable[[Node], Node]) -> Node:
    if len(query) > LONGEST:
        raise RuleError(
            f"a rule has {LONGEST} characters at most, this one {len(query)}: split it", query, LONGEST
        )
    composed = compose(query)
    try:
        return understand(_tree(composed.text))
    except Misunderstood as error:
        raise RuleError(error.what, query, _original(composed, error.at)) from None


def _understood(tree: Node, register: Register | None) -> Node:
    check.check(tree)
    if not names.asks(tree):
        return tree
    known = shipped() if register is None else register
    names.check(tree, known)
    surnamed = with_surnames(tree, lambda typed: names.surname(typed, known))
    return expand(surnamed, lambda slug: names.terms(known.by_id[slug]))


@lru_cache(maxsize=1_000)  # every rule is read several times in a run, and again in the next
def _tree(query: str) -> Node:
    if not query.strip():
        raise Misunderstood("the rule is empty: write a word to look for", 0)
    try:
        tree: Node = _grammar().parse(query)  # type: ignore[assignment]
    except UnexpectedCharacters as error:
        raise expected.at_character(query, error.pos_in_stream or 0) from error
    except UnexpectedToken as error:
        raise expected.at_token(query, error.token, frozenset(error.expected)) from error
    for node, depth in walk(tree):
        if depth > DEEPEST:
            raise Misunderstood(f"parentheses lie more than {DEEPEST} deep: split the rule", node.at)
    return tree


@cache
def _grammar() -> Lark:
    text = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", transformer=_Builder())


def _original(composed: Composed, at: int) -> int:
    """The place in the query as it was typed."""
    if at < len(composed.starts):
        return composed.starts[at]
    return composed.ends[-1] if len(composed.ends) else 0


@v_args(inline=True)
class _Builder(Transformer[Token, Node]):
    """Makes a node of each production of grammar.lark, which names them."""

    def start(self, node: Node) -> Node:
        return node

    def term(self, token: Token) -> Term:
        return terms.term(str(token), _at(token))

    def phrase(self, token: Token) -> Phrase:
        return terms.phrase(str(token), _at(token))

    def only(self, token: Token) -> Only:
        fact, _, values = str(token).partition(":")
        return Only(fact=fact, values=tuple(values.split("|")), at=_at(token))

    def field(self, token: Token, node: Node) -> Title | Rubric:
        match str(token):
            case "title:":
                return Title(part=node, at=_at(token))
            case "rubric:":
                return Rubric(part=node, at=_at(token))
            case name:
                raise _unknown_field(name[:-1], _at(token))

    def times(self, token: Token, node: Node) -> Times:
        digits = str(token)[:-1]
        count = int(digits) if len(digits) <= 4 else 0
        if count < 1:
            raise Misunderstood('a count is a number from 1 to 9999, as in "3x санкции"', _at(token))
        return Times(count=count, part=node, at=_at(token))

    def near(self, left: Node, token: Token, right: Node) -> Near:
        distance = _distance(token.partition("/")[2], "a NEAR/5 b", token)
        return Near(left=left, right=right, words_between=distance, is_ordered=False, at=_at(token))

    def after(self, left: Node, token: Token, right: Node, distance: Token | None = None) -> Near:
        digits = distance[1:].strip() if distance is not None else ""
        between = _distance(digits, "a -> b /3", token if distance is None else distance)
        return Near(left=left, right=right, words_between=between, is_ordered=True, at=_at(token))

    def more(self, _: Token, node: Node) -> tuple[bool, Node]:
        return True, node

    def less(self, _: Token, __: Token, node: Node) -> tuple[bool, Node]:
        return False, node

    def both(self, first: Node, *links: tuple[bool, Node]) -> Node:
        wanted = (first, *(node for is_wanted, node in links if is_wanted))
        unwanted = tuple(node for is_wanted, node in links if not is_wanted)
        node = And(parts=wanted, at=first.at) if len(wanted) > 1 else first
        return Not(wanted=node, unwanted=unwanted, at=first.at) if unwanted else node

    def either(self, *parts: Any) -> Or:
        return Or(parts=_nodes(parts), at=parts[0].at)

    def without(self, wanted: Node, *parts: Any) -> Not:
        return Not(wanted=wanted, unwanted=_nodes(parts), at=wanted.at)


def _nodes(parts: tuple[Any, ...]) -> tuple[Node, ...]:
    return tuple(part for part in parts if not isinstance(part, Token))


def _at(token: Token) -> int:
    return token.start_pos or 0


def _distance(digits: str, example: str, token: Token) -> int:
    if not digits:
        raise Misunderstood(f'say how many words may stand between, as in "{example}"', _at(token))
    if len(digits) > 4 or int(digits) > _WIDEST:
        raise Misunderstood(f"at most {_WIDEST} words may stand between two words", _at(token))
    return int(digits)


def _unknown_field(name: str, at: int) -> Misunderstood:
    near = get_close_matches(name.lower(), _FIELDS, n=1)
    hint = f'Did you mean "{near[0]}:"?' if near else "There are " + ", ".join(f"{f}:" for f in _FIELDS) + "."
    return Misunderstood(f'unknown field "{name[:40]}:". {hint}', at)
