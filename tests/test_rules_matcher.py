import json
import time

import pytest

from dazor.rules.matcher import Hit, Text, compile_rules, match
from dazor.rules.parse import parse, syntax
from tests import random_rules


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


def test_a_rubric_is_asked_by_its_field_alone_and_marks_nothing():
    found = hit("дуб AND rubric:(лес OR луг)", "дуб", rubric="О лесе")

    assert (((0, 3),), ()) == (found.spans, found.title_spans)
    assert hit("дуб AND rubric:лес", "дуб, лес", rubric="Луга") is None
    assert hit("лес", "дуб", rubric="Лес") is None


def test_times_counts_places_in_title_and_text_together():
    assert hit("3x дуб", "дуб, дуба", title="дубы")
    assert hit("3x дуб", "дуб, дуба") is None
    assert hit("2x (дуб OR вяз)", "дуб и вяз")


def test_places_that_overlap_count_once():
    assert hit('2x ("дуб дуб")', "дуб дуб дуб") is None
    assert hit('2x ("дуб дуб")', "дуб дуб дуб дуб")


def test_edited_is_what_has_an_earlier_version():
    assert hit("дуб AND change:edited", "дуб", is_edited=True)
    assert hit("дуб AND change:edited", "дуб") is None


def test_the_language_is_read_in_the_text():
    assert hit("ведомство AND lang:ru", "Об этом сообщили в пресс-службе ведомства.")
    assert hit("ведомство AND lang:be", "Об этом сообщили в пресс-службе ведомства.") is None


def test_a_word_is_read_in_the_language_of_its_paragraph():
    """Лета is a form of Russian лето, and a Belarusian word of its own."""
    found = hit("лето", "Об этом сообщили в середине лета.\nПра гэта паведамілі ў сярэдзіне лета.")

    assert ((28, 32),) == found.spans


def test_an_entity_is_found_by_the_names_of_the_register():
    rules = compile_rules([("rule", parse("@sidarovich-ryhor", random_rules.known()))])
    text = Text(text="Сустрэча з Рыгорам Сідаровічам была. Р. Сідаровіча бачылі. Ryhor Sidarovich.")

    assert ("Рыгорам Сідаровічам", "Р. Сідаровіча", "Ryhor Sidarovich") == match(rules, text)[0].words


@pytest.mark.parametrize(
    ("query", "text"), [("премьер-м*", "премьер-министру"), ("экс-мини*", "экс\u2011министр")]
)
def test_a_prefix_may_reach_over_a_hyphen(query, text):
    assert (text,) == hit(query, text).words


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


MONSTERS = {
    "long text": "Новые санкции ЕС против завода в пятницу.\n" * 25_000,
    "one word": "санкции" * 300_000,
    "hyphens": "санкции-" * 50_000,
    "emoji": "🙂👩\u200d🚀" * 300_000,
    "right to left": "שלום привет العربية санкции \u202e" * 20_000,
    "line breaks": "санкции" + "\n" * 1_000_000 + "санкции",
    "other words": " ".join(f"санкции{number}" for number in range(20_000)),
}
HEAVY = [
    "санкции",
    "санкц*",
    "100x санкц*",
    "санкции NEAR/100 завод",
    '"новые санкции" -> пятница /100',
    "3x =санкции",
]


@pytest.mark.parametrize("name", MONSTERS)
def test_a_monstrous_text_is_matched_in_bounded_time(name):
    rules = compile_rules((query, parse(query)) for query in HEAVY)
    began_s = time.perf_counter()
    match(rules, Text(text=MONSTERS[name], title=MONSTERS[name][:50_000]))

    assert time.perf_counter() - began_s < 20


def test_every_case_of_folding_and_of_likeness(shared):
    lines = (shared / "data" / "morphology" / "normalisation_cases.jsonl").read_text("utf-8").splitlines()
    cases = [json.loads(line) for line in lines]

    assert len(cases) > 10
    assert [] == [
        case for case in cases if (hit(f'"{case["term"]}"', case["text"]) is not None) != case["match"]
    ]
