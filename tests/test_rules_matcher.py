import json
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dazor.rules import keys
from dazor.rules.matcher import Hit, Text, compile_rules, match
from dazor.rules.mistakes import RuleError
from dazor.rules.parse import parse, syntax
from dazor.rules.tree import And, Near, Not, Only, Or, Phrase, Title
from dazor.text import tokens


def hit(query, text="", **facts):
    found = match(compile_rules([("rule", parse(query))]), Text(text=text, **facts))
    return found[0] if found else None


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("санкции", "Новые Санкции.", ("Санкции",)),
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
        ("санкции", "санкций"),
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


@pytest.mark.parametrize("query", ["3x дуб", "дуб NEAR/3 (вяз AND ива)"])
def test_a_tree_that_was_not_checked_is_a_bug(query):
    with pytest.raises(AssertionError):
        compile_rules([("rule", syntax(query))])


def test_an_entity_satisfies_no_word_before_there_is_a_register():
    assert [] == match(compile_rules([("rule", syntax("@dub"))]), Text(text="dub"))


def test_words_are_forgotten_when_too_many_were_seen(monkeypatch):
    rules = compile_rules([("rule", parse("дуб"))])
    monkeypatch.setattr("dazor.rules.vocabulary._MOST_KEPT", 3)

    for text in ("вяз ива ель бук", "дуб", "дуб вяз"):
        found = match(rules, Text(text=text))

    assert ["rule"] == [hit.rule for hit in found]
    assert len(rules.words.seen) < 4


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
        expected = [(query, slow(tree, text)) for query, tree in rules]
        actual = {hit.rule: (hit.title_spans, hit.spans) for hit in match(compiled, text)}
        assert {query: merged(marks) for query, marks in expected if marks is not None} == actual


def tree_of(query):
    try:
        return parse(query)
    except RuleError:
        return None


def slow(node, text):
    """Marks (is it the title, start, end) of a text that matches; None where it does not."""
    match node:
        case And(parts=parts):
            found = [slow(part, text) for part in parts]
            return None if None in found else set().union(*found)
        case Or(parts=parts):
            found = [marks for part in parts if (marks := slow(part, text)) is not None]
            return set().union(*found) if found else None
        case Not(wanted=wanted, unwanted=unwanted):
            is_out = any(slow(part, text) is not None for part in unwanted)
            return None if is_out else slow(wanted, text)
        case Title(part=part):
            return slow(part, Text(text="", title=text.title))
        case Only(fact=fact, values=values):
            return (
                set()
                if {"source": text.source, "kind": text.kind, "lang": text.language}[fact] in values
                else None
            )
        case _:
            fields = [(True, text.title or ""), (False, text.text)]
            return {
                (is_title, *mark)
                for is_title, field in fields
                for *_, marks in places(node, field)
                for mark in marks
            } or None


def places(node, field):
    """First and last position and marks of each place of words, phrases and neighbours."""
    words = tokens.split(field)
    match node:
        case Phrase(terms=terms):
            rows = range(len(words) - len(terms) + 1)
            found = [
                (row, [satisfied(term, words[row + step]) for step, term in enumerate(terms)]) for row in rows
            ]
            return [
                (row, row + len(terms) - 1, [(marks[0][0][0], marks[-1][-1][1])])
                for row, marks in found
                if all(marks)
            ]
        case Or(parts=parts):
            return [place for part in parts for place in places(part, field)]
        case Near(left=left, right=right, words_between=between, is_ordered=is_ordered):
            pairs = list(product(places(left, field), places(right, field)))
            pairs += [] if is_ordered else [(second, first) for first, second in pairs]
            return [(a[0], b[1], [*a[2], *b[2]]) for a, b in pairs if 0 <= b[0] - a[1] - 1 <= between]
        case _:
            return [(at, at, marks) for at, word in enumerate(words) if (marks := satisfied(node, word))]


def satisfied(term, token):
    """The marks of a word that satisfies a term: its parts that do, else the whole."""
    typed = keys.typed(term)
    lengths = keys.prefix_lengths(typed)
    whole, *parts = [
        (
            token.start + piece.start,
            token.start + piece.end if piece.end < len(token.word.form) else token.end,
        )
        for piece in token.word.pieces
        if keys.written(piece, lengths) & typed
    ] or [None]
    if whole is None:
        return []
    return sorted(parts) if parts and whole == (token.start, token.end) else sorted([whole, *parts])


def merged(marks):
    """Title spans and spans, those that overlap made one."""
    return tuple(
        spans([mark[1:] for mark in sorted(marks) if mark[0] is is_title]) for is_title in (True, False)
    )


def spans(marks):
    out = []
    for start, end in marks:
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def test_real_cases_that_need_no_lemmas(shared):
    """Folding cases match by their beginning, the others do not match in the form that is written."""
    lines = (shared / "data" / "morphology" / "normalisation_cases.jsonl").read_text("utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    foldings = [case for case in cases[:8] if case["match"]]
    others = [case for case in cases if not case["match"]]

    assert (8, 8) == (len(foldings), len(others))
    assert [] == [case for case in foldings if not hit(f"{case['term'][:-1]}*", case["text"])]
    assert [] == [case for case in others if hit(f'"{case["term"]}"', case["text"])]
