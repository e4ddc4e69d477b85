"""The smallest parts of a rule: what is written between spaces or in quotation marks."""

import re
from dataclasses import replace

from dazor.rules.mistakes import Misunderstood
from dazor.rules.tree import Entity, Exact, Phrase, Prefix, Term, Word
from dazor.text import tokens
from dazor.text.fold import Composed

SHORTEST_PREFIX = 4  # letters

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_OPERATORS = frozenset({"and", "or", "not", "near"})


def term(written: str, at: int) -> Term:
    """One word with its sign; Misunderstood for anything that is not exactly one word."""
    if written.startswith("@"):
        return _entity(written[1:], at)
    if has_minus(written):
        raise Misunderstood(f'to leave a word out, write "NOT {_short(written[1:])}"', at)
    sign, body = ("=", written[1:]) if written.startswith("=") else ("", written)
    body, star = (body[:-1], "*") if body.endswith("*") else (body, "")
    if "*" in body:
        raise Misunderstood('a star may stand at the end of a word only, as in "мигрант*"', at + len(sign))
    return _signed(sign, _one_word(written, body, at), star, at)


def phrase(written: str, at: int) -> Phrase:
    """The words between two quotation marks; =, * and @ keep their meaning, other signs are passed over."""
    body = written[1:-1]
    found = tuple(_in_phrase(body, token, at + 1) for token in tokens.split_composed(_plain(body)))
    if not found:
        raise Misunderstood("there is no word between the quotation marks", at)
    if len(found) > 1:
        found = tuple(replace(one, in_phrase=True) if isinstance(one, Word) else one for one in found)
    return Phrase(terms=found, at=at)


def has_minus(written: str) -> bool:
    """Is this a word with the minus sign by which search engines leave it out?"""
    return written.startswith("-") and len(written) > 1


def looks_like_operator(written: str) -> bool:
    """Is this an operator in small letters, so that it was read as a word?"""
    return written.lower() in _OPERATORS


def _in_phrase(body: str, token: tokens.Token, offset: int) -> Term:
    before, after = body[: token.start][-1:], body[token.end :][:1]
    at = offset + token.start - (before in ("=", "@") and before != "")
    if before == "@":
        return _entity(token.word.form, at)
    return _signed("=" if before == "=" else "", token.word.form, "*" if after == "*" else "", at)


def _signed(sign: str, word: str, star: str, at: int) -> Term:
    if sign and star:
        raise Misunderstood("= asks for exactly this form and * for any ending: write one of them", at)
    if sign:
        return Exact(typed=word, at=at)
    if not star:
        return Word(typed=word, at=at)
    if sum(letter.isalnum() for letter in word) < SHORTEST_PREFIX:
        raise Misunderstood(f'"{word}*" is too short: a prefix has {SHORTEST_PREFIX} letters at least', at)
    return Prefix(typed=word, at=at)


def _one_word(written: str, body: str, at: int) -> str:
    found = tokens.split_composed(_plain(body))
    if not found:
        raise Misunderstood(f'there is no letter and no digit in "{_short(written)}"', at)
    if len(found) > 1:
        raise Misunderstood(f'"{_short(written)}" is more than one word: put it in quotation marks', at)
    if found[0].word.form != body:
        raise Misunderstood(f'only the word is searched: write "{_short(found[0].word.form)}"', at)
    return body


def _entity(slug: str, at: int) -> Entity:
    if not _SLUG.match(slug):
        raise Misunderstood("@ needs the id of a person or body, as in @lukashenka-aliaksandr", at)
    return Entity(slug=slug, at=at)


def _plain(text: str) -> Composed:
    """Part of a query that is composed already: its offsets are its own."""
    return Composed(text=text, starts=range(len(text)), ends=range(1, len(text) + 1))


def _short(written: str) -> str:
    return written if len(written) <= 40 else f"{written[:40]}…"
