"""What a rule looks for: the lexemes of each of its terms."""

from collections import defaultdict
from dataclasses import dataclass

from dazor.rules import keys, parse, why
from dazor.rules.tree import Entity, Exact, Node, Phrase, Prefix, Word

_MARKS = "~+-"  # by which analysers tell lemmas of the same spelling apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexemes:
    """A term of a rule and what it stands for."""

    term: str
    says: str  # for a person: "any form of санкция (ru)"


def lexemes(query: str) -> tuple[Lexemes, ...]:
    """All terms of a query in their order, each once; RuleError for one that cannot be read."""
    terms = {why.written(term): term for term in why.terms_of(parse.syntax(query))}
    return tuple(Lexemes(term=name, says=_says(term)) for name, term in terms.items())


def _says(term: Node) -> str:
    match term:
        case Exact():
            return "exactly this form, capitals included"
        case Prefix():
            return "every word that begins so"
        case Entity():
            return "every name and form that the register has"
        case Phrase(terms=words):
            return " + ".join(_one(word) for word in words)
        case _:
            return f"any form of {_one(term)}"


def _one(term: Node) -> str:
    if not isinstance(term, Word):
        return why.written(term)
    languages: dict[str, list[str]] = defaultdict(list)
    for key in sorted(keys.typed(term)):
        language, _, lemma = key.partition(":")
        shown = lemma.rstrip(_MARKS)
        if language not in languages[shown]:
            languages[shown].append(language)
    return ", ".join(f"{lemma} ({', '.join(names)})" for lemma, names in languages.items())
