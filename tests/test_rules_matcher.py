import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dazor.rules.matcher import Hit, Text, compile_rules, match
from dazor.rules.mistakes import RuleError
from dazor.rules.parse import parse, syntax
from tests import slow_rules


def hit(query, text="", **facts):
    found = match(compile_rules([("rule", parse(query))]), Text(text=text, **facts))
    return found[0] if found else None


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("санкции", "Новые Санкции.", ("Санкции",)),
        ("санкции", "После санкций и о санкциях", ("санкций", "санкциях")),
        ("санкцыі", "Пра санкцый няма", ("санкцый",)),
        ("sanction", "New sanctions", ("sanctions",)),
        ('"ядерное оружие"', "Нет ядерного оружия", ("ядерного оружия",)),
        ("партнёр", "Партнер и ПАРТНЁР", ("Партнер", "ПАРТНЁР")),
        ("мигрант*", "миг\u00adранты, мигрaнт", ("миг\u00adранты", "мигрaнт")),
        ('"ядерное оружие"', "Оружие: ядерное «оружие»", ("ядерное «оружие",)),
        ("=Рада", "рада, РАДА, Рада", ("Рада",)),
        ("министр", "премьер-министр", ("министр",)),
        ("премьер-министр", "Премьер-министр", ("Премьер-министр",)),
        ('"министр обороны"', "вице-министр обороны", ("министр обороны",)),
        ("мигр*", "мигрант-мигрант и мигранты-туристы", ("мигрант", "мигранты")),
        ("дуб AND вяз", "вяз и дуб", ("вяз", "дуб")),
        ("дуб OR вяз", "дуб", ("дуб",)),
        ("дуб NOT вяз", "дуб", ("дуб",)),
        ("дуб NEAR/1 вяз", "вяз и дуб, и ещё дуб", ("вяз", "дуб")),
        ("дуб -> вяз /0", "дуб вяз дуб", ("дуб", "вяз")),
        ("дуб NEAR/0 (вяз OR клён)", "вяз дуб клён ива клён", ("вяз", "дуб", "клён")),
        ('"дуб вяз" NEAR/1 клён', "клён и дуб вяз", ("клён", "дуб вяз")),
        ('"дуб вяз" OR вяз', "дуб вяз", ("дуб вяз",)),
        ("oakley", "Oakley's reply", ("Oakley's",)),
        ("москва", "в MOCKBA", ("MOCKBA",)),
        ("С-300", "сбит C-300 ночью", ("C-300",)),
    ],
)
def test_a_rule_marks_what_it_found(query, text, words):
    found = hit(query, text)

    assert words == found.words
    assert set(words) == {text[start:end] for start, end in found.spans}


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("=санкции", "санкций"),
        ("мигрант*", "миграция"),
        ('"ядерное оружие"', "оружие ядерное"),
        ('"премьер министр"', "премьер-министр"),
        ("=Рада", "рада"),
        ("министр AND обороны", "министр"),
        ("дуб NOT вяз", "дуб и вяз"),
        ("дуб NEAR/1 вяз", "дуб и ещё вяз"),
        ("дуб -> вяз /5", "вяз и дуб"),
        ("дуб NEAR/5 дуб", "дуб"),
        ("НАТО", "на то"),
        ("сор", "COP in May"),
    ],
)
def test_a_rule_does_not_match_what_it_should_not(query, text):
    assert hit(query, text) is None


def test_a_phrase_lies_in_the_title_or_in_the_text_and_not_across():
    assert hit('"дуб вяз"', "вяз", title="дуб") is None
    assert hit("дуб NEAR/5 вяз", "вяз", title="дуб") is None
    assert hit("дуб AND вяз", "вяз", title="дуб") == Hit(
        rule="rule", spans=((0, 3),), title_spans=((0, 3),), words=("дуб", "вяз")
    )


def test_title_asks_for_the_title_alone():
    assert hit("title:дуб", "дуб", title="вяз") is None
    assert ((0, 3),) == hit("title:(дуб OR клён)", "дуб", title="дуб").title_spans
    assert () == hit("title:дуб", "дуб", title="дуб").spans
    assert hit("дуб NOT title:вяз", "дуб вяз", title="ива")


@pytest.mark.parametrize("fact", ["kind:post", "lang:ru", "change:edited"])
def test_a_choice_with_a_fact_asks_for_no_word_of_its_other_parts(fact):
    found = hit(f"({fact} OR вяз) AND дуб", "Это дуб.", kind="post", language="ru", is_edited=True)

    assert ("дуб",) == found.words


@pytest.mark.parametrize("fact", ["source:oak", "kind:post", "lang:be", "source:elm|oak", "lang:ru|be"])
def test_facts_decide_with_the_words(fact):
    assert hit(f"дуб AND {fact}", "дуб", source="oak", kind="post", language="be")
    assert hit(f"дуб AND {fact}", "дуб") is None
    assert hit(f"дуб NOT {fact}", "дуб", source="oak", kind="post", language="be") is None


