"""
What can be asked of the index of words, and how it is said to the search engine of SQLite.

What cannot be said exactly is asked for roughly: more is found, never less. Nothing
of what a person typed is ever part of the language of that engine: classes are
numbers, forms stand in quotation marks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from store import words
from store.database import Database

MOST_ROWS = 400  # ways to say a phrase or two neighbours; more are asked for word by word


@dataclass(frozen=True, slots=True, kw_only=True)
class Lemmas:
    """A word for which one of these lemmas is possible."""

    lemmas: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """A word, or a part of one, in one of these folded forms."""

    forms: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Begins:
    """A word, or a part of one, whose folded form begins so."""

    with_letters: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One of these facts, as in source:belta."""

    facts: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Words side by side, in this order."""

    words: tuple[Lemmas, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """A row of the one and a row of the other side with at most so many words between, in any order."""

    left: tuple[Row, ...]
    right: tuple[Row, ...]
    words_between: int


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    parts: tuple["Asked", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Some:
    """At least one of the parts."""

    parts: tuple["Asked", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    wanted: "Asked"
    unwanted: "Asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class In:
    """In one field alone; else in title or text."""

    field: str  # title, rubric
    part: "Asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Roughly:
    """What is wanted and perhaps more."""

    part: "Asked"


Asked = Lemmas | Forms | Begins | Fact | Row | Neighbours | All | Some | Without | In | Roughly


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An expression for MATCH; empty: nothing in the index can be meant."""

    expression: str
    is_exact: bool


NOTHING = Said(expression="", is_exact=True)
_COLUMNS = {
    None: ("{title_k k}", "{title_w title_p w p}"),
    "title": ("{title_k}", "{title_w title_p}"),
    "rubric": ("{rubric_k}", "{rubric_w rubric_p}"),
}


def say(db: Database, generation: int, asked: Asked, field: str | None = None) -> Said:
    """The expression that finds what is asked for in a generation of the index."""
    in_classes, in_forms = _COLUMNS[field]
    match asked:
        case Lemmas():
            return _exactly(in_classes, _quoted(_classes(db, generation, asked)))
        case Forms(forms=forms):
            return _exactly(in_forms, [_quote(words.safe(form)) for form in sorted(forms)])
        case Begins(with_letters=letters):
            return _exactly(in_forms, [_quote(words.safe(letters)) + " *"])
        case Fact(facts=facts):
            return _exactly("facts", [_quote(words.safe(fact)) for fact in sorted(facts)])
        case Row():
            return _row(db, generation, asked, in_classes)
        case Neighbours():
            return _neighbours(db, generation, asked, in_classes)
        case All(parts=parts):
            return _all([say(db, generation, part, field) for part in parts])
        case Some(parts=parts):
            return _some([say(db, generation, part, field) for part in parts])
        case Without(wanted=wanted, unwanted=unwanted):
            return _without(say(db, generation, wanted, field), say(db, generation, unwanted, field))
        case In(field=inner, part=part):
            return say(db, generation, part, inner)
        case Roughly(part=part):
            return Said(expression=say(db, generation, part, field).expression, is_exact=False)


def _exactly(column: str, ways: list[str]) -> Said:
    return Said(expression=f"{column} : ({' OR '.join(ways)})", is_exact=True) if ways else NOTHING


def _row(db: Database, generation: int, row: Row, column: str) -> Said:
    """All ways to say the row in classes; word by word where they are too many."""
    ways = _ways(db, generation, row)
    if ways is None:
        return Said(expression=_all(_each(db, generation, row, column)).expression, is_exact=False)
    return _exactly(column, [_phrase(way) for way in ways])


def _each(db: Database, generation: int, row: Row, column: str) -> list[Said]:
    return [_exactly(column, _quoted(_classes(db, generation, word))) for word in row.words]


def _neighbours(db: Database, generation: int, near: Neighbours, column: str) -> Said:
    """
    All pairs of ways. A word that can stand on both sides would be its own neighbour there: that is rough.

    The engine's NEAR counts the words between two phrases as the rules do, in any order.
    """
    left = [_ways(db, generation, row) for row in near.left]
    right = [_ways(db, generation, row) for row in near.right]
    if None in left or None in right or _size(left) * _size(right) > MOST_ROWS:
        sides = [
            _some([_row(db, generation, row, column) for row in rows]) for rows in (near.left, near.right)
        ]
        return Said(expression=_all(sides).expression, is_exact=False)
    pairs = product(_flat(left), _flat(right))
    ways = [f"NEAR({_phrase(one)} {_phrase(other)}, {near.words_between})" for one, other in pairs]
    is_exact = not _met(left) & _met(right)
    return Said(expression=_exactly(column, ways).expression, is_exact=is_exact)


Ways = list[tuple[int, ...]]  # each a row of classes


def _ways(db: Database, generation: int, row: Row) -> Ways | None:
    """Every row of classes that says a row of words; None: too many."""
    choices = [_classes(db, generation, word) for word in row.words]
    count = 1
    for choice in choices:
        count *= len(choice)
    return None if count > MOST_ROWS else list(product(*choices))


def _classes(db: Database, generation: int, word: Lemmas) -> list[int]:
    return words.of_lemmas(db, generation, word.lemmas)


def _size(sides: Iterable[Ways | None]) -> int:
    return sum(len(ways or ()) for ways in sides)


def _flat(sides: Iterable[Ways | None]) -> Ways:
    return [way for ways in sides for way in ways or ()]


def _met(sides: Iterable[Ways | None]) -> set[int]:
    return {number for way in _flat(sides) for number in way}


def _all(parts: list[Said]) -> Said:
    if not all(part.expression for part in parts):
        return NOTHING
    return _joined(" AND ", parts)


def _some(parts: list[Said]) -> Said:
    return _joined(" OR ", [part for part in parts if part.expression])


def _without(wanted: Said, unwanted: Said) -> Said:
    """What is only roughly unwanted is not taken away."""
    if not wanted.expression or not unwanted.expression:
        return wanted
    if not unwanted.is_exact:
        return Said(expression=wanted.expression, is_exact=False)
    return _joined(" NOT ", [wanted, unwanted])


def _joined(operator: str, parts: list[Said]) -> Said:
    if not parts:
        return NOTHING
    expression = parts[0].expression
    if len(parts) > 1:
        expression = operator.join(f"({part.expression})" for part in parts)
    return Said(expression=expression, is_exact=all(part.is_exact for part in parts))


def _phrase(classes: Iterable[int]) -> str:
    return _quote(" ".join(map(str, classes)))


def _quoted(classes: list[int]) -> list[str]:
    return [_quote(str(number)) for number in classes]


def _quote(token: str) -> str:
    return '"' + token.replace('"', '""') + '"'
