"""Which texts the mutes in force hide today."""

from collections.abc import Iterable

from dazor import search
from dazor.register import Register
from dazor.rules import matcher, parse
from dazor.rules.mistakes import RuleError
from dazor.rules.tree import Node
from store.revisions import Revision
from store.texts import Text


def muted(revisions: Iterable[Revision], texts: Iterable[Text], register: Register) -> dict[int, str]:
    """The mute that hides each hidden version; the first by name where several do."""
    mutes = sorted((revision for revision in revisions if revision.kind == "mute"), key=lambda one: one.rule)
    trees = [(mute.rule, tree) for mute in mutes if (tree := _tree(mute.query, register)) is not None]
    if not trees:
        return {}
    compiled = matcher.compile_rules(trees)
    hits = ((text.version, matcher.match(compiled, search.looked_at(text))) for text in texts)
    return {version: min(hit.rule for hit in found) for version, found in hits if found}


def _tree(query: str, register: Register) -> Node | None:
    """None: a query this Dazor no longer takes. The alert stage says so; nothing is hidden meanwhile."""
    try:
        return parse.parse(query, register)
    except RuleError:
        return None
