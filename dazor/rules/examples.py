"""The examples of a rule: texts that it must match, and texts that it must not."""

from collections.abc import Callable, Iterator
from itertools import product

from dazor.rules.matcher import Text, compile_rules, match
from dazor.rules.tree import Node, Only, Title, walk


def matches(tree: Node) -> Callable[[str], bool]:
    """
    Tells whether a rule matches an example.

    An example is title and text at once. It has no source, kind or language, so it
    matches if it does with any that the rule names, or with others.
    """
    rules = compile_rules([("example", tree)])
    nodes = [node for node, _ in walk(tree)]
    facts = [node for node in nodes if isinstance(node, Only)]
    has_title = any(isinstance(node, Title) for node in nodes)
    return lambda example: any(match(rules, text) for text in _texts(facts, example, has_title))


def _texts(facts: list[Only], example: str, has_title: bool) -> Iterator[Text]:
    """The example with all facts that are named; read as a title too where the rule asks for one."""
    named = [
        [None, *(value for node in facts if node.fact == fact for value in node.values)]
        for fact in ("source", "kind", "lang")
    ]
    title = example if has_title else None
    for source, kind, language in product(*named):
        yield Text(text=example, title=title, source=source, kind=kind, language=language)
