"""The examples of a rule: texts that it must match, and texts that it must not."""

from collections.abc import Iterator
from itertools import product

from dazor.rules.matcher import Text, compile_rules, match
from dazor.rules.tree import Node, Only, walk


def matches(tree: Node, example: str) -> bool:
    """
    Does the rule match the example?

    An example is title and text at once. It has no source, kind or language, so it
    matches if it does with any that the rule names, or with others.
    """
    rules = compile_rules([("example", tree)])
    return any(match(rules, text) for text in _texts(tree, example))


def _texts(tree: Node, example: str) -> Iterator[Text]:
    facts = [node for node, _ in walk(tree) if isinstance(node, Only)]
    named = [
        [None, *(value for node in facts if node.fact == fact for value in node.values)]
        for fact in ("source", "kind", "lang")
    ]
    for source, kind, language in product(*named):
        yield Text(text=example, title=example, source=source, kind=kind, language=language)
