"""Why each match of a digest matched, as the rules say today."""

from collections.abc import Collection, Iterable, Mapping

from dazor.register import Register
from dazor.rules import matcher, parse, why
from dazor.rules.matcher import Hit
from dazor.rules.why import Reason
from store.matches import Match
from store.revisions import Revision
from store.texts import Text


def reasons(
    matches: Collection[Match],
    texts: Mapping[int, Text],
    revisions: Iterable[Revision],
    register: Register,
) -> dict[int, tuple[Reason, ...]]:
    """The reasons by the number of the match; none for one of a rule whose words are others by now."""
    matched = {match.rule for match in matches}
    queries = {revision.rule: revision.query for revision in revisions if revision.rule in matched}
    terms = why.compile_terms(queries, lambda query: parse.parse(query, register))
    looked_at = {match.version: _looked_at(texts[match.version]) for match in matches}
    found = {version: why.find(terms, text) for version, text in looked_at.items()}
    return {
        match.id: why.reasons(terms, match.rule, looked_at[match.version], _hit(match), found[match.version])
        for match in matches
    }


def _looked_at(text: Text) -> matcher.Text:
    return matcher.Text(text=text.text, title=text.title)


def _hit(match: Match) -> Hit:
    return Hit(rule=match.rule, spans=match.spans, title_spans=match.title_spans, words=match.words)
