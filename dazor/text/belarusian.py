"""
Belarusian words and their lemmas, from a lexicon of our own (scripts/belarusian_lexicon.py).

The lexicon holds folded forms. What it knows of a form is, for each lemma, how many
letters to cut from the end and what to put there instead. A word that it does not hold is
tried in the official spelling, then by its last part, then by its ending.
"""

import re
from functools import cache
from importlib import resources

from marisa_trie import BytesTrie

from dazor.text import classical, endings

NAME = 0x80  # in the byte of what to cut: the lemma is a proper name, the form begins with a capital
# Behind the lemma of a man's surname or an adjective that a form of the feminine may belong to.
FEMININE = "~"
_ITSELF = [b"\0"]
_NAME_ITSELF = bytes([NAME])
_HAS_VOWEL = re.compile("[аеіоуыэюя]")  # млн, 2026 and BBC are what they are
_ENDS_FEMININE = re.compile("(?:[ая][яй]|[ую]ю|[ая]ю)$")


def lemmas(exact: str) -> frozenset[str]:
    """The possible lemmas of a word of a text, given its `fold.form`. Never empty."""
    word = exact.lower()
    rules = _words().get(word)
    if rules is None:
        return _unknown(exact)
    if len(rules) > 1 and exact[0] == word[0]:
        rules = _in_small_letters(rules)
    if rules == _ITSELF:
        return frozenset((word,))
    return frozenset([_lemma(word, rule) for rule in rules])


def typed(exact: str, in_phrase: bool) -> frozenset[str]:
    """
    The lemmas a typed word asks for.

    A word that is a lemma asks for that one: рада finds рада, not рад. In a phrase
    it asks for all: «беларуская мова» is no phrase of lemmas. A capital asks for a name:
    Ціханоўскі without Ціханоўскай.
    """
    word = exact.lower()
    rules = _words().get(word)
    found = frozenset(_lemma(word, rule) for rule in rules) if rules else _unknown(exact)
    if word not in found:
        found |= {word}
    elif not in_phrase:
        found &= {word, classical.as_loan(word)}
    if rules or exact[0] != word[0]:
        return found
    return found | {lemma + FEMININE for lemma in found if lemma.endswith(("ы", "і"))}


def is_known(exact: str) -> bool:
    """Does the lexicon hold the word, in this spelling or in the official one?"""
    word = exact.lower()
    return word in _words() or any(spelled in _words() for spelled in classical.official(word))


@cache
def _words() -> BytesTrie:
    words = BytesTrie()
    with resources.as_file(resources.files("dazor.text.lexicons") / "be.marisa") as file:
        words.mmap(str(file))
    return words


def _in_small_letters(rules: list[bytes]) -> list[bytes]:
    """Without the proper names, unless there is nothing else or the form is the name itself."""
    return [rule for rule in rules if rule[0] < NAME or rule == _NAME_ITSELF] or rules


def _lemma(word: str, rule: bytes) -> str:
    return word[: len(word) - (rule[0] & ~NAME)] + rule[1:].decode()


def _unknown(exact: str) -> frozenset[str]:
    word = exact.lower()
    if not _HAS_VOWEL.search(word):
        return frozenset((word,))
    known = [(spelled, rules) for spelled in classical.official(word) if (rules := _words().get(spelled))]
    if known:
        return frozenset(_lemma(spelled, rule) for spelled, rules in known for rule in rules)
    return _compound(exact) if "-" in exact else _guessed(exact)


def _compound(exact: str) -> frozenset[str]:
    """анлайн-фестываль is inflected at its end, студэнт-платнік twice; Гомель-скага was broken by a line."""
    joined = _words().get(exact.replace("-", "").lower())
    if joined:
        return frozenset(_lemma(exact.replace("-", "").lower(), rule) for rule in joined)
    head, _, last = exact.rpartition("-")
    heads = {head.lower()} if "-" in head else {head.lower(), *lemmas(head)}
    return frozenset(f"{first}-{second}" for first in heads for second in lemmas(last))


def _guessed(exact: str) -> frozenset[str]:
    word = exact.lower()
    is_name = exact[0].isupper()
    found = {lemma for spelled in _spellings(word) for lemma in _by_ending(spelled, is_name)}
    if _ENDS_FEMININE.search(word):
        found = {kept for lemma in found for kept in _of_feminine(lemma)}
    if is_name and word.endswith(("аў", "еў", "оў", "ін", "ын", "іч")):
        found.add(word)
    if is_name and word.endswith(("ава", "ева", "ова", "іна", "ына")):
        found |= {word, word[:-2] + "ў" if word.endswith("ва") else word[:-1]}
    if exact.isupper():  # УДАІ: abbreviations are not inflected
        found.add(word)
    return frozenset(found)


def _spellings(word: str) -> set[str]:
    return {classical.softened(word), classical.as_loan(word)}


def _by_ending(word: str, is_name: bool) -> set[str]:
    rules = endings.guessed(_words(), word, endings.NOMINAL if is_name else endings.ANY)
    return {word[: len(word) - cut] + added for cut, added in rules} or {word}


def _of_feminine(lemma: str) -> tuple[str, ...]:
    """Ціханоўскай is a form of Ціханоўская, краўдфандынгавай one of краўдфандынгавы."""
    if not lemma.endswith(("ы", "і")):
        return (lemma,)
    return lemma + FEMININE, lemma[:-1] + ("яя" if lemma.endswith("ні") else "ая")
