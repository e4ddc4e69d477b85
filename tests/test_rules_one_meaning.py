"""The matcher says what the slow and obvious evaluator says, spans and all."""

import random

import pytest

from dazor.rules.matcher import compile_rules, match
from tests import random_rules, slow_rules


@pytest.mark.parametrize("seed", range(6))
def test_the_matcher_agrees_with_the_slow_evaluator(seed):
    """Twice over the same texts: what is remembered of words must not change an answer."""
    chance = random.Random(seed)
    trees = random_rules.trees(chance, 60)
    rules = compile_rules(trees.items())
    texts = [random_rules.text(chance) for _ in range(12)]

    for text in texts * 2:
        expected = {query: slow_rules.spans(tree, text) for query, tree in trees.items()}
        actual = {hit.rule: (hit.title_spans, hit.spans) for hit in match(rules, text)}
        assert {query: spans for query, spans in expected.items() if spans is not None} == actual


def test_random_rules_hit_and_miss():
    """A comparison of nothing with nothing would prove nothing."""
    chance = random.Random(0)
    trees = random_rules.trees(chance, 200)
    rules = compile_rules(trees.items())
    hits = [len(match(rules, random_rules.text(chance))) for _ in range(200)]

    assert 0.02 < sum(hits) / 200 / len(trees) < 0.5
    for part in ("@", "*", "=", "->", "NEAR", "x ", "title:", "rubric:", "lang:", "change:", "NOT"):
        assert any(part in query for query in trees), part
