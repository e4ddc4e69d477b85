"""
When does a word of a text satisfy a word of a rule?

Both sides are turned into keys; they meet where they share one. This is the only
place that knows how. `ru:санкция` is a lemma, `=Рада` a form with its case, `мигрант*`
a beginning, `~оруэлл` a folded form and `^оруэлл` one with a capital first letter.
"""

from collections.abc import Collection

from dazor.rules.tree import Entity, Exact, Forms, Prefix, Term, Word
from dazor.text import fold, languages, lemmas, tokens
from dazor.text.tokens import Piece

_LONGEST = 100  # letters; longer ones are no words: they have no other forms


def typed(term: Term) -> frozenset[str]:
    """The keys of a term of a rule; a text word with any of them satisfies it."""
    return plain(term).union(*(typed_in(term, language) for language in typed_languages(term)))


def plain(term: Term) -> frozenset[str]:
    """The keys of a term that are of no language."""
    match term:
        case Exact():
            return frozenset({f"={folded(term).exact}"})
        case Prefix():
            return frozenset({f"{folded(term).folded}*"})
        case Forms(forms=forms, is_capital=is_capital):
            return frozenset(f"{'^' if is_capital else '~'}{form}" for form in forms)
        case Entity():
            raise AssertionError(f"expand.py leaves no @{term.slug}")
        case _:
            exact = folded(term).exact
            names = frozenset(f"^{form}" for form in term.forms)
            return names | {f"~{fold.lower(exact)}"} if len(exact) > _LONGEST else names


def typed_languages(term: Term) -> tuple[str, ...]:
    """The languages that a term is read in: all that its letters allow."""
    if not isinstance(term, Word):
        return ()
    exact = folded(term).exact
    return languages.of_typed(exact) if len(exact) <= _LONGEST else ()


def typed_in(term: Term, language: str) -> frozenset[str]:
    """The lemmas of one language that a term asks for."""
    if not isinstance(term, Word) or language not in typed_languages(term):
        return frozenset()
    found = lemmas.typed(folded(term).exact, language, in_phrase=term.in_phrase)
    return frozenset(f"{language}:{lemma}" for lemma in found)


def written(piece: Piece, language: str | None, prefix_lengths: Collection[int]) -> set[str]:
    """
    All keys of a word of a text, or of a part of it, with its beginnings of the given lengths.

    `language` is that of its paragraph.
    """
    keys: set[str] = set()
    for exact in _readings(piece.exact):
        lower = fold.lower(exact)
        keys |= {f"={exact}", f"~{lower}", *_lemmas(exact, language)}
        keys.update(f"{lower[:length]}*" for length in prefix_lengths if length <= len(lower))
        if exact[0].isupper():
            keys.add(f"^{lower}")
    return keys


def written_in(exact: str, language: str) -> frozenset[str]:
    """The lemmas of a form in one language that its letters allow."""
    return frozenset(f"{language}:{lemma}" for lemma in lemmas.written(exact, language))


def lemma_keys(word: tokens.Word, language: str | None) -> frozenset[str]:
    """The lemmas of a word of a text and of its parts: what words of rules are looked up by."""
    exacts = dict.fromkeys(exact for piece in word.pieces for exact in _readings(piece.exact))
    return frozenset().union(*(_lemmas(exact, language) for exact in exacts))


def prefix_lengths(keys: Collection[str]) -> frozenset[int]:
    """How long the beginnings among these keys are, in letters."""
    return frozenset(len(key) - 1 for key in keys if key.endswith("*"))


def folded(term: Exact | Prefix | Word) -> Piece:
    """What was typed, folded."""
    return tokens.read(term.typed).pieces[0]


def _readings(exact: str) -> tuple[str, ...]:
    """The form, and what it is a possessive of: Lukashenka's."""
    return (exact, exact[:-2]) if exact.endswith(("'s", "'S")) else (exact,)


def _lemmas(exact: str, language: str | None) -> frozenset[str]:
    if len(exact) > _LONGEST or exact.endswith("."):  # an initial is no word of a language
        return frozenset()
    return frozenset().union(*(written_in(exact, one) for one in languages.of_written(exact, language)))
