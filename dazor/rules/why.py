"""Why a rule matched: which of its terms stand in the text, and in which form."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from dazor.rules import matcher, names, parse
from dazor.rules.matcher import Hit, Text
from dazor.rules.mistakes import RuleError
from dazor.rules.tree import Entity, Exact, Node, Not, Phrase, Prefix, Word, children

Read = Callable[[str], Node]  # from a query to the tree that the matcher understands
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A term of a rule and what stands for it in a text."""

    term: str  # as in a query: санкции, =Рада, мигрант*, @khrenin-viktar, "ядерное оружие"
    forms: tuple[str, ...]  # as written in the text, each once


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of some rules, ready to be found."""

    of_rule: dict[str, tuple[str, ...]]  # in the order they are written
    ready: matcher.Rules


def compile_terms(queries: Mapping[str, str], read: Read) -> Terms:
    """The terms of rules by their id. A query or a name that is not understood any more has none."""
    trees: dict[str, Node] = {}
    of_rule = {rule: tuple(_understood(query, read, trees)) for rule, query in queries.items()}
    return Terms(of_rule=of_rule, ready=matcher.compile_rules(trees.items()))


def find(terms: Terms, text: Text) -> dict[str, Hit]:
    """Every term that stands in a text."""
    return {hit.rule: hit for hit in matcher.match(terms.ready, text)}


def reasons(terms: Terms, rule: str, text: Text, match: Hit, found: Mapping[str, Hit]) -> tuple[Reason, ...]:
    """The terms of a rule that stand where it matched; `found` is what `find` gave for the text."""
    given = [(term, found[term]) for term in terms.of_rule.get(rule, ()) if term in found]
    all_reasons = (Reason(term=term, forms=_forms(text, match, hit)) for term, hit in given)
    return tuple(reason for reason in all_reasons if reason.forms)


def written(term: Node) -> str:
    """A term as it stands in a query."""
    match term:
        case Exact(typed=typed):
            return f"={typed}"
        case Prefix(typed=typed):
            return f"{typed}*"
        case Entity(slug=slug):
            return f"@{slug}"
        case Phrase(terms=terms):
            return f'"{" ".join(map(written, terms))}"'
        case Word(typed=typed):
            return typed
        case _:
            raise AssertionError(f"{type(term).__name__} is no term")


def terms_of(node: Node) -> Iterator[Node]:
    """The words, phrases and names that a rule looks for, in their order; not what it leaves out."""
    match node:
        case Word() | Exact() | Prefix() | Entity() | Phrase():
            yield node
        case Not(wanted=wanted):
            yield from terms_of(wanted)
        case _:
            for child in children(node):
                yield from terms_of(child)


def _understood(query: str, read: Read, trees: dict[str, Node]) -> Iterator[str]:
    """The terms of a query, each once; their trees are added to `trees`."""
    try:
        named = {written(term): term for term in terms_of(parse.syntax(query))}
    except RuleError:
        return
    for name, term in named.items():
        try:
            if name not in trees:
                trees[name] = read(name) if names.asks(term) else term
        except RuleError:
            continue
        yield name


def _forms(text: Text, match: Hit, hit: Hit) -> tuple[str, ...]:
    """What the term's hit shares with the rule's; capitals do not make another form."""
    fields = (
        (text.title or "", hit.title_spans, match.title_spans),
        (text.text, hit.spans, match.spans),
    )
    forms: dict[str, str] = {}
    for words, spans, marked in fields:
        for start, end in _shared(spans, marked):
            form = " ".join(words[start:end].split())
            forms.setdefault(form.casefold(), form)
    return tuple(forms.values())


def _shared(spans: tuple[Span, ...], marked: tuple[Span, ...]) -> Iterator[Span]:
    """The spans that lie inside a marked place."""
    for start, end in spans:
        if any(left <= start and end <= right for left, right in marked):
            yield start, end
