"""
What the index of words is asked for a rule: all that the rule can match, exactly or roughly.

An index has one class for each word of a text and knows no case, no order and no
number of times. Where a rule needs these, and where a phrase has words that are not
looked up by their lemmas, more is asked for, marked as rough: the matcher decides then.
"""

from functools import lru_cache
from itertools import groupby

from dazor.rules import keys
from dazor.rules.row import LONGEST
from dazor.rules.tree import (
    And,
    Entity,
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
    Term,
    Times,
    Title,
    Word,
)
from dazor.text import languages
from store import words_asked
from store.words_asked import All, Asked, Begins, Fact, In, Lemmas, Neighbours, Roughly, Row, Some, Without


def compile_asked(node: Node) -> Asked:
    """What is asked for a tree that check.py lets pass and expand.py has been over."""
    match node:
        case Word() | Exact() | Prefix() | Forms():
            return _term(node)
        case Phrase(terms=terms):
            return _phrase(terms)
        case Near():
            return _near(node)
        case And(parts=parts):
            return All(parts=tuple(map(compile_asked, parts)))
        case Or(parts=parts):
            return Some(parts=tuple(map(compile_asked, parts)))
        case Not(wanted=wanted, unwanted=unwanted):
            return Without(
                wanted=compile_asked(wanted), unwanted=Some(parts=tuple(map(compile_asked, unwanted)))
            )
        case Title(part=part):
            return In(field="title", part=compile_asked(part))
        case Rubric(part=part):
            return In(field="rubric", part=compile_asked(part))
        case Only(fact=fact, values=values):
            return Fact(facts=frozenset(f"{fact}:{value}" for value in values))
        case Times(part=part):
            return Roughly(part=compile_asked(part))
        case Entity(slug=slug):
            raise AssertionError(f"expand.py leaves no @{slug}")


def is_exact(asked: Asked) -> bool:
    """Whether nothing in it is rough."""
    match asked:
        case Roughly():
            return False
        case All(parts=parts) | Some(parts=parts):
            return all(map(is_exact, parts))
        case Without(wanted=wanted, unwanted=unwanted):
            return is_exact(wanted) and is_exact(unwanted)
        case In(part=part):
            return is_exact(part)
        case _:
            return True


@lru_cache(maxsize=10_000)
def _term(term: Term) -> Asked:
    """By its keys: lemmas, beginnings, forms; forms that a capital or the case of letters is asked of."""
    lemmas, plain, cased, begins = set(), set(), set(), set()
    for key in keys.typed(term):
        if key[0] == "~":
            plain.add(key[1:])
        elif key[0] in "=^":
            cased.add(key[1:].lower())
        elif key[-1] == "*":
            begins.add(key[:-1])
        else:
            lemmas.add(key)
    parts: list[Asked] = [_begins(letters) for letters in sorted(begins)]
    parts += [Lemmas(lemmas=frozenset(lemmas))] if lemmas else []
    parts += [_forms(plain)] if plain else []
    parts += [Roughly(part=_forms(cased))] if cased else []
    return parts[0] if len(parts) == 1 else Some(parts=tuple(parts))


def _begins(letters: str) -> Asked:
    asked = Begins(with_letters=letters[:LONGEST])
    return asked if len(letters) < LONGEST else Roughly(part=asked)


def _forms(forms: set[str]) -> Asked:
    asked = words_asked.Forms(forms=frozenset(form[:LONGEST] for form in forms))
    return asked if max(map(len, forms)) < LONGEST else Roughly(part=asked)


def _phrase(terms: tuple[Term, ...]) -> Asked:
    """Words in a row are asked for as a row; beside other terms that is not all. A form has lemmas too."""
    parts: list[Asked] = []
    asked = [_lemmas_of(term) or _term(term) for term in terms]
    for is_row, group in groupby(asked, lambda one: isinstance(one, Lemmas)):
        found = list(group)
        parts += [_row(found)] if is_row else found
    forms = [_term(term) for term in terms if isinstance(term, Exact)]
    if len(parts) == 1 and not forms:
        return parts[0]
    return Roughly(part=All(parts=(*parts, *forms)))


def _lemmas_of(term: Term) -> Lemmas | None:
    """The lemmas that every word in an exact form has one of; None for other terms."""
    if not isinstance(term, Exact):
        return None
    exact = keys.folded(term).exact
    if len(exact) >= LONGEST or exact.endswith("."):  # an initial has none
        return None
    found = (keys.written_in(exact, language) for language in languages.of_typed(exact))
    return Lemmas(lemmas=frozenset().union(*found))


def _row(asked: list[Asked]) -> Asked:
    found = tuple(one for one in asked if isinstance(one, Lemmas))
    return found[0] if len(found) == 1 else Row(words=found)


def _near(node: Near) -> Asked:
    """Two neighbours. Their order is not asked for; of what is no row, only whether it is there."""
    left, right = _rows(node.left), _rows(node.right)
    if left is None or right is None:
        return Roughly(part=All(parts=(compile_asked(node.left), compile_asked(node.right))))
    asked = Neighbours(left=left, right=right, words_between=node.words_between)
    return Roughly(part=asked) if node.is_ordered else asked


def _rows(side: Node) -> tuple[Row, ...] | None:
    """The rows of lemmas that a side of two neighbours is; None: there is something else in it."""
    nodes = side.parts if isinstance(side, Or) else (side,)
    rows: list[Row] = []
    for asked in map(compile_asked, nodes):
        match asked:
            case Lemmas():
                rows.append(Row(words=(asked,)))
            case Row():
                rows.append(asked)
            case _:
                return None
    return tuple(rows)