def test_a_source_alone_matches_all_its_texts_and_marks_nothing():
    assert Hit(rule="rule", spans=(), title_spans=(), words=()) == hit("source:oak", "дуб", source="oak")


def test_not_takes_from_all_that_stands_before_it():
    query = 'санкции OR санкцыі OR sanctions NOT "санкция прокурора"'

    assert hit(query, "Санкции: санкция прокурора") is None
    assert hit(query, "Sanctions")


def test_hits_come_in_the_order_of_the_rules():
    rules = compile_rules((name, parse(query)) for name, query in [("b", "вяз"), ("a", "дуб"), ("c", "ива")])

    assert ["b", "a"] == [hit.rule for hit in match(rules, Text(text="дуб вяз"))]


def test_no_rules_and_no_text_give_no_hits():
    assert [] == match(compile_rules([]), Text(text="дуб"))
    assert hit("дуб", "") is None


@pytest.mark.parametrize("query", ["3x (дуб AND вяз)", "дуб NEAR/3 (вяз AND ива)", "@dub"])
def test_a_tree_that_was_not_checked_is_a_bug(query):
    with pytest.raises(AssertionError):
        compile_rules([("rule", syntax(query))])


def test_words_are_forgotten_when_too_many_were_seen(monkeypatch):
    rules = compile_rules([("rule", parse("дуб"))])
    monkeypatch.setattr("dazor.rules.vocabulary._MOST_KEPT", 3)

    for text in ("вяз ива ель бук", "дуб", "дуб вяз"):
        found = match(rules, Text(text=text))

    assert ["rule"] == [hit.rule for hit in found]
    assert sum(map(len, rules.words.seen.values())) < 4


FOREST = [
    "дуб",
    "дуба",
    "дубы-вязы",
    "Вяз",
    "вяз",
    "ёлка",
    "елка",
    "ива-дуб",
    "дубрава-ель",
    "Oak's",
    "oak",
    "дуб\u0301",
]
LEAVES = [
    "дуб",
    "=Вяз",
    "вяз",
    "дубр*",
    "елка",
    '"дуб вяз"',
    '"вяз =Вяз ёлка"',
    "ива-дуб",
    "oak",
    '"дубр* дуб"',
]
FACTS = ["source:oak", "kind:post", "lang:be", "source:elm|oak"]


def grow(inner):
    near = st.tuples(st.sampled_from(LEAVES), st.integers(0, 3), st.sampled_from(LEAVES))
    return st.one_of(
        st.builds("({} AND {})".format, inner, inner),
        st.builds("({} OR {})".format, inner, inner),
        st.builds("({} NOT {})".format, inner, inner),
        st.builds("({} AND NOT {})".format, inner, inner | st.sampled_from(FACTS)),
        st.builds("({} AND {})".format, inner, st.sampled_from(FACTS)),
        st.builds("title:({})".format, st.sampled_from(LEAVES)),
        near.map(lambda near: f"({near[0]} NEAR/{near[1]} {near[2]})"),
        near.map(lambda near: f"({near[0]} -> {near[2]} /{near[1]})"),
        near.map(lambda near: f"(({near[0]} OR вяз) NEAR/{near[1]} {near[2]})"),
    )


QUERIES = st.lists(st.recursive(st.sampled_from(LEAVES), grow, max_leaves=5), min_size=1, max_size=12)
PLAIN = st.lists(st.sampled_from(FOREST), max_size=8).map(" ".join)
TEXTS = st.builds(
    Text,
    text=PLAIN,
    title=st.none() | PLAIN,
    source=st.sampled_from([None, "oak", "elm"]),
    kind=st.sampled_from([None, "post", "article"]),
    language=st.sampled_from([None, "be", "ru"]),
)


@given(QUERIES, st.lists(TEXTS, min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_the_matcher_agrees_with_a_slow_and_obvious_one(queries, texts):
    rules = [(query, tree) for query in queries if (tree := tree_of(query)) is not None]
    compiled = compile_rules(rules)

    for text in texts:
        expected = {query: slow_rules.spans(tree, text) for query, tree in rules}
        actual = {hit.rule: (hit.title_spans, hit.spans) for hit in match(compiled, text)}
        assert {query: spans for query, spans in expected.items() if spans is not None} == actual


def tree_of(query):
    try:
        return parse(query)
    except RuleError:
        return None


def test_every_case_of_folding_and_of_likeness(shared):
    lines = (shared / "data" / "morphology" / "normalisation_cases.jsonl").read_text("utf-8").splitlines()
    cases = [json.loads(line) for line in lines]

    assert len(cases) > 10
    assert [] == [
        case for case in cases if (hit(f'"{case["term"]}"', case["text"]) is not None) != case["match"]
    ]
