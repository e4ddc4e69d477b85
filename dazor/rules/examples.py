"""The examples of a rule: texts that it must match, and texts that it must not."""

from collections.abc import Callable, Iterator
from itertools import product

from dazor.rules.matcher import Text, compile_rules, match
from dazor.rules.tree import Node, Only, Rubric, Title, walk


def matches(tree: Node) -> Callable[[str], bool]:
    """
    Tells whether a rule matches an example.

    An example is text, and title and rubric where the rule asks for these. It has no source,
    kind or language and is no edit, so it matches if it does with any that the rule names, or with others.
    """
    rules = compile_rules([("example", tree)])
    nodes = [node for node, _ in walk(tree)]
    return lambda example: any(match(rules, text) for text in _texts(nodes, example))


def _texts(nodes: list[Node], example: str) -> Iterator[Text]:
    """The example with all facts that are named."""
    facts = [node for node in nodes if isinstance(node, Only)]
    named = [
        [None, *(value for node in facts if node.fact == fact for value in node.values)]
        for fact in ("source", "kind", "lang", "change")
    ]
    title = example if any(isinstance(node, Title) for node in nodes) else None
    rubric = example if any(isinstance(node, Rubric) for node in nodes) else None
    for source, kind, language, change in product(*named):
        yield Text(
            text=example,
            title=title,
            rubric=rubric,
            source=source,
            kind=kind,
            language=language,
            is_edited=change == "edited",
        )
