"""
The rules that `dazor init` writes, on sentences of the kinds that the review takes from state outlets.

The sentences (tests/findable.toml) are invented; none has the very words of a rule in their order.
"""

import gzip
import json
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from dazor.config import init
from dazor.register import shipped
from dazor.rules import load, names, parse
from dazor.rules.matcher import Text, compile_rules, match
from dazor.text import lookalikes

FINDABLE = tomllib.loads(Path(__file__).with_name("findable.toml").read_text("utf-8"))
POSTS = Path(__file__).parent.parent.parent / "shared" / "data" / "telegram_posts_ru"
TOO_LOUD = 0.02  # of posts that are about everything


@pytest.fixture(scope="module")
def starter():
    return load.from_text(init.starter_rules(), file="rules.toml", sections=None)


@pytest.fixture(scope="module")
def rules(starter):
    return compile_rules((rule.id, rule.tree) for rule in starter.rules)


def test_every_starter_rule_is_good(starter):
    assert [] == [str(problem) for problem in starter.problems]


@pytest.mark.parametrize("item", FINDABLE)
def test_sentences_of_each_findable_kind_are_found(rules, item):
    assert [] == [sentence for sentence in FINDABLE[item] if not match(rules, Text(text=sentence))]


def test_every_rule_has_examples_in_three_languages_and_counterexamples(starter):
    for rule in starter.rules:
        english = [example for example in rule.match if not lookalikes.is_cyrillic(example)]
        belarusian = [example for example in rule.match if set("іў'") & set(example.lower())]

        assert english, rule.id
        assert belarusian, rule.id
        assert len(rule.match) >= 3, rule.id
        assert rule.no_match, rule.id


def test_no_rule_names_a_person_who_needs_care(starter):
    assert [] == [
        entity.slug
        for rule in starter.rules
        for entity in names.sensitive(parse.syntax(rule.query), shipped())
    ]


@pytest.mark.skipif(not POSTS.is_dir(), reason="../shared/data/telegram_posts_ru is not there")
def test_no_rule_is_loud_on_posts_about_everything(rules):
    hits: Counter[str] = Counter()
    seen = 0
    for file in sorted(POSTS.glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in list(lines)[::20]:
                seen += 1
                hits.update(hit.rule for hit in match(rules, Text(text=json.loads(line)["text"])))

    assert [] == [(rule, number) for rule, number in hits.items() if number > TOO_LOUD * seen]
