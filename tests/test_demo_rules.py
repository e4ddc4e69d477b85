"""The rules of the demonstration, by the real matcher, on what is planted."""

import tomllib

import pytest

from dazor.demo import plan
from dazor.demo.newsroom import T0
from dazor.demo.world import text_at
from dazor.rules.matcher import Text, compile_rules, match
from dazor.rules.parse import parse

PLANTED = tomllib.loads((plan.FOLDER / "planted.toml").read_text("utf-8"))
FILE = tomllib.loads((plan.FOLDER / "rules.toml").read_text("utf-8"))
EXAMPLES = [
    (rule["id"], example, wanted)
    for rule in FILE["rule"]
    for wanted in (True, False)
    for example in rule["match" if wanted else "no_match"]
]


@pytest.fixture(scope="module")
def world():
    return plan.load(T0, 1)


@pytest.fixture(scope="module")
def rules():
    return compile_rules((rule["id"], parse(rule["query"].strip())) for rule in FILE["rule"] + FILE["mute"])


def hits(rules, world, where):
    """The rules that match an article or post as it is first published."""
    if "post" in where:
        (text,) = (p.text for c in world.channels.values() for p in c.posts if p.id == where["post"])
        return [hit.rule for hit in match(rules, Text(text=text))]
    article = world.articles[where["article"]]
    text = "\n".join(text_at(article, article.appears_at))
    return [hit.rule for hit in match(rules, Text(text=text, title=article.title))]


@pytest.mark.parametrize(("rule", "example", "wanted"), EXAMPLES)
def test_the_examples_of_a_rule_hold(rules, rule, example, wanted):
    assert wanted == (rule in [hit.rule for hit in match(rules, Text(text=example))])


@pytest.mark.parametrize("truth", PLANTED["found"] + PLANTED["mixed"], ids=str)
def test_what_is_planted_is_found(world, rules, truth):
    assert truth["rule"] in hits(rules, world, truth)


@pytest.mark.parametrize("article", PLANTED["silent"])
def test_everyday_news_match_no_rule(world, rules, article):
    assert [] == hits(rules, world, {"article": article})


def test_the_mute_hides_what_a_rule_finds(world, rules):
    (truth,) = PLANTED["muted"]

    assert [truth["rule"], truth["mute"]] == hits(rules, world, truth)


def test_all_sections_have_something_at_the_first_pass(world, rules):
    sections = {rule["id"]: rule["sections"] for rule in FILE["rule"]}
    early = [article.id for article in world.articles.values() if article.appears_at <= world.t0]

    found = {
        s for id_ in early for rule in hits(rules, world, {"article": id_}) for s in sections.get(rule, [])
    }

    assert {"military", "political", "rights", "propaganda"} == found
