"""What was expected where a rule cannot be read on."""

import re
import unicodedata

from lark import Token

from dazor.rules.mistakes import Misunderstood
from dazor.rules.terms import has_minus, looks_like_operator

_WORDS = frozenset({"TERM", "PHRASE", "FILTER", "FIELD", "TIMES", "LPAR"})
_QUOTES = '"«»„“”'
_BRACKET_OR_PHRASE = re.compile(r'"[^"\n]*"|«[^«»\n]*»|[“„][^“”„\n]*[“”]|[()]')


def at_character(query: str, at: int) -> Misunderstood:
    """For a character that begins nothing."""
    letter = query[at]
    if letter in _QUOTES:
        return Misunderstood("this quotation mark has no partner in its line", at)
    if letter == ":":
        return Misunderstood('":" follows a field only, as in "title:погода"', at)
    if letter == "/":
        return Misunderstood('"/" belongs to a distance only, as in "a NEAR/5 b" or "a -> b /3"', at)
    name = f'"{letter}"' if letter.isprintable() else f"the invisible character U+{ord(letter):04X}"
    return Misunderstood(f"{name} has no meaning in a rule: take it away", at)


def at_token(query: str, token: Token, expected: frozenset[str]) -> Misunderstood:
    """For a part that may not stand where it stands; `expected` are the grammar's names of what may."""
    if token.type == "$END":
        return _at_end(query)
    at = token.start_pos or 0
    if token.type in _WORDS:
        return _two_side_by_side(query, token, at)
    if token.type == "NOT":
        return _not_alone(query, at)
    if token.type in ("AND", "OR") and "TERM" not in expected:
        return Misunderstood(f"after NOT it is not clear what {token} joins: put it in parentheses", at)
    if token.type == "RPAR" and not _open_brackets(query[:at]):
        return Misunderstood('this ")" closes nothing', at)
    if token.type == "DISTANCE":
        return Misunderstood('a distance follows NEAR or ->, as in "a NEAR/5 b" or "a -> b /3"', at)
    return Misunderstood(f'a word, a phrase or "(" was expected before {_called(token)}', at)


def _at_end(query: str) -> Misunderstood:
    end = len(query.rstrip())
    last = query[:end].rsplit(maxsplit=1)[-1]
    if re.search(r"(?:\A|[\s)\"»”])(?:AND|OR|NOT|NEAR(?:/\d*)?|->|→|[^\W\d_]+:)\Z", query[:end]):
        return Misunderstood(f'a word, a phrase or "(" was expected after {last[-40:]}', end)
    brackets = _open_brackets(query)
    if brackets:
        return Misunderstood('this "(" is never closed', brackets[-1])
    return Misunderstood('the rule ends too early: a word, a phrase or "(" was expected', end)


def _two_side_by_side(query: str, token: Token, at: int) -> Misunderstood:
    written = str(token)
    if looks_like_operator(written):
        return Misunderstood(f"operators are written in capitals: {written.upper()}", at)
    if has_minus(written):
        return Misunderstood(f'to leave a word out, write "NOT {written[1:40]}"', at)
    before = query[:at].rstrip()
    last = re.split(r"[\s()]", before)[-1]
    if looks_like_operator(last):
        return Misunderstood(f"operators are written in capitals: {last.upper()}", len(before) - len(last))
    return Misunderstood(
        "write AND or OR between the two, or put the words in quotation marks as a phrase", at
    )


def _not_alone(query: str, at: int) -> Misunderstood:
    before = query[:at].rstrip()
    if not before:
        return Misunderstood("NOT alone would match nearly every text: write what you look for before it", at)
    if before.endswith("OR"):
        return Misunderstood("OR NOT would match nearly every text: write what you look for after OR", at)
    return Misunderstood("NOT takes something away from what stands before it: write that first", at)


def _open_brackets(query: str) -> list[int]:
    """The places of parentheses that are open at the end."""
    places: list[int] = []
    for found in _BRACKET_OR_PHRASE.finditer(query):
        if found[0] == "(":
            places.append(found.start())
        elif found[0] == ")" and places:
            places.pop()
    return places


def _called(token: Token) -> str:
    return (
        "the closing parenthesis" if token.type == "RPAR" else f'"{unicodedata.normalize("NFC", token[:40])}"'
    )
